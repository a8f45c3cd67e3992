from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_membership_outlet_id = fields.Many2one(
        related="pos_config_id.membership_outlet_id", readonly=False
    )
    pos_membership_allow_topup = fields.Boolean(
        related="pos_config_id.membership_allow_topup", readonly=False
    )
    pos_membership_card_service = fields.Selection(
        related="pos_config_id.membership_card_service", readonly=False
    )
    pos_membership_stored_value = fields.Boolean(
        related="pos_config_id.membership_stored_value"
    )

    def action_set_up_membership(self):
        """Let the chosen till take stored value."""
        self.pos_config_id.action_set_up_membership()
