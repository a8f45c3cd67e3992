from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    membership_dealer_expiry = fields.Selection(
        [
            ("remind", "Keep the prices and remind the responsible person"),
            ("suspend", "End the prices with the last day"),
        ],
        string="When a Dealer Agreement Ends",
        default="remind",
        required=True,
    )
    membership_dealer_notice_days = fields.Integer(
        string="Remind Before the End (Days)", default=30
    )
    membership_dealer_idle_months = fields.Integer(
        string="Remind of Inactive Dealers (Months)",
        default=0,
        help="A dealer without an order for so long becomes an activity of the "
        "responsible person. Zero: never.",
    )
    membership_dealer_show_retail = fields.Boolean(
        string="Show Dealers the Retail Price",
        default=True,
        help="Struck through beside the wholesale price.",
    )
