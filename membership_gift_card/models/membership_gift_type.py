from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.membership_card.number_pattern import Pattern


class MembershipGiftType(models.Model):
    """A kind of gift card; one type serves all companies below a main company."""

    _name = "membership.gift.type"
    _description = "Gift Card Type"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="The cards are sold and accepted by this company and all its branches.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    prefix = fields.Char(
        default="89", help="Digits that every number of this type starts with."
    )
    length = fields.Integer(  # pylint: disable=attribute-deprecated
        string="Number Length", default=13, required=True
    )
    check_digit = fields.Selection(
        [("none", "None"), ("luhn", "Luhn"), ("ean13", "EAN-13")],
        required=True,
        default="ean13",
    )
    number_example = fields.Char(compute="_compute_number_example")
    sequence_id = fields.Many2one(
        "ir.sequence", readonly=True, copy=False, ondelete="restrict"
    )
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
    @api.depends("prefix", "length", "check_digit")
    def _compute_number_example(self):
        for gift_type in self:
            try:
                gift_type.number_example = gift_type._get_pattern().number(1)
            except ValueError:
                gift_type.number_example = False

    def _compute_card_count(self):
        counts = dict(
            self.env["membership.gift.card"]._read_group(
                [("type_id", "in", self.ids)], ["type_id"], ["__count"]
            )
        )
        for gift_type in self:
            gift_type.card_count = counts.get(gift_type, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("prefix", "length", "check_digit", "company_id", "active")
    def _check_number_pattern(self):
        for gift_type in self:
            prefix = gift_type.prefix or ""
            if prefix and not (prefix.isascii() and prefix.isdigit()):
                raise ValidationError(self.env._("A prefix consists of digits."))
            if gift_type.check_digit == "ean13" and gift_type.length != 13:
                raise ValidationError(self.env._("An EAN-13 has 13 digits."))
            if not 4 <= gift_type.length - len(prefix) <= 20:
                raise ValidationError(
                    self.env._("Leave 4 to 20 digits for the running number.")
                )
            gift_type._check_meets_no_other()

    def _check_meets_no_other(self):
        """No gift card ever has the number of a member card or of another type."""
        root = [("company_id", "=", self.company_id.id)]
        others = [
            *(self.search([*root, ("id", "!=", self.id)])),
            *(self.env["membership.card.type"].sudo().search(root)),
        ]
        mine = self._get_pattern()
        for other in others:
            theirs = Pattern(other.prefix or "", other.length, other.check_digit)
            # A card type without prefix would leave no room for anything else; its
            # numbers are looked up among member cards first.
            if theirs.prefix and len(theirs.prefix) >= len(mine.prefix):
                meets = mine.meets(theirs)
            else:
                meets = other._name == self._name and mine.meets(theirs)
            if meets:
                raise ValidationError(
                    self.env._(
                        "Numbers of “%(name)s” could be numbers of “%(other)s”: choose "
                        "another prefix.",
                        name=self.name,
                        other=other.name,
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
    @api.model_create_multi
    def create(self, vals_list):
        """Each type counts its own cards."""
        gift_types = super().create(vals_list)
        for gift_type in gift_types:
            gift_type.sequence_id = (
                self.env["ir.sequence"]
                .sudo()
                .create(
                    {
                        "name": self.env._("Gift cards: %(name)s", name=gift_type.name),
                        "company_id": gift_type.company_id.id,
                    }
                )
            )
        return gift_types

    def copy_data(self, default=None):
        """The code is unique: a copy gets one of its own."""
        return [
            {**vals, "code": self.env._("%(code)s (copy)", code=record.code)}
            for record, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # === BUSINESS METHODS === #
    def _get_pattern(self):
        """How the numbers of this type look."""
        self.ensure_one()
        return Pattern(self.prefix or "", self.length, self.check_digit)

    def _next_numbers(self, count):
        """``count`` new numbers; those in use are stepped over."""
        self.ensure_one()
        pattern, numbers = self._get_pattern(), []
        while len(numbers) < count:
            drawn = [
                pattern.number(position)
                for position in self.env["membership.member"]._draw(
                    self.sequence_id, count - len(numbers)
                )
            ]
            if None in drawn:
                raise UserError(
                    self.env._(
                        "The numbers of “%(type)s” are used up: make them longer.",
                        type=self.name,
                    )
                )
            numbers += self._filter_free(drawn)
        return numbers

    def _get_range(self, first, last):
        """The numbers from ``first`` to ``last``, both of this type's pattern.

        :raises UserError: if they are not, or some of them are known already
        """
        self.ensure_one()
        pattern = self._get_pattern()
        start, end = pattern.position(first or ""), pattern.position(last or "")
        if start is None or end is None or start > end:
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
        return [pattern.number(position) for position in range(start, end + 1)]

    def _filter_free(self, numbers):
        """Those of ``numbers`` that no gift card of the company has."""
        self.env["membership.gift.card"].flush_model(["number", "company_id"])
        self.env.cr.execute(
            SQL(
                "SELECT number FROM membership_gift_card "
                "WHERE company_id = %s AND number = ANY(%s)",
                self.company_id.id,
                numbers,
            )
        )
        taken = {number for (number,) in self.env.cr.fetchall()}
        return [number for number in numbers if number not in taken]

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

    def _get_expiry(self, start):
        """Last good day of a card sold on ``start``; False for ever."""
        self.ensure_one()
        if not self.validity_months:
            return False
        last = fields.Date.add(start, months=self.validity_months)
        return fields.Date.subtract(last, days=1)
