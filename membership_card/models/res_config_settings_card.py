from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_phone_loss_hours = fields.Integer(
        related="company_id.membership_phone_loss_hours", readonly=False
    )
    membership_identify_report_loss = fields.Boolean(
        related="company_id.membership_identify_report_loss", readonly=False
    )
    membership_identify_confirm_loss = fields.Boolean(
        related="company_id.membership_identify_confirm_loss", readonly=False
    )
    membership_identify_cancel_loss = fields.Boolean(
        related="company_id.membership_identify_cancel_loss", readonly=False
    )
    membership_identify_unfreeze = fields.Boolean(
        related="company_id.membership_identify_unfreeze", readonly=False
    )
    membership_identify_renew = fields.Boolean(
        related="company_id.membership_identify_renew", readonly=False
    )
    membership_identify_replace = fields.Boolean(
        related="company_id.membership_identify_replace", readonly=False
    )
    membership_identify_change = fields.Boolean(
        related="company_id.membership_identify_change", readonly=False
    )
    membership_identify_cancel = fields.Boolean(
        related="company_id.membership_identify_cancel", readonly=False
    )
