from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    membership_outlet_id = fields.Many2one(
        "membership.outlet",
        string="Outlet",
        help="Where this user works; what he does for members is filed there.",
    )
