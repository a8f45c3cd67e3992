from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import float_compare, format_date

# What makes another rule of a rule: once in force, it is replaced and not edited.
VERSIONED = frozenset(
    (
        *("level_id", "purpose", "basis", "measure", "threshold"),
        *("window", "window_months", "window_period", "date_from", "condition_ids"),
    )
)
DIGITS = (16, 2)

# What a level shows of its rules.
RULE_FIELDS = ["rule_ids", "rule_summary", "threshold", "window_months"]


class MembershipLevelRule(models.Model):
    """One way to a level, or to keep it, from a day to a day.

    Of the rules of a level one suffices. A rule that was in force is history: changing
    it ends it yesterday and starts another one today.
    """

    _name = "membership.level.rule"
    _description = "Rule of a Level"
    _order = "level_id, date_to desc, purpose desc, id"

    level_id = fields.Many2one(
        "membership.level", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="level_id.company_id")
    purpose = fields.Selection(
        [("reach", "To reach it"), ("keep", "To keep it")],
        required=True,
        default="reach",
        help="Who meets what it takes to reach a level keeps it as well; rules to keep "
        "it make that easier.",
    )
    basis = fields.Selection(
        [("spending", "Spending"), ("visits", "Visits")],
        required=True,
        default=lambda self: self._get_default_basis(),
        help="What counts. Always what was earned, never what is left.",
    )
    measure = fields.Selection(
        [("sum", "All together"), ("single", "At once")],
        required=True,
        default="sum",
        help="All amounts of the window together, or one of them alone.",
    )
    threshold = fields.Float(
        string="At Least", digits=DIGITS, required=True, help="Enough is this or more."
    )
    condition_ids = fields.One2many(
        "membership.level.rule.condition",
        "rule_id",
        string="And at the Same Time",
        copy=True,
        help="What is asked for besides, within the same window: all of it has to be "
        "met. Another rule is for what suffices instead.",
    )
    window = fields.Selection(
        [("rolling", "The last months"), ("calendar", "A calendar period")],
        required=True,
        default="rolling",
        help="A calendar period counts from its first day. To keep a level, the period "
        "before counts as well as the current one.",
    )
    window_months = fields.Integer(string="Months", required=True, default=6)
    window_period = fields.Selection(
        lambda self: self._get_period_options(),
        string="Period",
        required=True,
        default="year",
    )
    date_from = fields.Date(string="From", help="First day on which it is in force.")
    date_to = fields.Date(string="Until", help="Last day on which it is in force.")
    summary = fields.Char(string="Rule", compute="_compute_summary")

    _threshold_positive = models.Constraint(
        "CHECK (threshold > 0)", "A rule asks for more than 0."
    )
    _window_positive = models.Constraint(
        "CHECK (window_months BETWEEN 1 AND 120)", "A window has 1 to 120 months."
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        """Rules end after they began; one replaced on its first day never held."""
        for rule in self:
            first, last = rule.date_from, rule.date_to
            if first and last and last < first - timedelta(days=1):
                raise ValidationError(
                    self.env._("“%(rule)s” ends before it begins.", rule=rule.summary)
                )

    # === DEFAULT METHODS === #
    @api.model
    def _get_default_basis(self):
        """Hook: what new rules count."""
        return "spending"

    @api.model
    def _get_period_options(self):
        """The calendar periods that can be chosen."""
        return [
            ("month", self.env._("Month")),
            ("quarter", self.env._("Quarter")),
            ("half_year", self.env._("Half-year")),
            ("year", self.env._("Year")),
        ]

    # === COMPUTE METHODS === #
    @api.depends(
        *("purpose", "basis", "measure", "threshold"),
        *("window", "window_months", "window_period"),
        *("condition_ids.basis", "condition_ids.measure", "condition_ids.threshold"),
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        periods = dict(self._get_period_options())
        for rule in self:
            figures = [
                rule._get_figure_text(rule.basis, rule.measure, rule.threshold),
                *(condition._get_figure_text() for condition in rule.condition_ids),
            ]
            values = {
                "amount": self.env._(" and ").join(figures),
                "months": rule.window_months,
                "period": periods.get(rule.window_period, ""),
            }
            if rule.window == "rolling":
                text = self.env._("%(amount)s within %(months)s months", **values)
            else:
                text = self.env._("%(amount)s within one %(period)s", **values)
            rule.summary = text

    @api.depends("summary")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.summary

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Tills remember ladders: forget them."""
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        """What was in force stays as it was: a change makes a new version."""
        replaced = self.browse()
        for rule in self.filtered(lambda rule: rule._was_in_force()):
            if rule._differs(vals):
                rule._replace(vals)
                replaced += rule
        rest = self - replaced
        rest._check_end(vals)
        result = super(MembershipLevelRule, rest).write(vals)
        self.env.registry.clear_cache()
        if {"date_from", "date_to"} & vals.keys():
            # Which rules are in force today has changed.
            self.env["membership.level"].invalidate_model(RULE_FIELDS)
        return result

    def unlink(self):
        """What was in force ends yesterday and stays on file."""
        history = self.filtered(lambda rule: rule._was_in_force())
        history._end()
        result = super(MembershipLevelRule, self - history).unlink()
        self.env.registry.clear_cache()
        return result

    # === BUSINESS METHODS === #
    def _in_force(self, today):
        """Those of these rules that are in force on a day."""
        return self.filtered(
            lambda rule: (
                (not rule.date_from or rule.date_from <= today)
                and (not rule.date_to or rule.date_to >= today)
            )
        )

    def _end(self, last=None):
        """End these rules; their last day is yesterday unless told otherwise."""
        last = last or self._get_today() - timedelta(days=1)
        for rule in self:
            if not rule.date_to or rule.date_to > last:
                eve = rule.date_from and rule.date_from - timedelta(days=1)
                rule.date_to = max(last, eve or last)

    def _replace(self, vals):
        """Another version from today, or from the later day in ``vals``."""
        self.ensure_one()
        today = self._get_today()
        if self.date_to and self.date_to < today:
            raise ValidationError(
                self.env._(
                    "“%(rule)s” was in force until %(day)s and is history: add "
                    "another rule.",
                    rule=self.summary,
                    day=format_date(self.env, self.date_to),
                )
            )
        start = fields.Date.to_date(vals.get("date_from")) or today
        start = max(start, today)
        if "condition_ids" in vals:
            commands = self.condition_ids._prepare_copies(vals["condition_ids"])
            vals = {**vals, "condition_ids": commands}
        self.copy({"date_to": self.date_to, **vals, "date_from": start})
        self._end(start - timedelta(days=1))

    def _get_figure_text(self, basis, measure, threshold):
        """What is asked for of one basis, as members read it."""
        figure = self._format_figure(basis, threshold, self.company_id)
        if measure == "single":
            return self.env._("%(amount)s at once", amount=figure)
        return figure

    # === HOOKS === #
    @api.model
    def _format_figure(self, basis, figure, company):
        """Hook: a figure with what it counts, as members read it."""
        if basis == "visits":
            return self.env._("%(count)s visits", count=f"{figure:g}")
        amount = company.currency_id.format(figure)
        return self.env._("%(amount)s spent", amount=amount)

    # === HELPERS === #
    @api.model
    def _get_today(self):
        return self.env["membership.member"]._get_level_day()

    def _was_in_force(self):
        """Whether members may have been judged by this rule: it is history then."""
        self.ensure_one()
        Event = self.env["membership.level.event"].sudo()
        if Event.search_count([("rule_id", "=", self.id)], limit=1):
            return True
        if self.date_from and self.date_from >= self._get_today():
            return False
        Member = self.env["membership.member"].sudo()
        domain = [("company_id", "=", self.company_id.id)]
        return bool(Member.search_count(domain, limit=1))

    def _differs(self, vals):
        """Whether ``vals`` would make another rule of this one."""
        self.ensure_one()
        for name in VERSIONED & vals.keys():
            field = self._fields[name]
            if field.type == "one2many":
                if any(command[0] != Command.LINK for command in vals[name]):
                    return True
                continue
            value = field.convert_to_cache(vals[name], self)
            if field.type == "float":
                if float_compare(value, self[name], precision_digits=DIGITS[1]):
                    return True
            elif value != field.convert_to_cache(self[name], self):
                return True
        return False

    def _check_end(self, vals):
        """A rule that was in force ends today or later, or yesterday."""
        last = fields.Date.to_date(vals.get("date_to"))
        yesterday = self._get_today() - timedelta(days=1)
        if last and last < yesterday and any(rule._was_in_force() for rule in self):
            raise ValidationError(
                self.env._(
                    "A rule that is in force ends %(day)s at the earliest: what was "
                    "decided by it stays decided.",
                    day=format_date(self.env, yesterday),
                )
            )
