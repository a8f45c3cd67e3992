from odoo import models


class MembershipDesk(models.AbstractModel):
    """Points at the service desk."""

    _inherit = "membership.desk"

    def _get_actions(self, member, card):
        """Adds the movements of points and their correction."""
        acts = super()._get_actions(member, card)
        if not member:
            return acts
        acts += self._act(
            "points",
            "points",
            self.env._("Points Movements"),
            member,
            "action_view_points",
            icon="fa-list",
        )
        return acts + self._act(
            "adjust_points",
            "points",
            self.env._("Adjust Points"),
            member,
            "action_adjust_points",
            groups=["membership_ledger.group_manager"],
            icon="fa-sliders",
            problem=member.sudo().state != "active"
            and self.env._("The member is not active."),
        )
