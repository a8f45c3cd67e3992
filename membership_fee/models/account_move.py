from decimal import Decimal

from odoo import models

from ..shares import share_out


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

    # === GETTERS === #
    def _get_fee_shares(self):
        """Which part of each line of this posted invoice is open.

        A payment is for the whole invoice; a waived fee is off it, and what was
        credited for it was nobody's payment for the rest.

        :returns: {line: 0 to 1}
        """
        self.ensure_one()
        move = self.sudo()
        lines = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        decimals = move.currency_id.decimal_places
        demands = [
            Decimal(0)
            if line.membership_fee_id.waived_on
            else Decimal(f"{line.price_total:.{decimals}f}")
            for line in lines
        ]
        residual = Decimal(f"{move.amount_residual:.{decimals}f}")
        parts = share_out(residual, demands, decimals)
        return {
            line: float(part / demand) if demand else 0.0
            for line, part, demand in zip(lines, parts, demands, strict=True)
        }

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
