from odoo import models
from odoo.exceptions import UserError


class PosOrder(models.Model):
    """What rewards may take off: goods, never money that is put on an account."""

    _inherit = "pos.order"

    # === BUSINESS METHODS - BEFORE === #
    def _check_membership(self, totals):
        """Refuse what would make stored value cheaper than it is."""
        result = super()._check_membership(totals)
        takes_off_topup = totals.topups > 0 > totals.goods
        if takes_off_topup and self.lines.filtered("is_reward_line"):
            raise UserError(
                self.env._(
                    "Rewards, gift cards and eWallets of Odoo take off goods, not "
                    "top-ups: take the reward away, or top up in another order."
                )
            )
        return result
