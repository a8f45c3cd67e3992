from odoo import models


class MembershipAccount(models.Model):
    """What members ask about their points."""

    _inherit = "membership.account"

    def _get_next_expiry(self):
        """When something on this account lapses next, and how much of it.

        :returns: (last good day, amount), or (None, 0) when nothing lapses
        """
        if not self:
            return None, 0
        lots = self.env["membership.lot"].sudo()
        lots = lots.search(
            [
                ("account_id", "=", self.ensure_one().id),
                ("remaining", ">", 0),
                ("expires_on", "!=", False),
            ],
            order="expires_on, id",
        )
        first = lots[:1].expires_on or None
        return first, sum(lot.remaining for lot in lots if lot.expires_on == first)
