from odoo import api, models


class MembershipLot(models.Model):
    _inherit = "membership.lot"

    # === HOOKS === #
    @api.model
    def _get_bucket_names(self):
        """Add points."""
        return super()._get_bucket_names() | {"points": self.env._("Points")}
