from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..number_pattern import PATTERN_FIELDS, Pattern


class MembershipNumberedType(models.AbstractModel):
    """A kind of cards that are numbered after a pattern and good for some months.

    What inherits it has ``name`` and ``company_id``, and says by
    :meth:`_get_taken_sql` which numbers are taken.
    """

    _name = "membership.numbered.type"
    _inherit = "membership.few"
    _description = "Kind of Numbered Cards"

    prefix = fields.Char(help="Digits that every number of this type starts with.")
    length = fields.Integer(  # pylint: disable=attribute-deprecated
        string="Number Length",
        default=12,
        required=True,
        help="Of the whole number: prefix, running number and check digit.",
    )
    check_digit = fields.Selection(
        [("none", "None"), ("luhn", "Luhn"), ("ean13", "EAN-13")],
        required=True,
        default="luhn",
        help="The last digit, which tells a mistyped number at once.",
    )
    number_example = fields.Char(compute="_compute_number_example")
    sequence_id = fields.Many2one(
        "ir.sequence",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Counts the cards of this type.",
    )
    validity_months = fields.Integer(help="0: good for ever.")

    # === COMPUTE METHODS === #
    @api.depends(*PATTERN_FIELDS)
    def _compute_number_example(self):
        for card_type in self:
            try:
                card_type.number_example = card_type._get_pattern().number(1)
            except ValueError:
                card_type.number_example = False

    # === CONSTRAINT METHODS === #
    @api.constrains(*PATTERN_FIELDS)
    def _check_number_pattern(self):
        for card_type in self:
            prefix = card_type.prefix or ""
            if card_type.check_digit != "none" and not (
                prefix == "" or (prefix.isascii() and prefix.isdigit())
            ):
                raise ValidationError(
                    self.env._("A prefix before a check digit consists of digits.")
                )
            if card_type.check_digit == "ean13" and card_type.length != 13:
                raise ValidationError(self.env._("An EAN-13 has 13 digits."))
            if not 4 <= card_type.length - len(prefix) <= 20:
                raise ValidationError(
                    self.env._(
                        "Leave 4 to 20 digits for the running number and its check "
                        "digit: change the length or the prefix."
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Each type counts its own cards."""
        card_types = super().create(vals_list)
        Sequence = self.env["ir.sequence"].sudo()
        for card_type in card_types.filtered(lambda record: not record.sequence_id):
            card_type.sequence_id = Sequence.create(
                {
                    "name": self.env._("Cards: %(name)s", name=card_type.name),
                    "company_id": card_type.company_id.id,
                }
            )
        return card_types

    # === BUSINESS METHODS === #
    def _get_pattern(self):
        """The pure rule of this type's numbers."""
        self.ensure_one()
        return Pattern(self.prefix or "", self.length, self.check_digit)

    def _next_numbers(self, count):
        """``count`` new card numbers in one query; numbers in use are stepped over."""
        self.ensure_one()
        numbers = []
        while len(numbers) < count:
            drawn = [
                self._format_number(position)
                for position in self.env["membership.member"]._draw(
                    self.sequence_id, count - len(numbers)
                )
            ]
            numbers += self._filter_free(drawn)
        return numbers

    def _format_number(self, position):
        """The number of the card that is the ``position``-th of its type."""
        number = self._get_pattern().number(position)
        if not number:
            raise UserError(
                self.env._(
                    "The numbers of card type %(type)s are used up: make them longer.",
                    type=self.name,
                )
            )
        return number

    def _filter_free(self, numbers):
        """Those of ``numbers`` that mean nothing yet, in their order."""
        self.env.cr.execute(self._get_taken_sql(numbers))
        taken = {number for (number,) in self.env.cr.fetchall()}
        return [number for number in numbers if number not in taken]

    def _get_doubt(self, number):
        """Why ``number`` is most likely mistyped, in a sentence; False if it is not.

        Asked of all kinds of cards that it may be one of.
        """
        for kind in self.sudo():
            if kind._get_pattern().is_mistyped(number):
                return self.env._(
                    "The check digit of %(number)s does not fit “%(type)s”: one of its "
                    "digits is wrong. Compare it with the card, or scan the card.",
                    number=number,
                    type=kind.name,
                )
        return False

    def _get_expiry(self, start):
        """Last good day of a card issued on ``start``; False for ever."""
        self.ensure_one()
        if not self.validity_months:
            return False
        last = fields.Date.add(start, months=self.validity_months)
        return fields.Date.subtract(last, days=1)

    # === HOOKS === #
    def _get_taken_sql(self, numbers):
        """Hook: query of those ``numbers`` that mean something already."""
        raise NotImplementedError
