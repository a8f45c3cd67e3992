from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..const import CHUNK


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
                    name = "membership_card.cron_apply_enrol_rules"
                    # Deleted by somebody: the sale is made, and stays so.
                    if job := env.ref(name, raise_if_not_found=False):
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
        for rule in self.search([("active", "=", True)]):
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
