from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..number_pattern import PATTERN_FIELDS, Pattern, free_prefix


class MembershipCardType(models.Model):
    """How the numbers of a type look, and why no two types can make the same one."""

    _inherit = "membership.card.type"

    symbology = fields.Selection(
        [("code128", "Code 128"), ("ean13", "EAN-13"), ("qr", "QR Code")],
        required=True,
        compute="_compute_symbology",
        store=True,
        readonly=False,
        precompute=True,
        help="What is printed on the card for the scanner. Code 128 takes any number, "
        "EAN-13 only numbers with its check digit; a QR code is read by cameras.",
    )
    number_source = fields.Selection(
        [("generated", "The Next Number"), ("stock", "Stock of Blank Cards")],
        string="Numbers From",
        required=True,
        default="generated",
        help="The next number: for electronic cards and cards that are printed when "
        "they are issued. Stock: for pre-printed cards, taken one by one.",
    )

    # === COMPUTE METHODS === #
    @api.depends("check_digit")
    def _compute_symbology(self):
        for card_type in self:
            is_ean = card_type.check_digit == "ean13"
            if is_ean and card_type.symbology != "qr":
                card_type.symbology = "ean13"
            elif not card_type.symbology or card_type.symbology == "ean13":
                card_type.symbology = "code128"

    # === CONSTRAINT METHODS === #
    @api.constrains("symbology", "check_digit")
    def _check_symbology(self):
        for card_type in self:
            if card_type.symbology == "ean13" and card_type.check_digit != "ean13":
                raise ValidationError(
                    self.env._(
                        "An EAN-13 barcode needs numbers with the EAN-13 check digit: "
                        "choose it for %(type)s, or print Code 128.",
                        type=card_type.name,
                    )
                )

    @api.constrains("company_id", *PATTERN_FIELDS)
    def _check_patterns_differ(self):
        """A number tells its type: no two types of a company can make the same one."""
        for card_type in self:
            pattern = card_type._get_pattern()
            for other in card_type._get_other_types(card_type.company_id.id):
                if pattern.meets(other._get_pattern()):
                    raise ValidationError(
                        self.env._(
                            "%(type)s and %(other)s could make the same number: both "
                            "have %(length)s digits, and one prefix begins with the "
                            "other. Choose another prefix or length.",
                            type=card_type.name,
                            other=other.name,
                            length=card_type.length,
                        )
                    )

    # === BUSINESS METHODS === #
    def _check_number(self, number):
        """Hook: raise if a card of this type cannot have this number.

        A number tells its type. Those of no pattern at all pass: old cards have what
        they have.

        :param number: what was entered; empty: we would make one
        """
        self.ensure_one()
        if not number or self.sudo()._get_pattern().position(number) is not None:
            return
        for other in self._get_other_types(self.sudo().company_id.id):
            if other._get_pattern().position(number) is not None:
                raise ValidationError(
                    self.env._(
                        "%(number)s is the number of a card of type %(type)s: choose "
                        "that type, or another card.",
                        number=number,
                        type=other.name,
                    )
                )

    def _get_number_doubt(self, number, company):
        """Why a number that somebody types for a card of this type is doubtful.

        Old cards may have any number; what looks like one of ours all but for its check
        digit is mistyped more often than old.

        :param company: ``res.company`` of the card; asked of no type, a number that is
            looked up, not given
        :returns: a sentence; False if there is no doubt, or such a card is on file
        """
        card_type = self.sudo()
        number = (number or "").strip()
        own = card_type and card_type._get_pattern()
        if not number or (own and own.position(number) is not None):
            return False
        others = card_type._get_other_types(company._get_membership_root().id)
        # Without prefix, any number of this length would be doubted.
        doubt = (card_type | others.filtered("prefix"))._get_doubt(number)
        if doubt and self.env["membership.card"]._find_by_code(number, company):
            return False
        return doubt

    # === HOOKS === #
    def _get_taken_sql(self, numbers):
        """Cards, their barcodes and blanks have their numbers already."""
        return SQL(
            "SELECT number FROM membership_card "
            "WHERE company_id = %(company)s AND number = ANY(%(numbers)s) "
            "UNION SELECT barcode FROM membership_card "
            "WHERE company_id = %(company)s AND barcode = ANY(%(numbers)s) "
            "UNION SELECT number FROM membership_card_stock "
            "WHERE company_id = %(company)s AND number = ANY(%(numbers)s)",
            company=self.company_id.id,
            numbers=numbers,
        )

    # === HELPERS === #
    def _get_other_types(self, company_id):
        """All other types of a company, archived ones too: their cards still exist."""
        domain = [("company_id", "=", company_id), ("id", "not in", self.ids)]
        return self.sudo().with_context(active_test=False).search(domain)

    @api.model
    def _default_prefix(self):
        """A prefix that is still free for numbers of the default length."""
        others = self.browse()._get_other_types(self.env.company.root_id.id)
        length = self._fields["length"].default(self)
        return free_prefix(length, [other._get_pattern() for other in others])

    @api.model
    def _complete_prefixes(self, vals_list):
        """Types that are made without a prefix get one that no other type uses."""
        taken = {}
        length = self._fields["length"].default(self)
        for vals in vals_list:
            company_id = vals.get("company_id") or self.env.company.root_id.id
            if company_id not in taken:
                others = self.browse()._get_other_types(company_id)
                taken[company_id] = [other._get_pattern() for other in others]
            mine = vals.setdefault("length", length)
            if "prefix" not in vals:
                vals["prefix"] = free_prefix(mine, taken[company_id])
            pattern = Pattern(vals["prefix"] or "", mine, "none")
            taken[company_id].append(pattern)
