from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.membership_wallet.stored_price import get_price


class PosOrder(models.Model):
    """Prices that are earned by paying from stored value: computed here once more."""

    _inherit = "pos.order"

    membership_saving = fields.Monetary(
        string="Saved by Stored Value",
        readonly=True,
        copy=False,
        help="What the member price took off, for the part paid from stored value.",
    )

    # === BUSINESS METHODS === #
    def _check_stored_price(self, totals, payments):
        """Refuse a price that was not earned by what is paid from stored value.

        The till says of each line what everybody pays and what it costs now; what it
        may cost is computed here, from the price lists and the payments of wallets.

        :raises UserError: if a line is cheaper than that
        """
        lines = self._get_stored_price_lines()
        if not lines:
            self._check_stored_pricelist()
            return
        pricelist = self._get_stored_pricelist()
        if not pricelist:
            raise UserError(
                self.env._(
                    "This order has prices that its member does not have (any more). "
                    "Choose the member again, then pay again."
                )
            )
        usual = lines._get_unit_prices(self.pricelist_id)
        member = lines._get_unit_prices(pricelist)
        lowest = {line: min(usual[line], member[line]) for line in lines}
        total = self._get_totals(lowest).goods
        paid = self._get_wallet_paid(payments)
        # A cent more or less of the total is a matter of rounding, not of money.
        paid += Decimal(1).scaleb(-self.currency_id.decimal_places) if paid else 0
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for line in lines:
            least = get_price(usual[line], member[line], paid, total, digits)
            if float_compare(line.price_unit, float(least), digits) < 0:
                self._refuse_price(line, least, usual[line])
        before = self._get_totals(usual).goods
        self.membership_saving = float(max(before - totals.goods, Decimal(0)))

    def _check_stored_pricelist(self):
        """Nobody pays by a list that has to be earned, line by line."""
        pricelist = self.pricelist_id
        if (
            pricelist
            and not self.refunded_order_id
            and pricelist == self._get_stored_pricelist()
            and pricelist != self.config_id.pricelist_id
        ):
            raise UserError(
                self.env._(
                    "The prices of %(pricelist)s hold for what is paid from stored "
                    "value only: choose the usual prices, then stored value.",
                    pricelist=pricelist.name,
                )
            )

    # === HELPERS === #
    def _get_stored_pricelist(self):
        """The price list that stored value earns for the member of this order."""
        member = self.membership_member_id
        if not member:
            return self.env["product.pricelist"]
        return member._get_stored_pricelist()

    def _get_stored_price_lines(self):
        """Lines of which the till says that stored value made them cheaper."""
        return self.lines.filtered(
            lambda line: (
                line.membership_usual_price
                and line.qty > 0
                and not line.refunded_orderline_id
            )
        )

    def _get_wallet_paid(self, payments):
        """What comes out of members' stored value, exact; gift cards do not count."""
        wallets = payments.payment_method_id._get_wallet_methods()
        return sum(
            (
                payment._get_exact_amount()
                for payment in payments
                if payment.payment_method_id in wallets and payment.amount > 0
            ),
            Decimal(0),
        )

    def _refuse_price(self, line, least, usual):
        raise UserError(
            self.env._(
                "%(product)s costs %(usual)s, and %(least)s with what is paid from "
                "stored value here, not %(price)s. Remove the payment from stored "
                "value and choose it again; if that does not help, reload the till.",
                product=line.product_id.display_name,
                usual=self.currency_id.format(float(usual)),
                least=self.currency_id.format(float(least)),
                price=self.currency_id.format(line.price_unit),
            )
        )
