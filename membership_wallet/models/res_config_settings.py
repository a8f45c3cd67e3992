from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_liability_account_id = fields.Many2one(
        related="company_id.membership_liability_account_id", readonly=False
    )
    membership_promotion_account_id = fields.Many2one(
        related="company_id.membership_promotion_account_id", readonly=False
    )
    membership_opening_account_id = fields.Many2one(
        related="company_id.membership_opening_account_id", readonly=False
    )
    membership_journal_id = fields.Many2one(
        related="company_id.membership_journal_id", readonly=False
    )
    membership_spend_order = fields.Selection(
        related="company_id.membership_spend_order", readonly=False, required=True
    )
