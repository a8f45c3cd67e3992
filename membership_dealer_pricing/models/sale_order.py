from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === BUSINESS METHODS === #
    def _reprice_for_dealer(self):
        """Give a cart the prices that its customer is entitled to now, and say so."""
        self.ensure_one()
        before = self.pricelist_id
        self._compute_pricelist_id()
        if self.pricelist_id == before:
            return
        hidden = self.order_line.product_id.product_tmpl_id.filtered(
            lambda template: not template._is_visible_to(self.partner_id)
        )
        self.order_line.filtered(
            lambda line: line.product_id.product_tmpl_id in hidden
        ).unlink()
        self._recompute_prices()
        self.shop_warning = self.env._(
            "Your prices have changed: this cart was calculated anew."
        )

    def _check_cart_is_ready_to_be_paid(self):
        """A page that was opened before the prices changed pays nothing."""
        result = super()._check_cart_is_ready_to_be_paid()
        partner = self.partner_id.with_company(self.company_id)
        right = partner.property_product_pricelist
        if self.sudo().pricelist_id.dealer_only and self.pricelist_id != right:
            raise UserError(
                self.env._("Your prices have changed: open your cart again.")
            )
        return result
