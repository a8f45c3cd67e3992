from decimal import Decimal

from odoo import models

from ..shares import share_out


class AccountMove(models.Model):
    """What is open of the fees on an invoice."""

    _inherit = "account.move"

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
    def _get_fee_invoices_action(self):
        """Open these invoices; who may not see them is told that they were made."""
        if not self.browse(self.ids).sudo(False).has_access("read"):
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._(
                        "Invoices made: %(count)s. Accounting takes them from here.",
                        count=len(self),
                    ),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
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
