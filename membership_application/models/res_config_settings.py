from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_application_four_eyes = fields.Boolean(
        related="company_id.membership_application_four_eyes", readonly=False
    )
