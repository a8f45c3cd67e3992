from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import STORED_STATES


class MembershipGiftType(models.Model):
    """One type for several main companies: one issues the cards and owes what is on
    them, the others sell and take them and settle with the issuer."""

    _inherit = "membership.gift.type"

    company_ids = fields.Many2many(
        "res.company",
        "membership_gift_type_company_rel",
        string="Shared With",
        copy=False,
        domain="[('parent_id', '=', False), ('id', '!=', company_id)]",
        help="Other main companies that sell and take these cards. What is on a card "
        "is owed by the company that issues it; what the others take in or hand out, "
        "they settle with it. Empty: the cards are good within one main company.",
    )
    hidden_partners = fields.Char(
        string="Shared with",
        compute="_compute_hidden_partners",
        compute_sudo=True,
        help="Switch on these companies, too (top right), to change this.",
    )
    # Their cards are still out there: they are refused by name, not as unknown.
    former_company_ids = fields.Many2many(
        "res.company", "membership_gift_type_former_company_rel", copy=False
    )

    # === COMPUTE METHODS === #
    @api.depends("company_ids")
    @api.depends_context("allowed_company_ids")
    def _compute_hidden_partners(self):
        """Who is in the list, but is no company that the user works for now."""
        for gift_type in self:
            hidden = gift_type._get_partners() - self.env.companies
            gift_type.hidden_partners = ", ".join(hidden.mapped("name"))

    # === CONSTRAINT METHODS === #
    @api.constrains("company_ids", "company_id")
    def _check_partners(self):
        """Partners are main companies that keep their books in the same currency."""
        for gift_type in self:
            issuer = gift_type.company_id
            for company in gift_type._get_partners():
                if company.parent_id or company == issuer:
                    raise ValidationError(
                        self.env._(
                            "“%(type)s” is shared with other main companies; "
                            "%(company)s is none: its cards are good there anyway.",
                            type=gift_type.name,
                            company=company.name,
                        )
                    )
                if company.currency_id != issuer.currency_id:
                    raise ValidationError(
                        self.env._(
                            "%(company)s keeps its books in %(currency)s: cards of "
                            "“%(type)s” are sold and taken in %(own)s only.",
                            company=company.name,
                            currency=company.currency_id.name,
                            type=gift_type.name,
                            own=issuer.currency_id.name,
                        )
                    )
                issuer._check_gift_settlement(company)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Who shares cards has something to settle, and sees the screen for it."""
        gift_types = super().create(vals_list)
        gift_types._show_settlement()
        # Record rules remember who has issued cards: see ``_issues_gift_cards``.
        self.env.registry.clear_cache()
        return gift_types

    def write(self, vals):
        """Who took part once is remembered: customers still carry the cards."""
        if "company_ids" not in vals:
            return super().write(vals)
        before = {gift_type: gift_type._get_partners() for gift_type in self}
        result = super().write(vals)
        for gift_type, companies in before.items():
            now = gift_type._get_partners()
            gift_type._check_nothing_left(companies - now)
            record = gift_type.sudo()
            record.former_company_ids = (record.former_company_ids | companies) - now
        self._show_settlement()
        return result

    # === BUSINESS METHODS === #
    @api.model
    def _find_known_at(self, company):
        """Types, in sudo, whose cards mean something at ``company``: its own, those
        that are shared with it, and those that were."""
        return self._find_known_by(company.root_id)

    @api.model
    def _find_known_by(self, companies):
        """All types that mean something to one of these main companies, in sudo."""
        domain = Domain.OR(
            Domain(name, "in", companies.ids)
            for name in ("company_id", "company_ids", "former_company_ids")
        )
        return self.sudo().with_context(active_test=False).search(domain)

    def _get_circle(self):
        """The main companies at which numbers of this type mean something, in sudo."""
        record = self.sudo()
        return record.company_id | self._get_partners() | record.former_company_ids

    def _get_partners(self):
        """The companies with which these types are shared, in sudo.

        Asked of the table: what a user has read of the field, the cache keeps for sudo,
        too, and users read only the companies for which they work now.
        """
        relation = SQL.identifier(self._fields["company_ids"].relation)
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT res_company_id FROM %s "
                "WHERE membership_gift_type_id = ANY(%s) ORDER BY 1",
                relation,
                self._origin.ids,
            )
        )
        return self.env["res.company"].sudo().browse(row[0] for row in rows)

    def _check_taken_by(self, company):
        """Raise unless ``company`` (or its main company) takes part, and can book it.

        :raises UserError: not shared, no account, or the issuer's books are closed
        """
        root = company.root_id
        for gift_type in self.sudo():
            issuer = gift_type.company_id
            if root == issuer:
                continue
            if root not in gift_type._get_partners():
                raise UserError(
                    self.env._(
                        "“%(type)s” is a gift card of %(issuer)s, which %(company)s "
                        "neither sells nor takes: send the customer to %(issuer)s.",
                        type=gift_type.name,
                        issuer=issuer.name,
                        company=root.name,
                    )
                )
            issuer._check_gift_settlement(root)

    def _check_issued_by(self, company):
        """Raise unless these types are those of ``company`` (or its main company)."""
        for gift_type in self.sudo():
            if gift_type.company_id != company.root_id:
                raise UserError(
                    self.env._(
                        "“%(type)s” is a gift card of %(issuer)s: only %(issuer)s does "
                        "this. %(company)s sells the cards, takes them and hands them "
                        "on.",
                        type=gift_type.name,
                        issuer=gift_type.company_id.name,
                        company=company.root_id.name,
                    )
                )

    # === HELPERS === #
    def _check_nothing_left(self, companies):
        """Raise if cards in stock would be stranded at companies that leave."""
        here = Domain("outlet_id.company_id", "child_of", companies.ids)
        coming = Domain(
            "handover_ids",
            "any",
            Domain("state", "=", "given")
            & Domain("outlet_to_id.company_id", "child_of", companies.ids),
        )
        card = (
            self.env["membership.gift.card"]
            .sudo()
            .search(
                Domain("type_id", "in", self.ids)
                & Domain("state", "in", tuple(STORED_STATES))
                & (here | coming),
                limit=1,
            )
            if companies
            else self.env["membership.gift.card"]
        )
        if card:
            raise UserError(
                self.env._(
                    "%(company)s still has cards of “%(type)s”, such as %(number)s: "
                    "have them handed over before it leaves.",
                    company=" / ".join(companies.mapped("name")),
                    type=self.name,
                    number=card.number,
                )
            )

    def _show_settlement(self):
        """The screen of what is to be settled shows from the first sharing on."""
        if self._get_partners():
            group = self.env.ref("membership_gift_card.group_settlement").sudo()
            for name in ("group_manager", "group_auditor"):
                users = self.env.ref(f"membership_ledger.{name}").sudo()
                if group not in users.all_implied_ids:
                    users._apply_group(group)
