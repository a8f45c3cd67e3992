from markupsafe import Markup

from odoo import models


class MembershipMember(models.Model):
    """Phone calls of a member, noted where everybody looks."""

    _inherit = "membership.member"

    # === ACTION METHODS === #
    def action_log_call(self):
        """Open the window that notes a call of this member."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Phone Call"),
            "res_model": "membership.member.call",
            "view_mode": "form",
            "target": "new",
            "context": {"default_phone": self[:1].number},
        }

    # === BUSINESS METHODS === #
    def _log_call(self, note=None):
        """Hook: note that this member called just now.

        :param str note: what it was about, as typed
        """
        title = self.env._("Phone call")
        text = Markup(": %s") % note if note else ""
        for member in self.sudo():
            member.message_post(body=Markup("☎ %s%s") % (title, text))
