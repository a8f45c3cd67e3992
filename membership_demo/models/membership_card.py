from odoo import models

from .. import clock


class MembershipCard(models.Model):
    _inherit = "membership.card"

    def _prepare_state_vals(self, action, target):
        """Cards of the story are issued and renewed on the day of the story."""
        story = clock.get()
        for vals, cards in super()._prepare_state_vals(action, target):
            if story and "valid_until" in vals:
                vals["valid_until"] = cards.type_id._get_expiry(story.day)
                if "issued_on" in vals:
                    vals["issued_on"] = story.day
            yield vals, cards
