from odoo import api, models

from ..const import BONUS, PRINCIPAL


class MembershipLot(models.Model):
    _inherit = "membership.lot"

    # === HOOKS === #
    @api.model
    def _get_bucket_names(self):
        """Add what was paid in and what was given on top."""
        return super()._get_bucket_names() | {
            PRINCIPAL: self.env._("Principal"),
            BONUS: self.env._("Bonus"),
        }
