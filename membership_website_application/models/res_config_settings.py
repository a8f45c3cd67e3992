from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_apply_is_open = fields.Boolean(
        related="company_id.membership_apply_is_open", readonly=False
    )
    membership_apply_channel = fields.Selection(
        related="company_id.membership_apply_channel", readonly=False, required=True
    )
    membership_apply_mode = fields.Selection(
        related="company_id.membership_apply_mode", readonly=False, required=True
    )
