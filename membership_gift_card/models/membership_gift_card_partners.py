from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MembershipGiftCard(models.Model):
    """Cards at a company that has not issued them, but sells and takes them."""

    _inherit = "membership.gift.card"

    is_foreign = fields.Boolean(
        compute="_compute_is_foreign",
        compute_sudo=True,
        help="Issued by another main company than the one that the user works for.",
    )

    is_coming = fields.Boolean(
        string="On the Way to This Company",
        compute="_compute_is_coming",
        search="_search_is_coming",
        compute_sudo=True,
        exportable=False,
    )

    # Cards of several issuers are found, and listed, by their number.
    _number_index = models.Index("(number)")

    # === COMPUTE METHODS === #
    @api.depends("company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_foreign(self):
        roots = self.env.companies.root_id
        for card in self:
            card.is_foreign = card.company_id not in roots

    @api.depends("handover_ids.state", "handover_ids.outlet_to_id")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_is_coming(self):
        ours = set(self.env.user._get_outlet_ids_of(self.env.companies.ids))
        for card in self:
            card.is_coming = any(
                handover.state == "given" and handover.outlet_to_id.id in ours
                for handover in card.handover_ids
            )

    @api.model
    def _search_is_coming(self, operator, _value):
        """An array, made once: an index finds the few that are on their way."""
        if operator != "in":
            return NotImplemented
        ours = self.env.user._get_outlet_ids_of(self.env.companies.ids)
        field = self._fields["handover_ids"]
        self.env["membership.gift.handover"].flush_model(["state", "outlet_to_id"])
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "%s = ANY(ARRAY(SELECT way.%s FROM %s way "
                "JOIN membership_gift_handover given ON given.id = way.%s "
                "WHERE given.state = 'given' AND given.outlet_to_id = ANY(%s)))",
                model._field_to_sql(alias, "id"),
                SQL.identifier(field.column1),
                SQL.identifier(field.relation),
                SQL.identifier(field.column2),
                ours,
            ),
            predicate=lambda card: card.is_coming,
        )

    # === BUSINESS METHODS === #
    def _check_taken_at(self, company):
        """Raise unless these cards are sold and taken at ``company``.

        :raises UserError: their type is not shared with it any more, or what happens to
            them could not be booked
        """
        self.sudo().type_id._check_taken_by(company)

    def _check_at_issuer(self, outlet):
        """Raise unless ``outlet`` is one of the company that issued these cards."""
        self.sudo().type_id._check_issued_by(outlet.sudo().company_id)
