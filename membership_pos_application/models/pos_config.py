from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

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
