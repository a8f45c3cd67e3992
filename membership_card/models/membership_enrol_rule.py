from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import CHUNK

# Documents are dated before they are paid: how far back a nightly look starts.
LOOK_BACK = timedelta(days=7)


class MembershipEnrolRule(models.Model):
    """What makes a customer a member: at once, or by an offer that staff makes."""

    _name = "membership.enrol.rule"
    _description = "Enrolment Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    trigger = fields.Selection(
        [
            ("registration", "Signs up on the website"),
            ("purchase", "Spends at once"),
            ("period", "Spends in a period"),
        ],
        required=True,
        default="purchase",
        help="What the customer does. He needs a name and a phone.",
    )
    amount = fields.Monetary(help="At least this much, with taxes.")
    period_months = fields.Integer(
        string="Within Months", default=12, help="Refunds are subtracted."
    )
    reaction = fields.Selection(
        [("offer", "Offer membership"), ("enrol", "Make him a member at once")],
        string="Then",
        required=True,
        default="offer",
        help="An offer stands on a worklist and at the till until staff enrols him or "
        "notes that he declined.",
    )
    date_from = fields.Date(
        string="Counts From",
        required=True,
        default=fields.Date.context_today,
        help="What customers did before does not count.",
    )
    level_id = fields.Many2one(
        "membership.level",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="Empty: the lowest.",
    )
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="Empty: the usual one.",
    )
    evaluated_until = fields.Datetime(readonly=True, copy=False)
    offer_ids = fields.One2many("membership.enrol.offer", "rule_id")
    offer_count = fields.Integer(compute="_compute_offer_count")

    _amount_positive = models.Constraint(
        "CHECK (trigger NOT IN ('purchase', 'period') OR amount > 0)",
        "Say from which amount on the rule applies.",
    )
    _period_positive = models.Constraint(
        "CHECK (trigger <> 'period' OR period_months BETWEEN 1 AND 120)",
        "A period is between 1 and 120 months.",
    )

    # === COMPUTE METHODS === #
    def _compute_offer_count(self):
        counts = dict(
            self.env["membership.enrol.offer"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.offer_count = counts.get(rule, 0)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Tills ask whether there are rules without a query."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Tills ask whether there are rules without a query."""
        if vals.keys() - {"evaluated_until"}:
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Tills ask whether there are rules without a query."""
        self.env.registry.clear_cache()
        return super().unlink()

    # === ACTION METHODS === #
    def action_apply(self):
        """Apply these rules now instead of at night."""
        self.check_access("write")
        for rule in self:
            rule._apply()

    def action_view_offers(self):
        """Open what came of this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_enrol_offer_action"
        )
        return action | {"domain": [("rule_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #
    @api.model
    def _notice_sale(self, company, partner, amount):
        """A sale to somebody who may not be a member yet; costs a till nothing.

        Without a rule that acts at once no query is made. With one, the job is called
        after the sale was committed.

        :param partner: ``res.partner`` who bought
        :param amount: what he paid
        """
        least = self._get_least(company.root_id.id)
        if partner and least and amount >= least:
            dbname, user = self.env.cr.dbname, self.env.uid
            registry = self.env.registry

            def call_job():
                with registry.cursor() as cr:
                    env = api.Environment(cr, user, {})
                    job = env.ref("membership_card.cron_apply_enrol_rules")
                    job.sudo()._trigger()

            key = f"membership_enrol_rules_{dbname}"
            if key not in self.env.cr.postcommit.data:
                self.env.cr.postcommit.data[key] = True
                self.env.cr.postcommit.add(call_job)

    @tools.ormcache("company_id")
    def _get_least(self, company_id):
        """The smallest sale that makes a member at once; 0 if no rule does that."""
        rules = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("trigger", "=", "purchase"),
                ("reaction", "=", "enrol"),
            ]
        )
        return min(rules.mapped("amount"), default=0)

    @api.model
    def _cron_apply(self):
        """Nightly, and after a sale that may make a member at once."""
        Cron = self.env["ir.cron"]
        self.env["membership.enrol.offer"]._close_answered()
        for rule in self.search([]):
            rule = rule.with_company(rule.company_id)
            while found := rule._apply():
                if not Cron._commit_progress(found, remaining=1):
                    return
            Cron._commit_progress(0, remaining=0)

    def _apply(self):
        """Apply one rule to at most a thousand customers; returns to how many."""
        self.ensure_one()
        now = fields.Datetime.now()
        candidates = self._find_candidates()
        for partner_id, amount in candidates:
            self._react(self.env["res.partner"].browse(partner_id), amount)
        if len(candidates) < CHUNK:
            self.sudo().evaluated_until = now
            return 0
        return len(candidates)

    def _react(self, partner, amount):
        """Make one customer a member, or offer it; says why where he cannot be one."""
        offer = self.env["membership.enrol.offer"].sudo()
        offer = offer.create(
            {"rule_id": self.id, "partner_id": partner.id, "amount": float(amount or 0)}
        )
        if self.reaction == "enrol":
            try:
                with self.env.cr.savepoint():
                    offer._enrol()
            except UserError as error:
                offer.note = error.args[0]

    # === HOOKS === #
    def _find_candidates(self):
        """Hook: customers who do what the rule says and heard nothing of it yet.

        :returns: list of (id of the contact, amount), at most a thousand
        """
        self.ensure_one()
        if self.trigger == "registration":
            query = self._get_registration_query()
        else:
            query = self._get_spending_query()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT candidate.partner_id, candidate.amount
                FROM (%(query)s) AS candidate
                JOIN res_partner partner ON partner.id = candidate.partner_id
                WHERE partner.active AND partner.is_company IS NOT TRUE
                    AND partner.phone_sanitized IS NOT NULL AND partner.name <> ''
                    AND (partner.company_id IS NULL
                        OR partner.company_id = ANY(%(companies)s))
                    AND NOT EXISTS (
                        SELECT FROM membership_member member
                        WHERE member.partner_id = partner.id
                            AND member.company_id = %(root)s)
                    AND NOT EXISTS (
                        SELECT FROM membership_enrol_offer offer
                        WHERE offer.partner_id = partner.id
                            AND offer.company_id = %(root)s)
                ORDER BY candidate.partner_id LIMIT %(limit)s
                """,
                query=query,
                companies=self._get_companies().ids,
                root=self.company_id.id,
                limit=CHUNK,
            )
        )
        return self.env.cr.fetchall()

    def _get_sales_queries(self):
        """Hook: each kind of document that says what somebody spent.

        :returns: list of SQL that selects partner_id, amount (in the company's currency,
            refunds negative) and moment (UTC), in this order
        """
        return [
            SQL(
                """
                SELECT move.partner_id, move.amount_total_signed AS amount,
                    COALESCE(move.invoice_date, move.date)::timestamp AS moment
                FROM account_move move
                WHERE move.company_id = ANY(%(companies)s) AND move.state = 'posted'
                    AND (move.move_type = 'out_refund'
                        OR move.move_type IN ('out_invoice', 'out_receipt')
                        AND move.payment_state IN ('paid', 'in_payment'))
                    AND %(condition)s
                """,
                companies=self._get_companies().ids,
                condition=self._get_invoice_condition(),
            )
        ]

    def _get_invoice_condition(self):
        """Hook: which invoices (``move``) are sales of their own."""
        return SQL("TRUE")

    # === HELPERS === #
    def _get_companies(self):
        return self.env["res.company"].search([("id", "child_of", self.company_id.id)])

    def _get_registration_query(self):
        return SQL(
            "SELECT DISTINCT partner_id, NULL::numeric AS amount FROM res_users "
            "WHERE share AND active AND create_date >= %s",
            self.date_from,
        )

    def _get_spending_query(self):
        """One pass over the sales since the last look, or of the period."""
        start = fields.Datetime.to_datetime(self.date_from)
        recent = start
        if self.evaluated_until:
            recent = max(start, self.evaluated_until - LOOK_BACK)
        recent = recent.replace(hour=0, minute=0, second=0, microsecond=0)
        window, measure = recent, SQL("MAX(amount)")
        if self.trigger == "period":
            months = self.period_months
            window = fields.Datetime.subtract(fields.Datetime.now(), months=months)
            window, measure = max(start, window), SQL("SUM(amount)")
        return SQL(
            """
            SELECT partner_id, %(measure)s AS amount
            FROM (%(sales)s) AS sale (partner_id, amount, moment)
            WHERE moment >= %(window)s AND partner_id IS NOT NULL
            GROUP BY partner_id
            HAVING %(measure)s >= %(amount)s AND MAX(moment) >= %(recent)s
            """,
            measure=measure,
            sales=SQL(" UNION ALL ").join(self._get_sales_queries()),
            window=window,
            recent=recent,
            amount=self.amount,
        )
