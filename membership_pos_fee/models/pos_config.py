from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _get_special_products(self):
        """What fees are sold as stays out of the grid: the member strip adds it."""
        schedules = (
            self.env["membership.fee.schedule"]
            .sudo()
            .search([("company_id", "in", self.company_id.root_id.ids)])
        )
        default = self.env.ref("membership_fee.product_fee", raise_if_not_found=False)
        products = schedules.product_id | (default or self.env["product.product"])
        return super()._get_special_products() | products.with_env(self.env)
