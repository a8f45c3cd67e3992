from odoo import api, models

# More codes than a cashier can type for customers, far fewer than one needs to guess.
CODES_PER_HOUR = 60


class MembershipThrottle(models.Model):
    _inherit = "membership.throttle"

    @api.model
    def _get_limits(self):
        return super()._get_limits() | {"till_activation": (CODES_PER_HOUR, 60)}
