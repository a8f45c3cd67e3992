from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_dealer_liability_account_id = fields.Many2one(
        related="company_id.membership_dealer_liability_account_id", readonly=False
    )
    membership_dealer_rebate_account_id = fields.Many2one(
        related="company_id.membership_dealer_rebate_account_id", readonly=False
    )
