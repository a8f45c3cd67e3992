from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import HOLDER_KINDS


class MembershipCard(models.Model):
    """Who carries a card, whether he may, and how much he may spend with it."""

    _inherit = "membership.card"

    kind = fields.Selection(related="type_id.kind", string="Kind of Card")
    currency_id = fields.Many2one(related="company_id.currency_id")
    limit_payment = fields.Monetary(
        string="Limit per Payment",
        copy=False,
        help="The most that one payment may take from stored value; 0: no limit.",
    )
    limit_day = fields.Monetary(
        string="Limit per Day",
        copy=False,
        help="The most that all payments of a day may take from stored value; 0: no "
        "limit.",
    )
    holder_name = fields.Char(compute="_compute_holder_name", string="Carried By")

    _limits_positive = models.Constraint(
        "CHECK (limit_payment >= 0 AND limit_day >= 0)", "A limit is never negative."
    )

    # === COMPUTE METHODS === #
    @api.depends("holder_id.name", "member_id.partner_id.name")
    def _compute_holder_name(self):
        for card in self:
            card.holder_name = card.sudo()._get_holder().name

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Cards start with the limits of their type."""
        Type = self.env["membership.card.type"].sudo()
        for vals in vals_list:
            card_type = Type.browse(vals.get("type_id") or self._default_type_id().id)
            for name in ("limit_payment", "limit_day"):
                vals.setdefault(name, card_type[name])
        return super().create(vals_list)

    # === ACTION METHODS === #
    def action_stop(self):
        """Stop cards that others carry, as the member asked."""
        self.check_access("write")
        self._stop(self.env._("Stopped by the member"))

    # === BUSINESS METHODS === #
    def _get_holder(self):
        """The person who carries this card."""
        self.ensure_one()
        return self.holder_id or self.member_id.partner_id

    def _stop(self, reason, outlet=None):
        """Stop supplementary or group cards, as their member may at any time.

        The card centre lets them go on (unfreeze) when the member says so. The caller
        has checked that the member asked.

        :param str reason: who asked, and why
        """
        for card in self:
            if card.type_id.sudo().kind not in HOLDER_KINDS:
                raise UserError(
                    self.env._(
                        "Card %(number)s is the member's own: report it lost or have "
                        "it frozen.",
                        number=card.number,
                    )
                )
        self._change_state("freeze", reason, outlet)

    def _change_state(self, action, reason=None, outlet=None, **details):
        """Accounts that cards of several people draw on are shared from now on."""
        result = super()._change_state(action, reason, outlet, **details)
        carried = (self | result).filtered(
            lambda card: card.type_id._get_kind() in HOLDER_KINDS
        )
        if carried:
            carried.member_id.sudo()._update_sharing()
        return result

    def _check_can_change(self, action, sources):
        """Cards are issued and renewed to those who may hold them."""
        result = super()._check_can_change(action, sources)
        # What replaces a card goes to the one who had it.
        if action == "renew" or (action == "activate" and not self.sudo().replaces_ids):
            self.sudo()._check_holder()
        return result

    def _check_holder(self):
        """Raise if the one who carries this card may not hold one of this type."""
        self.type_id._check_switched_on()
        self._check_kind()
        self._check_policy()
        self._check_age()

    # === HOOKS === #
    def _check_kind(self):
        """Hook: raise if the member cannot have a card of this kind."""
        kind = self.type_id.kind
        member = self.member_id
        if kind in HOLDER_KINDS and not self.holder_id:
            raise UserError(
                self.env._(
                    "Choose who will carry card %(number)s: cards of type %(type)s "
                    "belong to a holder.",
                    number=self.number,
                    type=self.type_id.name,
                )
            )
        if self.holder_id.is_company:
            raise UserError(
                self.env._(
                    "%(holder)s is a company: a card is carried by a person.",
                    holder=self.holder_id.name,
                )
            )
        if kind == "group" and not member.partner_id.is_company:
            raise UserError(
                self.env._(
                    "%(member)s is no company: group cards are for the staff of a "
                    "company.",
                    member=member.display_name,
                )
            )
        if kind == "supplementary":
            self._check_supplementary()

    def _check_supplementary(self):
        member = self.member_id
        if self.holder_id == member.partner_id:
            raise UserError(
                self.env._(
                    "A supplementary card is for somebody else: %(member)s has a card.",
                    member=member.display_name,
                )
            )
        principal = member.card_ids.filtered(
            lambda card: (
                card.type_id.kind not in HOLDER_KINDS
                and card.state not in ("draft", "cancelled")
            )
        )
        if not principal:
            raise UserError(
                self.env._(
                    "%(member)s has no card of his own: issue that one first.",
                    member=member.display_name,
                )
            )

    def _check_policy(self):
        """Hook: raise if the rules of the type refuse this holder."""
        card_type, holder = self.type_id, self._get_holder()
        is_company = self.member_id.partner_id.is_company
        values = {"holder": holder.name, "type": card_type.name}
        if card_type.holder_policy == "company" and not is_company:
            raise UserError(
                self.env._("Cards of type %(type)s are for companies only.", **values)
            )
        if card_type.holder_policy == "person" and is_company:
            raise UserError(
                self.env._("Cards of type %(type)s are for persons only.", **values)
            )
        people = holder | self.member_id.partner_id
        if not all(card_type._filter_open_to(person) for person in people):
            raise UserError(
                self.env._(
                    "%(holder)s is a dealer: a dealer may not hold a card of type "
                    "%(type)s.",
                    **values,
                )
            )
        if card_type.one_per_person and (other := self._claim_only_card(holder)):
            raise UserError(
                self.env._(
                    "%(holder)s has card %(number)s of type %(type)s already, and may "
                    "hold one only.",
                    number=other.number,
                    **values,
                )
            )

    def _check_age(self):
        """Hook: raise if the holder is too young or too old for this type."""
        card_type, holder = self.type_id, self._get_holder()
        if not (card_type.age_min or card_type.age_max):
            return
        values = {"holder": holder.name, "type": card_type.name}
        if not holder.birthdate_date:
            raise UserError(
                self.env._(
                    "Enter the birthday of %(holder)s first: cards of type %(type)s "
                    "have an age limit.",
                    **values,
                )
            )
        today = fields.Date.context_today(self)
        age = relativedelta(today, holder.birthdate_date).years
        if age < card_type.age_min:
            raise UserError(
                self.env._(
                    "%(holder)s is %(age)s: cards of type %(type)s are for people from "
                    "%(limit)s years.",
                    age=age,
                    limit=card_type.age_min,
                    **values,
                )
            )
        if card_type.age_max and age > card_type.age_max:
            raise UserError(
                self.env._(
                    "%(holder)s is %(age)s: cards of type %(type)s are for people up "
                    "to %(limit)s years.",
                    age=age,
                    limit=card_type.age_max,
                    **values,
                )
            )

    # === HELPERS === #
    def _claim_only_card(self, holder):
        """Another card of this type that ``holder`` carries; empty: this may be his.

        Writing his row first makes two outlets that issue one at the same moment meet:
        the second one ends in a serialization error, which Odoo repeats, and sees it.
        """
        self.env.cr.execute(
            SQL("UPDATE res_partner SET active = active WHERE id = %s", holder.id)
        )
        return self._find_other_of_type(holder)

    def _find_other_of_type(self, holder):
        """Another card of this type that ``holder`` carries."""
        domain = [
            ("id", "!=", self.id or 0),  # asked for a card that is not made yet, too
            ("type_id", "=", self.type_id.id),
            ("state", "in", ("active", "lost", "frozen")),
            "|",
            ("holder_id", "=", holder.id),
            "&",
            ("holder_id", "=", False),
            ("member_id.partner_id", "=", holder.id),
        ]
        return self.search(domain, limit=1)

    @api.model
    def _find_by_holder_phone(self, phone, company):
        """Cards that the person with this phone carries for somebody else, in sudo.

        :param str phone: in E.164
        """
        Card = self.sudo()
        if not phone:
            return Card.browse()
        return Card.search(
            [
                ("holder_id.phone_sanitized", "=", phone),
                ("company_id", "=", company.root_id.id),
                ("state", "not in", ("draft", "cancelled")),
            ],
            limit=20,
        )

    @api.model
    def _find_held(self, term, company):
        """The same for what was typed; empty unless it is a possible phone."""
        phone = self.env["membership.member"]._normalize_term(term, company)
        return self._find_by_holder_phone(phone, company)
