from odoo import api, models

from ..const import LIMITS


class MembershipThrottle(models.Model):
    _inherit = "membership.throttle"

    @api.model
    def _get_limits(self):
        return super()._get_limits() | LIMITS
