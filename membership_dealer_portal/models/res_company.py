from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    membership_dealer_upline_margin = fields.Boolean(
        string="Show Uplines Their Margin",
        help="On the page of its sub-dealers an upline sees, per sub-dealer, what that "
        "one paid us less what the upline itself would pay today; totals only.",
    )
