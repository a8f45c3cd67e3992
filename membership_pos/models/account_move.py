from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _is_membership_purchase(self):
        """The invoice of an order at a till is that order: counted once already."""
        return not self.sudo().pos_order_ids and super()._is_membership_purchase()
