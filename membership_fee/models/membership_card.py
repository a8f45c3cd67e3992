from odoo import models
from odoo.exceptions import UserError


class MembershipCard(models.Model):
    """The last card of a member is not cancelled while he owes fees."""

    _inherit = "membership.card"

    # === BUSINESS METHODS === #
    def _take_step(self, action, reason=None, outlet=None, changes=None, **details):
        """Refuses to cancel the last card of somebody who owes fees."""
        if action == "cancel" and self._is_last():
            self._check_no_open_fees()
        return super()._take_step(action, reason, outlet, changes, **details)

    def _check_no_open_fees(self):
        """Raise if the member of this card owes fees.

        :raises UserError: with what is owed and what can be done about it
        """
        if fees := self.member_id._get_open_fees():
            raise UserError(
                self.env._(
                    "%(number)s is the last card of %(member)s, who owes fees of "
                    "%(amount)s: let them be paid or waived before it is cancelled.",
                    number=self.number,
                    member=self.member_id.display_name,
                    amount=fees._format_open(),
                )
            )
