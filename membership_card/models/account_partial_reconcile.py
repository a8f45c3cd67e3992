from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment that is undone: what it paid for has counted already."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        """Somebody looks after invoices that counted and are unpaid again."""
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        moves = lines.move_id
        result = super().unlink()
        moves.exists()._ask_about_undone_payment()
        return result
