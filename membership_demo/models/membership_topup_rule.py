from odoo import models

from .. import clock


class MembershipTopupRule(models.Model):
    _inherit = "membership.topup.rule"

    def _get_expiry(self, day):
        """The bonus of the story counts from the day of the story."""
        story = clock.get()
        return super()._get_expiry(story.day if story else day)
