from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipDealerRebateRule(models.Model):
    """What dealers get back on their turnover of a period."""

    _name = "membership.dealer.rebate.rule"
    _description = "Dealer Rebate Rule"
    _order = "company_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    level_id = fields.Many2one(
        "membership.dealer.level",
        string="Dealer Level",
        check_company=True,
        help="Empty: dealers of every level.",
    )
    period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        required=True,
        default="quarter",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(string="Until")
    tier_ids = fields.One2many("membership.dealer.rebate.tier", "rule_id", copy=True)

    _dates_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A rule cannot end before it begins."
    )

    def _default_date_from(self):
        return fields.Date.start_of(fields.Date.context_today(self), "year")

    @api.constrains("tier_ids")
    def _check_tiers(self):
        for rule in self:
            if not rule.tier_ids:
                raise ValidationError(
                    self.env._(
                        "%(rule)s gives nothing: add a turnover and its percentage.",
                        rule=rule.name,
                    )
                )

    def _get_tiers(self):
        """Pairs of turnover and percentage, exact."""
        return [
            (Decimal(repr(tier.turnover_from)), Decimal(repr(tier.percent)))
            for tier in self.tier_ids
        ]


class MembershipDealerRebateTier(models.Model):
    """From this turnover on, this percentage on all of it."""

    _name = "membership.dealer.rebate.tier"
    _description = "Dealer Rebate Tier"
    _order = "rule_id, turnover_from"

    rule_id = fields.Many2one(
        "membership.dealer.rebate.rule", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="rule_id.currency_id")
    turnover_from = fields.Monetary(
        help="Invoiced less credited, without taxes, in the period."
    )
    percent = fields.Float(digits=(5, 2), help="Of the whole turnover.")

    _turnover_unique = models.UniqueIndex(
        "(rule_id, turnover_from)", "There is a tier from this turnover on already."
    )
    _percent_range = models.Constraint(
        "CHECK (percent BETWEEN 0 AND 100)", "A rebate is between 0 and 100 percent."
    )
