from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr, float_round

from odoo.addons.membership_card.stacking import is_at_member_price


class PosOrderLine(models.Model):
    """What a line costs everybody, and what members pay for it."""

    _inherit = "pos.order.line"

    membership_usual_price = fields.Float(
        string="Usual Price",
        digits=0,
        copy=False,
        help="What everybody pays for one, where paying from stored value made it "
        "cheaper.",
    )

    # === POS === #
    @api.model
    def _load_pos_data_fields(self, config):
        """The till shows what everybody pays beside what the member pays."""
        return [*super()._load_pos_data_fields(config), "membership_usual_price"]

    # === BUSINESS METHODS === #
    def _get_unit_prices(self, pricelist):
        """What one of each of these lines costs by a price list, as a till computes.

        :returns: {line: Decimal}
        """
        digits = self.env["decimal.precision"].precision_get("Product Price")
        prices = {}
        for line in self:
            order = line.order_id
            product = line.product_id.with_context(
                no_variant_attributes_price_extra=line.price_extra
            ).with_company(order.company_id)
            price = pricelist._get_product_price(
                product,
                line.qty,
                currency=order.currency_id,
                date=order.date_order,
            )
            rounded = float_round(price, precision_digits=digits)
            prices[line] = Decimal(float_repr(rounded, digits))
        return prices

    def _is_discounted(self):
        """Whether a cashier took something off: a percentage, a price, a line."""
        self.ensure_one()
        if self.refunded_orderline_id or self.product_id.is_membership_topup:
            return False
        return bool(
            self.discount
            or self.price_type == "manual"
            or (self.qty * self.price_unit < 0)
        )

    def _is_at_member_price(self, member, usual):
        """Whether this line is as cheap as for members, or cheaper.

        :param Decimal member: unit price for the member
        :param Decimal usual: unit price for everybody
        """
        self.ensure_one()
        is_manual = self.price_type == "manual"
        paid = self.price_unit
        if is_manual:
            paid *= 1 - self.discount / 100
        return is_at_member_price(paid, float(member), float(usual), is_manual)

    # === HOOKS === #
    def _is_promotion(self):
        """Hook: whether a promotion or coupon made this line.

        Core's promotions are not needed here, only recognised where they are.
        """
        self.ensure_one()
        return "is_reward_line" in self._fields and bool(self.is_reward_line)
