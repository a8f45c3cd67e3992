from odoo import api, models

from odoo.addons.payment import utils as payment_utils


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    @api.model
    def _get_compatible_providers(
        self, *args, sale_order_id=None, report=None, **kwargs
    ):
        """A dealer above its credit limit pays at once, not later."""
        providers = super()._get_compatible_providers(
            *args, sale_order_id=sale_order_id, report=report, **kwargs
        )
        order = self.env["sale.order"].sudo().browse(sale_order_id or ())
        if not order or not order._get_credit_objection():
            return providers
        later = providers.filtered(lambda provider: provider.code == "custom")
        payment_utils.add_to_report(
            report,
            later,
            available=False,
            reason=self.env._("the dealer's credit limit is reached"),
        )
        return providers - later
