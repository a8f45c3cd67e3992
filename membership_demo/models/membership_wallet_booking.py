from odoo import api, models

from .. import clock


class MembershipWalletBooking(models.Model):
    _inherit = "membership.wallet.booking"

    @api.model
    def _post_move(self, company, journal, lines, ref, date=None):
        """What the story books is booked on the day of the story."""
        if story := clock.get():
            self = self.with_context(default_date=story.day)
        return super()._post_move(company, journal, lines, ref, date)
