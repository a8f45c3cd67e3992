from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.membership_card.number_pattern import PATTERN_FIELDS


class MembershipGiftType(models.Model):
    """A kind of gift card: one type serves a main company and its partners."""

    _name = "membership.gift.type"
    _inherit = "membership.numbered.type"
    _description = "Gift Card Type"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="Issues the cards and owes what is on them. It sells and takes them, and "
        "so do all its branches.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    prefix = fields.Char(default="89")
    length = fields.Integer(default=13)  # pylint: disable=attribute-deprecated
    check_digit = fields.Selection(default="ean13")
    protection = fields.Selection(
        [
            ("code", "Secret code on the card"),
            ("number", "The number itself"),
        ],
        required=True,
        default="code",
        help="Secret code: 16 letters and digits that nobody can guess are printed "
        "beside the number; without them nothing is paid and no balance is told. The "
        "number itself: only for cards whose numbers are not in a row.",
    )
    amount = fields.Monetary(
        string="Face Value", help="0: whatever the buyer wants, within the limits."
    )
    amount_min = fields.Monetary(string="At Least", default=1)
    amount_max = fields.Monetary(
        string="At Most", default=1000, help="Rules for anonymous cards may say so."
    )
    validity_months = fields.Integer(
        default=36, help="From the sale. 0: good for ever. What is left stays."
    )
    card_count = fields.Integer(compute="_compute_card_count")

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another gift card type has this code."
    )
    _amounts_in_order = models.Constraint(
        "CHECK (amount >= 0 AND amount_min > 0 AND amount_max >= amount_min"
        " AND validity_months >= 0)",
        "Amounts are positive, and the largest is not below the smallest.",
    )

    # === COMPUTE METHODS === #
    def _compute_card_count(self):
        counts = dict(
            self.env["membership.gift.card"]._read_group(
                [("type_id", "in", self.ids)], ["type_id"], ["__count"]
            )
        )
        for gift_type in self:
            gift_type.card_count = counts.get(gift_type, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains(*PATTERN_FIELDS, "company_id", "company_ids", "active")
    def _check_meets_no_other(self):
        """No gift card ever has the number of a member card or of another type."""
        for gift_type in self:
            gift_type._queue_up()
            mine = gift_type._get_pattern()
            for other in gift_type._get_other_types():
                theirs = other._get_pattern()
                # A card type without prefix would leave no room for anything else; its
                # numbers are looked up among member cards first.
                counts = other._name == self._name or (
                    theirs.prefix and len(theirs.prefix) >= len(mine.prefix)
                )
                if counts and mine.meets(theirs):
                    raise ValidationError(
                        self.env._(
                            "Numbers of “%(name)s” could be numbers of “%(other)s”: "
                            "choose another prefix.",
                            name=gift_type.name,
                            other=other.name,
                        )
                    )

    def _get_other_types(self):
        """Kinds of gift cards and of member cards that also make numbers, wherever
        cards of this type are known."""
        companies = self._get_circle()
        return [
            *(self._find_known_by(companies) - self).filtered("active"),
            *self.env["membership.card.type"]
            .sudo()
            .search([("company_id", "in", companies.ids)]),
        ]

    def _queue_up(self):
        """Of two that change patterns of the same companies, the second starts again.

        Each would look for numbers that the other has not committed yet. Written to the
        same row, the database tells the second one, and Odoo repeats its request.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_company SET write_date = write_date WHERE id IN (
                    SELECT id FROM res_company WHERE id = ANY(%s)
                    ORDER BY id FOR NO KEY UPDATE)
                """,
                self._get_circle().ids,
            )
        )

    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Gift card types belong to the main company, not to the branch "
                    "%(company)s.",
                    company=branch.name,
                )
            )

    # === CRUD METHODS === #
    def copy_data(self, default=None):
        """The code is unique: a copy gets one of its own."""
        return [
            {**vals, "code": self.env._("%(code)s (copy)", code=record.code)}
            for record, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # === BUSINESS METHODS === #
    def _get_range(self, first, last, most):
        """The numbers from ``first`` to ``last``, both of this type's pattern.

        :param int most: of a longer range, none
        :raises UserError: if they are not, or some of them are known already
        """
        self.ensure_one()
        pattern = self._get_pattern()
        positions = pattern.positions(first, last)
        if not positions:
            raise UserError(
                self.env._(
                    "%(first)s to %(last)s is no range of numbers of “%(type)s”, which "
                    "look like %(example)s.",
                    first=first,
                    last=last,
                    type=self.name,
                    example=self.number_example,
                )
            )
        start, end = positions
        if end - start >= most:
            return []
        return [pattern.number(position) for position in range(start, end + 1)]

    @api.model
    def _get_number_doubt(self, number, company):
        """Why a number that no gift card has is mistyped; False if nothing says so."""
        return self._find_known_at(company)._get_doubt((number or "").strip())

    def _check_amount(self, amount):
        """Raise unless a card of this type may be sold for ``amount`` (a Decimal)."""
        self.ensure_one()
        currency = self.currency_id
        if self.amount and currency.compare_amounts(float(amount), self.amount):
            raise UserError(
                self.env._(
                    "“%(type)s” is sold for %(amount)s only.",
                    type=self.name,
                    amount=currency.format(self.amount),
                )
            )
        if not self.amount_min <= float(amount) <= self.amount_max and not self.amount:
            raise UserError(
                self.env._(
                    "“%(type)s” is sold for %(least)s to %(most)s.",
                    type=self.name,
                    least=currency.format(self.amount_min),
                    most=currency.format(self.amount_max),
                )
            )

    # === HOOKS === #
    def _get_taken_sql(self, numbers):
        """Other gift cards known to the same companies have their numbers already."""
        self.env["membership.gift.card"].flush_model(["number", "type_id"])
        return SQL(
            "SELECT number FROM membership_gift_card "
            "WHERE type_id = ANY(%s) AND number = ANY(%s)",
            self._find_known_by(self._get_circle()).ids,
            numbers,
        )
