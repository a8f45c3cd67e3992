from odoo import fields, models
from odoo.exceptions import UserError


class PosOrder(models.Model):
    """Whether discounts and promotions come on top of the member price."""

    _inherit = "pos.order"

    membership_price_waived = fields.Boolean(
        string="Without Member Price",
        help="The member pays what everybody pays, because something better was "
        "chosen that does not go together with the member price.",
    )

    # === BUSINESS METHODS === #
    def _check_stacking(self):
        """Refuse what the level does not allow on top of its member price.

        Costs no query as long as an order has no discount and no promotion.

        :raises UserError: what is on top, and what to do
        """
        level = self.membership_member_id.level_id
        if not level:
            return
        level = level.sudo()
        # What comes back was sold as it was; what is sold beside it is looked at.
        lines = self.lines.filtered(lambda line: not line.refunded_orderline_id)
        lines -= self._get_value_lines()
        promotions = lines.filtered(lambda line: line._is_promotion())
        discounts = (lines - promotions).filtered(lambda line: line._is_discounted())
        if discounts and not level.combines_with_discounts:
            self._check_no_member_price(
                # Something taken off the whole order is taken off each line.
                discounts
                if all(line.qty > 0 < line.price_unit for line in discounts)
                else lines - promotions,
                self.env._("a discount of the cashier"),
            )
        if promotions and not level.combines_with_promotions:
            self._check_no_member_price(
                lines - promotions, self.env._("a promotion or a coupon")
            )

    def _check_no_member_price(self, lines, what):
        """Refuse if one of ``lines`` is sold at the member price, with ``what`` on top.

        :raises UserError: naming the line
        """
        pricelist = self._get_member_price_in_use()
        if not pricelist:
            return
        sold = lines.filtered(lambda line: line.qty > 0)
        usual = sold._get_unit_prices(self.config_id.pricelist_id)
        member = sold._get_unit_prices(pricelist)
        for line in sold:
            if line._is_at_member_price(member[line], usual[line]):
                level = self.membership_member_id.level_id.sudo()
                raise UserError(level._get_stacking_refusal(line.product_id, what))

    def _get_member_price_in_use(self):
        """The price list that makes this order cheaper for its member; may be empty."""
        if self._get_stored_price_lines():
            return self._get_stored_pricelist()
        own = self._get_member_pricelist()
        if own == self.pricelist_id and own != self.config_id.pricelist_id:
            return own
        return self.env["product.pricelist"]
