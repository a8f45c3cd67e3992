from odoo import api, fields, models

from .. import clock


class MembershipMember(models.Model):
    _inherit = "membership.member"

    @api.model
    def _get_window_start(self, months):
        """Levels of the story are earned by the day of the story."""
        if story := clock.get():
            return fields.Date.subtract(story.day, months=months)
        return super()._get_window_start(months)
