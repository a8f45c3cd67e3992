from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The points block: one set of figures for a company and its branches."""

    _inherit = "res.config.settings"

    membership_points_months = fields.Integer(
        related="company_id.root_id.membership_points_months", readonly=False
    )
    membership_points_tax_included = fields.Boolean(
        related="company_id.root_id.membership_points_tax_included", readonly=False
    )
    membership_points_adjust_limit = fields.Integer(
        related="company_id.root_id.membership_points_adjust_limit", readonly=False
    )
