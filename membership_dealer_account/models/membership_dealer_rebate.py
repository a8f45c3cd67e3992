from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rebate_tiers import get_percent, get_rebate

CHUNK = 200


class MembershipDealerRebate(models.Model):
    """What one dealer gets back for one period: computed, then posted once."""

    _name = "membership.dealer.rebate"
    _description = "Dealer Rebate"
    _order = "date_from desc, dealer_id"
    _rec_name = "dealer_id"

    rule_id = fields.Many2one(
        "membership.dealer.rebate.rule",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    dealer_id = fields.Many2one(
        "membership.dealer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    turnover = fields.Monetary(readonly=True, help="Invoiced less credited, untaxed.")
    percent = fields.Float(digits=(5, 2), readonly=True)
    amount = fields.Monetary(string="Rebate", readonly=True)
    entry_id = fields.Many2one("membership.entry", readonly=True)
    state = fields.Selection(
        [("draft", "To Post"), ("posted", "Posted")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )

    _period_unique = models.UniqueIndex(
        "(rule_id, dealer_id, date_from)", "This dealer has its rebate of this period."
    )

    # === ACTION METHODS === #
    def action_post(self):
        """Credit these rebates to the dealers' balances and book them."""
        self.check_access("write")
        for rebate in self.filtered(lambda each: each.state == "draft"):
            rebate._post()

    # === BUSINESS METHODS === #
    def _post(self):
        """Credit and book one rebate, once; one of nothing is only marked."""
        self.ensure_one()
        rebate = self.sudo()
        entry = rebate.entry_id
        if rebate.amount > 0:
            decimals = rebate.currency_id.decimal_places
            entry = rebate.dealer_id._credit_prepaid(
                f"{rebate.amount:.{decimals}f}",
                "rebate",
                f"rebate:{rebate.id}",
                rebate,
                rebate.company_id._get_membership_account("dealer_rebate"),
                self.env._(
                    "Rebate %(rule)s %(start)s – %(end)s",
                    rule=rebate.rule_id.name,
                    start=rebate.date_from,
                    end=rebate.date_to,
                ),
            )
        rebate.write({"state": "posted", "entry_id": entry.id})

    @api.model
    def _cron_compute(self):
        """Daily: rebates of periods that are over and have none yet."""
        today = fields.Date.context_today(self)
        Rule = self.env["membership.dealer.rebate.rule"].sudo()
        for rule in Rule.search([("active", "=", True)]):
            start = fields.Date.start_of(
                fields.Date.subtract(fields.Date.start_of(today, rule.period), days=1),
                rule.period,
            )
            end = fields.Date.end_of(start, rule.period)
            if rule.date_from <= start and not (rule.date_to and rule.date_to < end):
                self._compute_rule(rule, start, end)

    @api.model
    def _compute_rule(self, rule, date_from, date_to):
        """Make what is missing of one rule and period; done twice, it adds nothing.

        :returns: the new rebates
        """
        if date_to >= fields.Date.context_today(self):
            raise UserError(self.env._("This period is not over yet."))
        tiers = rule._get_tiers()
        decimals = rule.currency_id.decimal_places
        rows = []
        for dealer_id, turnover in self._read_turnovers(rule, date_from, date_to):
            percent = get_percent(tiers, turnover)
            rows.append(
                {
                    "rule_id": rule.id,
                    "dealer_id": dealer_id,
                    "company_id": rule.company_id.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    "turnover": float(turnover),
                    "percent": float(percent),
                    "amount": float(get_rebate(turnover, percent, decimals)),
                }
            )
        return self.sudo().create(rows)

    @api.model
    def _read_turnovers(self, rule, date_from, date_to):
        """(dealer id, exact turnover) of those without a rebate of that period."""
        self.flush_model()
        self.env["account.move"].flush_model()
        self.env["membership.dealer"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT dealer.id, SUM(move.amount_untaxed_signed)::text
                FROM membership_dealer dealer
                JOIN account_move move ON move.commercial_partner_id = dealer.partner_id
                JOIN res_company company ON company.id = move.company_id
                WHERE dealer.company_id = %(company)s
                    AND dealer.state IN ('approved', 'suspended')
                    AND (%(level)s IS NULL OR dealer.effective_level_id = %(level)s)
                    AND move.state = 'posted'
                    AND move.move_type IN ('out_invoice', 'out_refund')
                    AND move.invoice_date BETWEEN %(start)s AND %(end)s
                    AND split_part(company.parent_path, '/', 1)::integer
                        = dealer.company_id
                    AND NOT EXISTS (
                        SELECT FROM membership_dealer_rebate rebate
                        WHERE rebate.rule_id = %(rule)s
                            AND rebate.dealer_id = dealer.id
                            AND rebate.date_from = %(start)s)
                GROUP BY dealer.id ORDER BY dealer.id
                """,
                company=rule.company_id.id,
                level=rule.level_id.id or None,
                rule=rule.id,
                start=date_from,
                end=date_to,
            )
        )
        return [
            (dealer_id, Decimal(total)) for dealer_id, total in self.env.cr.fetchall()
        ]
