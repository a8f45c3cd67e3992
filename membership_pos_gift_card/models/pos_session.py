from odoo import models


class PosSession(models.Model):
    _inherit = "pos.session"

    def _get_spent_label(self, role, is_refund):
        if role != "gift_liability":
            return super()._get_spent_label(role, is_refund)
        if is_refund:
            return self.env._("Refunds to gift cards")
        return self.env._("Gift cards spent")
