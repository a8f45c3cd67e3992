from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

    # === HOOKS === #
    def _may_issue_cards(self, user):
        """Whoever serves members may hand in an application, if a card asks for one."""
        if super()._may_issue_cards(user):
            return True
        Type = self.env["membership.card.type"]
        types = Type._get_till_types(self.company_id, is_member=True)
        return any(card_type._needs_application() for card_type in types)

    # === HELPERS === #
    def _get_card_steps(self):
        """Activation by code is a step that tills have and the card centre's window
        has not: it asks for nothing but the code."""
        steps = super()._get_card_steps()
        steps["names"]["activate_code"] = self.env._("Activate by Code")
        steps["consequences"]["activate_code"] = self.env._(
            "Type the code that the member was sent: the card works from then on."
        )
        return steps
