from odoo import models


class MembershipPurchase(models.Model):
    _inherit = "membership.purchase"

    def _get_lines(self):
        """Lines of the order at the till, without what only tops up stored value."""
        self.ensure_one()
        if self.origin_model != "pos.order":
            return super()._get_lines()
        return self.env["pos.order"].sudo().browse(self.origin_id)._get_purchase_lines()
