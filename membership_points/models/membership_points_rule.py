from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..accrual import Rule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class MembershipPointsRule(models.Model):
    """What a shop promises: so many points for so much money, or a multiple of it."""

    _name = "membership.points.rule"
    _inherit = ["membership.remembered"]
    _description = "Points Rule"
    _order = "company_id, rule_type, sequence, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10,
        help="The first base rule in the list that applies to a product decides.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="The rule holds for this company and its branches.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    rule_type = fields.Selection(
        [("base", "Base rule"), ("multiplier", "Multiplier")],
        string="Type",
        required=True,
        default="base",
        help="A base rule gives points for an amount; the first one that applies to a "
        "product decides. Multipliers apply on top, all of those that apply, together "
        "with the multiplier of the member's level.",
    )
    points_per_unit = fields.Float(
        string="Points",
        digits=(16, 2),
        default=1.0,
        help="Points that each full amount earns.",
    )
    per_amount = fields.Monetary(
        string="For Each",
        default=10.0,
        help="Amount of purchase that earns the points.",
    )
    whole_steps = fields.Boolean(
        string="Full Steps Only",
        help="Count only full amounts: 250 at 10 points for each 100 earn 20, not 25.",
    )
    multiplier = fields.Float(digits=(6, 2), default=2.0)

    outlet_ids = fields.Many2many(
        "membership.outlet",
        string="Outlets",
        check_company=True,
        help="Empty: everywhere. A region stands for all its stores.",
    )
    category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Empty: all products. A category stands for those below it.",
    )
    level_ids = fields.Many2many(
        "membership.level",
        string="Levels",
        check_company=True,
        help="Empty: all levels.",
    )
    date_from = fields.Date(string="From", help="First day on which the rule holds.")
    date_to = fields.Date(string="Until", help="Last day on which the rule holds.")
    mon = fields.Boolean(default=True)
    tue = fields.Boolean(default=True)
    wed = fields.Boolean(default=True)
    thu = fields.Boolean(default=True)
    fri = fields.Boolean(default=True)
    sat = fields.Boolean(default=True)
    sun = fields.Boolean(default=True)
    occasion = fields.Selection(
        [
            ("any", "Any day"),
            ("birthday", "On the birthday"),
            ("birthday_month", "In the month of the birthday"),
        ],
        required=True,
        default="any",
    )
    summary = fields.Char(compute="_compute_summary")

    _points_positive = models.Constraint(
        "CHECK (rule_type <> 'base' OR (points_per_unit > 0 AND per_amount > 0))",
        "A base rule gives more than 0 points for an amount above 0.",
    )
    _multiplier_positive = models.Constraint(
        "CHECK (rule_type <> 'multiplier' OR multiplier >= 0)",
        "A multiplier is not negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A rule begins before it ends.",
    )

    # === COMPUTE METHODS === #
    @api.depends(
        "rule_type", "points_per_unit", "per_amount", "multiplier", "currency_id"
    )
    def _compute_summary(self):
        for rule in self:
            if rule.rule_type == "multiplier":
                rule.summary = f"× {rule.multiplier:g}"
            else:
                rule.summary = self.env._(
                    "%(points)s points for each %(amount)s",
                    points=f"{rule.points_per_unit:g}",
                    amount=rule.currency_id.format(rule.per_amount),
                )

    # === CONSTRAINT METHODS === #
    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        for rule in self:
            if not any(rule[day] for day in WEEKDAYS):
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s holds on no day of the week: choose at "
                        "least one.",
                        rule=rule.name,
                    )
                )

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache("companies")
    def _get_rules(self, companies):
        """Rules of the companies (a tuple of ids), as (base rules, multipliers).

        Cached for all workers: a till asks for them at every sale, they change a few
        times a year.
        """
        rules = self.sudo().search(
            [("company_id", "in", companies)], order="sequence, id"
        )
        base = rules.filtered(lambda rule: rule.rule_type == "base")
        return (
            tuple(rule._to_accrual_rule() for rule in base),
            tuple(rule._to_accrual_rule() for rule in rules - base),
        )

    def _to_accrual_rule(self):
        """This rule in the terms of :mod:`..accrual`.

        Hook: an addon with a condition of its own extends ``accrual.Rule`` and this.
        """
        self.ensure_one()
        is_base = self.rule_type == "base"
        weekdays = frozenset(number for number, day in enumerate(WEEKDAYS) if self[day])
        return Rule(
            points=_exact(self.points_per_unit) if is_base else Decimal(0),
            per_amount=_exact(self.per_amount) if is_base else Decimal(1),
            whole_steps=is_base and self.whole_steps,
            factor=Decimal(1) if is_base else _exact(self.multiplier),
            outlets=frozenset(self.outlet_ids.ids),
            categories=frozenset(self.category_ids.ids),
            levels=frozenset(self.level_ids.ids),
            weekdays=weekdays if len(weekdays) < len(WEEKDAYS) else frozenset(),
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            occasion=self.occasion,
        )


def _exact(number):
    """The number as it was typed: ``1.1`` is 1.1, not its binary neighbour."""
    return Decimal(repr(number))
