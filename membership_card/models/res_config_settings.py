from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_membership_enrol_rules = fields.Boolean(
        string="Rules That Enrol",
        implied_group="membership_card.group_enrol_rules",
        help="Customers who sign up, or spend enough, become members or are invited.",
    )

    membership_share_cards = fields.Boolean(
        related="company_id.root_id.membership_share_cards", readonly=False
    )
    membership_share_money = fields.Boolean(
        related="company_id.root_id.membership_share_money", readonly=False
    )
    membership_share_points = fields.Boolean(
        related="company_id.root_id.membership_share_points", readonly=False
    )
