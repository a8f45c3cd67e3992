from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_fee_invoicing = fields.Selection(
        related="company_id.membership_fee_invoicing", readonly=False, required=True
    )
    membership_fee_days_before = fields.Integer(
        related="company_id.membership_fee_days_before", readonly=False
    )
    membership_fee_days_after = fields.Integer(
        related="company_id.membership_fee_days_after", readonly=False
    )
    membership_fee_user_id = fields.Many2one(
        related="company_id.membership_fee_user_id", readonly=False
    )
    membership_fee_suspend = fields.Boolean(
        related="company_id.membership_fee_suspend", readonly=False
    )
