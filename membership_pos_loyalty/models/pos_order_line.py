from odoo import models


class PosOrderLine(models.Model):
    """Core's gift cards and eWallets are ways to pay, though they are order lines."""

    _inherit = "pos.order.line"

    # === HOOKS === #
    def _is_promotion(self):
        return super()._is_promotion() and not self._is_core_payment()

    def _is_discounted(self):
        return super()._is_discounted() and not self._is_core_payment()

    # === HELPERS === #
    def _is_core_payment(self):
        """Whether this line takes money from a gift card or eWallet of core."""
        self.ensure_one()
        # What a reward is, not what the cashier may read of it.
        program = self.sudo().reward_id.program_id
        return bool(program) and program.is_payment_program
