from collections import defaultdict

from odoo import models


class MembershipPurchase(models.Model):
    """Levels that are bought, in whatever channel."""

    _inherit = "membership.purchase"

    def _after_purchase(self):
        """Give what was bought and take back what was refunded."""
        result = super()._after_purchase()
        bought = self.filtered(lambda purchase: purchase.amount_total > 0)
        at_own_price = bought.filtered(lambda purchase: purchase._uses_own_price())
        at_own_price.member_id._use_price_gifts()
        if self.env["product.template"]._sells_levels():
            Term = self.env["membership.level.term"]
            for purchase in self:
                for product, quantity in purchase._get_sold_levels().items():
                    if quantity > 0:
                        Term._buy(purchase, product, quantity)
                    elif quantity < 0:
                        Term._take_back(purchase, product, -quantity)
        return result

    def _uses_own_price(self):
        """Hook: whether the member bought at prices of his own: a gift is used up."""
        self.ensure_one()
        return True

    def _get_sold_levels(self):
        """{product that gives a level: quantity} of this purchase."""
        self.ensure_one()
        quantities = defaultdict(float)
        for line in self._get_lines():
            quantities[line["product_id"]] += line["qty"]
        products = self.env["product.product"].sudo().browse(quantities)
        return {
            product: quantities[product.id]
            for product in products
            if product.membership_level_id.company_id == self.member_id.company_id
        }
