from odoo import models

from ..const import PAID_STATES


class AccountPartialReconcile(models.Model):
    """A payment that is undone: invoices that counted as paid are unpaid again."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        """Tell those whose payment this was, see ``_after_payment_undone``."""
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        moves = lines.move_id
        result = super().unlink()
        moves.exists().filtered(
            lambda move: move.payment_state not in PAID_STATES
        )._after_payment_undone()
        return result
