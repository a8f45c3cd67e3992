from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """How points behave. The settings of the root company hold for its branches."""

    _inherit = "res.company"

    membership_points_months = fields.Integer(
        string="Points Are Good For",
        default=12,
        help="Months after the purchase at whose end points lapse; 0: never.",
    )
    membership_points_tax_included = fields.Boolean(
        string="Points on Tax",
        default=True,
        help="Points are earned on the amount with tax, as paid; otherwise without.",
    )
    membership_points_adjust_limit = fields.Integer(
        string="Largest Adjustment of Points",
        default=1000,
        help="Most points that manual adjustments may give to and take from one member "
        "in a day; 0: no limit.",
    )

    _membership_points_months_positive = models.Constraint(
        "CHECK (membership_points_months >= 0)",
        "Points are good for 0 months (for ever) or more.",
    )
    _membership_points_limit_positive = models.Constraint(
        "CHECK (membership_points_adjust_limit >= 0)",
        "The largest adjustment of points is 0 (no limit) or more.",
    )

    def _get_points_expiry(self, day):
        """Last day on which points earned on ``day`` are good, None for ever.

        Points lapse at the end of a month, so that a member has one date to remember
        and not one for each visit.
        """
        months = self.root_id.sudo().membership_points_months
        if not months:
            return None
        first = day.replace(day=1) + relativedelta(months=months + 1)
        return first - timedelta(days=1)
