from odoo import models

from ..const import CARD_CENTRE, TILL


class MembershipDesk(models.AbstractModel):
    """Applications at the service desk."""

    _inherit = "membership.desk"

    # === HOOKS === #
    def _get_actions(self, member, card):
        """An application, for somebody new or for one more card; a code to activate."""
        acts = super()._get_actions(member, card)
        if not member:
            return acts + self._act(
                "apply",
                "member",
                self.env._("New Application"),
                self.env["membership.application"],
                "action_begin",
                groups=[TILL],
                icon="fa-pencil-square-o",
                context={"desk_term": self.env.context.get("desk_term")},
            )
        waits = card.state == "draft" and card.sudo().activation == "code"
        if waits:
            acts += self._act(
                "activate_by_code",
                "card",
                self.env._("Activate by Code"),
                card,
                "action_activate_by_code",
                groups=[TILL],
                icon="fa-key",
            )
        return acts + self._act(
            "apply",
            "card",
            self.env._("Apply for a Card"),
            member,
            "action_apply",
            groups=[CARD_CENTRE],
            icon="fa-pencil-square-o",
            problem=member.sudo().state != "active"
            and self.env._("The member is not active."),
        )
