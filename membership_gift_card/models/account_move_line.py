from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    membership_gift_card_ids = fields.One2many(
        "membership.gift.card",
        "invoice_line_id",
        string="Gift Cards",
        readonly=True,
        help="Cards that this line sells: they can pay once the invoice is paid.",
    )

    # === HOOKS === #
    def _is_membership_purchase(self):
        """A gift card is no purchase: what is bought with it is one."""
        return (
            super()._is_membership_purchase()
            and not self.sudo().membership_gift_card_ids
        )

    # === HELPERS === #
    def _get_gift_amount(self):
        """What each card of this line is sold for, exactly."""
        self.ensure_one()
        return Decimal(float_repr(self.price_unit, self.currency_id.decimal_places))

    def _check_sells_gift_cards(self):
        """Raise if this line was changed into something other than its cards.

        :raises UserError: another number of cards, a tax, a discount, another account
        """
        self.ensure_one()
        cards = self.membership_gift_card_ids
        account = self.company_id._get_membership_account("gift_order")
        if (
            self.quantity != len(cards)
            or self.discount
            or self.tax_ids
            or self.account_id != account
            or self.currency_id != cards.currency_id
        ):
            raise UserError(
                self.env._(
                    "“%(line)s” sells %(count)s gift cards without tax or discount, on "
                    "%(account)s: delete the line and sell them anew.",
                    line=self.name,
                    count=len(cards),
                    account=account.display_name,
                )
            )
        for gift_type in cards.type_id:
            gift_type._check_amount(self._get_gift_amount())
