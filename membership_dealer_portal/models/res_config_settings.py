from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_dealer_upline_margin = fields.Boolean(
        related="company_id.membership_dealer_upline_margin", readonly=False
    )
