from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models, tools

# What tills remember of a company.
CACHED_FIELDS = frozenset(
    {"membership_points_months", "membership_points_tax_included", "partner_id"}
)


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

    # === CRUD METHODS === #
    def write(self, vals):
        """Tills remember these settings: forget them when they change."""
        res = super().write(vals)
        if CACHED_FIELDS & vals.keys():
            self.env.registry.clear_cache()
        return res

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache("company_id")
    def _get_points_settings(self, company_id):
        """What each sale asks about its company, cached for all workers.

        :returns: (time zone, months that points are good for, whether tax counts, ids
            of the company and those above it)
        """
        company = self.sudo().browse(company_id)
        root = company.root_id
        return (
            company.partner_id.tz or root.partner_id.tz or None,
            root.membership_points_months,
            root.membership_points_tax_included,
            tuple(company.parent_ids.ids),
        )

    def _get_points_expiry(self, day):
        """Last day on which points earned on ``day`` are good, None for ever.

        Points lapse at the end of a month, so that a member has one date to remember
        and not one for each visit.
        """
        _zone, months, _with_tax, _companies = self._get_points_settings(self.id)
        if not months:
            return None
        first = day.replace(day=1) + relativedelta(months=months + 1)
        return first - timedelta(days=1)
