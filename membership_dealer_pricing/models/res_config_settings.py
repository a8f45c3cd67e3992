from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_dealer_expiry = fields.Selection(
        related="company_id.membership_dealer_expiry", readonly=False
    )
    membership_dealer_notice_days = fields.Integer(
        related="company_id.membership_dealer_notice_days", readonly=False
    )
    membership_dealer_idle_months = fields.Integer(
        related="company_id.membership_dealer_idle_months", readonly=False
    )
    membership_dealer_show_retail = fields.Boolean(
        related="company_id.membership_dealer_show_retail", readonly=False
    )
