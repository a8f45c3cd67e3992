from decimal import Decimal

from odoo import models


class AccountMove(models.Model):
    """A fee is no purchase: it earns no points and lifts nobody to another level."""

    _inherit = "account.move"

    # === HOOKS === #
    def _is_membership_purchase(self):
        """Whether anything but fees is on this document."""
        if not super()._is_membership_purchase():
            return False
        lines = self.invoice_line_ids.filtered(lambda line: line.product_id)
        return not lines or bool(
            lines.filtered(lambda line: not line.membership_fee_id)
        )

    def _prepare_membership_purchase_vals(self, member, original):
        """The purchase without the fees on the same document."""
        vals = super()._prepare_membership_purchase_vals(member, original)
        lines = self.sudo().invoice_line_ids.filtered("membership_fee_id")
        if lines:
            total, untaxed = self._sum_fee_lines(lines)
            vals["amount_total"] -= total
            vals["amount_untaxed"] -= untaxed
        return vals

    # === HELPERS === #
    def _sum_fee_lines(self, lines):
        """Exact amounts of fee lines, with and without taxes, in company currency."""
        decimals = self.company_currency_id.decimal_places
        sign = -1 if self.move_type == "out_refund" else 1
        rate = self.invoice_currency_rate or 1.0
        total = sum(lines.mapped("price_total")) / rate * sign
        untaxed = sum(lines.mapped("price_subtotal")) / rate * sign
        return Decimal(f"{total:.{decimals}f}"), Decimal(f"{untaxed:.{decimals}f}")

    def _get_fee_invoices_action(self):
        """Open these invoices."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
        }
        if len(self) == 1:
            action |= {"view_mode": "form", "res_id": self.id}
        return action
