from odoo import models


class MembershipCard(models.Model):
    _inherit = "membership.card"

    def action_topup(self):
        """Open the top-up window for this card; a card that is dead says so there."""
        self.ensure_one()
        action = self.member_id.action_topup()
        action["context"] = {**action["context"], "default_card_id": self.id}
        return action
