from odoo import models

OPERATOR = "membership_ledger.group_operator"
MANAGER = "membership_ledger.group_manager"


class MembershipDesk(models.AbstractModel):
    """Stored value at the service desk."""

    _inherit = "membership.desk"

    def _get_actions(self, member, card):
        """Adds top-up, statement, top-ups and the correction of a balance."""
        acts = super()._get_actions(member, card)
        if not member:
            return acts
        return [
            *self._get_topup_actions(member, card),
            *self._get_wallet_actions(member),
            *acts,
        ]

    def _get_topup_actions(self, member, card):
        return self._act(
            "topup",
            "money",
            self.env._("Top Up"),
            # With the card that is chosen: one that is dead says so in the window.
            card or member,
            "action_topup",
            groups=[OPERATOR],
            icon="fa-plus-circle",
            problem=member.sudo().state != "active"
            and self.env._("The member is not active."),
        )

    def _get_wallet_actions(self, member):
        wallet = member._get_wallet(create=False).sudo(False)
        none = not wallet and self.env._("There is no stored value yet.")
        acts = []
        for key, name, record, method, groups, icon in (
            (
                *("statement", self.env._("Statement"), member),
                *("action_wallet_statement", None, "fa-file-text-o"),
            ),
            (
                *("topups", self.env._("Top-ups"), member),
                *("action_view_topups", None, "fa-list"),
            ),
            (
                *("adjust_money", self.env._("Adjust Stored Value"), wallet),
                *("action_adjust", [MANAGER], "fa-sliders"),
            ),
        ):
            options = {"groups": groups, "icon": icon, "problem": none}
            acts += self._act(key, "money", name, record, method, **options)
        return acts
