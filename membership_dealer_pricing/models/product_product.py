from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    # === BUSINESS METHODS === #
    def _is_add_to_cart_allowed(self):
        """Core looks as the system: what is hidden must be asked for by name."""
        self.ensure_one()
        if self.product_tmpl_id._is_hidden_from_user():
            return False
        return super()._is_add_to_cart_allowed()

    def _can_return_content(self, field_name=None, access_token=None):
        """Images of hidden products are hidden, too."""
        if self.sudo().product_tmpl_id.with_env(self.env)._is_hidden_from_user():
            return False
        return super()._can_return_content(field_name, access_token)
