from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_gift_liability_account_id = fields.Many2one(
        related="company_id.membership_gift_liability_account_id", readonly=False
    )
    membership_gift_breakage_account_id = fields.Many2one(
        related="company_id.membership_gift_breakage_account_id", readonly=False
    )
    membership_gift_order_account_id = fields.Many2one(
        related="company_id.membership_gift_order_account_id", readonly=False
    )
    membership_gift_settlement_account_id = fields.Many2one(
        related="company_id.membership_gift_settlement_account_id", readonly=False
    )
    membership_gift_topup = fields.Boolean(
        related="company_id.membership_gift_topup", readonly=False
    )
    membership_gift_buy_back = fields.Boolean(
        related="company_id.membership_gift_buy_back", readonly=False
    )
