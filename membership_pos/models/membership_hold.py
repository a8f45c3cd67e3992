from odoo import models


class MembershipHold(models.Model):
    _inherit = "membership.hold"

    def _expire_with_session(self, session):
        """End the payments that were begun at a till whose session is closed.

        They count as expired, not as given up: should a register bring the sale after
        all, the goods are gone and the amount is taken even if it is not there.
        """
        holds = self.search(
            [
                ("origin_model", "=", session._name),
                ("origin_id", "=", session.id),
                ("state", "=", "pending"),
            ]
        )
        reason = self.env._("Session %(session)s was closed.", session=session.name)
        holds._release(reason=reason, state="expired")
