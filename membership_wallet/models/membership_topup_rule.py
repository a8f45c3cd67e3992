from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..bonus import Step, best_step, bonus_of


class MembershipTopupRule(models.Model):
    """One step of the bonus ladder. The highest step that an amount reaches counts."""

    _name = "membership.topup.rule"
    _description = "Top-up Bonus"
    _order = "amount_from desc, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, help="For example “Spring 2026”.")
    sequence = fields.Integer(
        default=10, help="Of two steps with the same amount the first one counts."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_from = fields.Monetary(
        string="Top-up From",
        required=True,
        help="Smallest top-up that gets this bonus.",
    )
    bonus_type = fields.Selection(
        [("amount", "Fixed amount"), ("percent", "Percentage of the top-up")],
        required=True,
        default="amount",
    )
    bonus_amount = fields.Monetary()
    bonus_percent = fields.Float(string="Bonus %", digits=(5, 2))
    bonus_label = fields.Char(string="Bonus", compute="_compute_bonus_label")
    bonus_months = fields.Integer(
        string="Valid for (Months)", help="The bonus expires after this time. 0: never."
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(
        string="Until", help="Last day on which the bonus is granted."
    )
    level_ids = fields.Many2many(
        "membership.level",
        string="Levels",
        help="Only members of these levels. Empty: all members.",
        check_company=True,
    )

    _amounts_positive = models.Constraint(
        "CHECK (amount_from > 0 AND bonus_amount >= 0 AND bonus_percent >= 0 "
        "AND bonus_months >= 0)",
        "Amounts, percentage and months of a bonus are not negative, and a step "
        "starts above zero.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The bonus ends before it starts."
    )

    # === COMPUTE METHODS === #
    @api.depends("bonus_type", "bonus_amount", "bonus_percent", "currency_id")
    def _compute_bonus_label(self):
        for rule in self:
            if rule.bonus_type == "percent":
                rule.bonus_label = f"{rule.bonus_percent:g} %"
            else:
                rule.bonus_label = rule.currency_id.format(rule.bonus_amount)

    # === CONSTRAINT METHODS === #
    @api.constrains("bonus_type", "bonus_amount", "bonus_percent")
    def _check_bonus(self):
        for rule in self:
            if not rule[f"bonus_{rule.bonus_type}"] > 0:
                raise ValidationError(
                    self.env._("Say how much bonus %(rule)s grants.", rule=rule.name)
                )

    # === BUSINESS METHODS === #
    @api.model
    def _get_bonus(self, member, amount):
        """What ``member`` is granted on top of ``amount`` today, as a Decimal."""
        return self._get_grant(member, amount)[1]

    @api.model
    def _get_grant(self, member, amount):
        """(rule, bonus) for a top-up of ``amount`` today; an empty rule if none."""
        ladder = self._get_ladder(member.company_id)
        return ladder._match(member.level_id, amount, member.company_id.currency_id)

    @api.model
    def _get_ladder(self, company, day=None):
        """The rules in force on ``day`` (today) in ``company``, for all levels."""
        return self.sudo().search(self._get_ladder_domain(company, day))

    def _match(self, level, amount, currency):
        """(rule, bonus) of the step of these rules that ``amount`` reaches."""
        step = best_step(self._get_steps(level), amount)
        rule = self.browse(step and step.ref)
        return rule, bonus_of(step, amount, currency.decimal_places)

    def _get_steps(self, level):
        """Those of these rules that are for ``level``, as arithmetic."""
        rules = self.filtered(
            lambda rule: not rule.level_ids or level in rule.level_ids
        )
        return [rule._get_step() for rule in rules]

    def _get_ladder_label(self):
        """This step in a few characters, for the counter."""
        self.ensure_one()
        return self.env._(
            "from %(amount)s: +%(bonus)s",
            amount=self.currency_id.format(self.amount_from),
            bonus=self.bonus_label,
        )

    def _get_expiry(self, day):
        """Last good day of a bonus granted on ``day``, or False."""
        months = self.bonus_months
        return months and day + relativedelta(months=months)

    # === HOOKS === #
    @api.model
    def _get_ladder_domain(self, company, day=None):
        """Hook: which rules are in force in ``company`` on ``day``."""
        day = day or fields.Date.context_today(self)
        return (
            Domain("company_id", "=", company.root_id.id)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    def _get_step(self):
        """Hook: this rule as arithmetic (see ``bonus.py``)."""
        self.ensure_one()
        percent = self.bonus_type == "percent"
        return Step(
            amount_from=Decimal(str(self.amount_from)),
            amount=Decimal(0) if percent else Decimal(str(self.bonus_amount)),
            percent=Decimal(str(self.bonus_percent)) if percent else Decimal(0),
            ref=self.id,
        )
