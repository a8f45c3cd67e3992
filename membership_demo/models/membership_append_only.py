from odoo import api, models

from .. import clock


class MembershipAppendOnly(models.AbstractModel):
    """While the story is loaded, rows carry the time of the story."""

    _inherit = "membership.append.only"

    @api.model
    def _get_posting_time(self, posting=None):
        story = clock.get()
        if not story:
            return super()._get_posting_time(posting)
        if posting is None:
            return story.now
        if posting.origin and posting.origin[0] == "membership.purchase":
            return self.env["membership.purchase"].browse(posting.origin[1]).date
        return story.find(posting.key)
