from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    membership_application_four_eyes = fields.Boolean(
        string="Second Person Approves",
        help="Whoever hands in an application cannot approve it.",
    )
