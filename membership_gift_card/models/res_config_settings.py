from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_gift_liability_account_id = fields.Many2one(
        related="company_id.membership_gift_liability_account_id", readonly=False
    )
    membership_gift_breakage_account_id = fields.Many2one(
        related="company_id.membership_gift_breakage_account_id", readonly=False
    )
