from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def unlink(self):
        """A payment is undone: cards it had paid for stop until it is made good."""
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        moves = lines.move_id.filtered(lambda move: move._get_gift_lines())
        result = super().unlink()
        moves.exists()._stop_unpaid_gift_cards()
        return result
