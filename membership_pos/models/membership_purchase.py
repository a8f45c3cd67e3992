from decimal import Decimal

from odoo import models


class MembershipPurchase(models.Model):
    _inherit = "membership.purchase"

    def _uses_own_price(self):
        """A member who chose the usual prices keeps the special price he was given."""
        if self.origin_model == "pos.order":
            order = self.env["pos.order"].sudo().browse(self.origin_id)
            return not order.membership_price_waived
        return super()._uses_own_price()

    def _get_lines(self):
        """Lines of the order at the till, without what only tops up stored value."""
        self.ensure_one()
        if self.origin_model != "pos.order":
            return super()._get_lines()
        order = self.env["pos.order"].sudo().browse(self.origin_id)
        lines = order._get_purchase_lines()
        if order.currency_id != self.currency_id:
            self._convert_lines(lines, 1 / Decimal(repr(order.currency_rate or 1.0)))
        return lines
