from odoo import models

# What the tours of the suite open. Odoo would generate some fifty bundles before
# the first browser test, which takes ten times as long as these.
BUNDLES = {
    "point_of_sale.assets_prod",
    "web.__assets_tests_call__",
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "web.assets_tests",
    "web.assets_web",
    "web.assets_web_print",
}


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _get_bundles_to_pregenarate(self):
        """Only what our tests open (the name is misspelt in Odoo)."""
        js_bundles, css_bundles = super()._get_bundles_to_pregenarate()
        return js_bundles & BUNDLES, css_bundles & BUNDLES
