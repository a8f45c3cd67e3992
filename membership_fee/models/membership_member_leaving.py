from odoo import models
from odoo.exceptions import UserError

from odoo.addons.membership_card.const import OPEN_STATES


class MembershipMember(models.Model):
    """Nobody leaves with open fees: they are paid first, or waived on the way out."""

    _inherit = "membership.member"

    # === ACTION METHODS === #
    def action_waive_fees(self):
        """Open the window that asks why the open fees of this member are waived."""
        self.check_access("read")
        return self._get_open_fees().sudo(False).action_waive()

    # === HOOKS === #
    def _get_left_texts(self):
        """Adds what the member owes in fees."""
        texts = super()._get_left_texts()
        if fees := self._get_open_fees():
            texts.append(
                self.env._("Open fees: %(amount)s", amount=fees._format_open())
            )
        return texts

    def _settle(self, reason=None, how=None):
        """Open fees are waived, by whoever may, or keep the membership from ending.

        :param dict how: ``fees``: waive
        """
        for member, fees in self._get_open_fees().grouped("member_id").items():
            if (how or {}).get("fees") == "waive":
                fees.sudo(False)._waive(reason or self.env._("Membership closed"))
            else:
                raise UserError(
                    self.env._(
                        "%(member)s owes fees of %(amount)s: take the money at the "
                        "till or by an invoice, or have them waived, before the "
                        "membership ends.",
                        member=member.display_name,
                        amount=fees._format_open(),
                    )
                )
        return super()._settle(reason, how)

    # === GETTERS === #
    def _get_open_fees(self):
        """What these members owe, as ``membership.fee`` in sudo."""
        domain = [("member_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        return self.env["membership.fee"].sudo().search(domain)
