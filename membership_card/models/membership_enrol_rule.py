from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..const import CHUNK, HOLDER_KINDS


class MembershipEnrolRule(models.Model):
    """What makes a customer a member: at once, or by an offer that staff makes."""

    _name = "membership.enrol.rule"
    _description = "Enrolment Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Rule", required=True, translate=True)
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
            ("product", "Pays a fee or for certain products"),
            ("topup", "Pays in ahead at once"),
            ("topup_period", "Pays in ahead in a period"),
            ("purchase", "Spends at once"),
            ("period", "Spends in a period"),
        ],
        required=True,
        default="purchase",
        help="What the customer does. He needs a name and a phone. What is paid in "
        "ahead is a first top-up, a payment without an invoice, or a gift card bought "
        "at a till.",
    )
    product_ids = fields.Many2many(
        "product.product",
        "membership_enrol_rule_product_rel",
        string="Products",
        help="For example the joining fee, or the tin that has a card in it.",
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
        "CHECK (trigger IN ('registration', 'product') OR amount > 0)",
        "Say from which amount on the rule applies.",
    )
    _period_positive = models.Constraint(
        "CHECK (trigger NOT IN ('period', 'topup_period') "
        "OR period_months BETWEEN 1 AND 120)",
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

    # === CONSTRAINT METHODS === #
    @api.constrains("trigger", "product_ids")
    def _check_products(self):
        for rule in self:
            if rule.trigger == "product" and not rule.product_ids:
                raise ValidationError(
                    self.env._("Say for which products the customer pays.")
                )

    @api.constrains("type_id")
    def _check_type(self):
        for rule in self:
            if rule.type_id.kind in HOLDER_KINDS:
                raise ValidationError(
                    self.env._(
                        "Cards of type %(type)s are carried for somebody else: nobody "
                        "becomes a member with one.",
                        type=rule.type_id.name,
                    )
                )

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

    def action_preview(self):
        """Show whom the rule would reach now, changing nothing."""
        self.ensure_one()
        self.check_access("read")
        partner_ids = [partner_id for partner_id, _amount in self._find_candidates()]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reached by: %(rule)s", rule=self.name),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("id", "in", partner_ids)],
            "context": {"create": False},
            "help": self.env._("Nobody yet, or everybody heard of it already."),
        }

    def action_view_offers(self):
        """Open what came of this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_enrol_offer_action"
        )
        return action | {"domain": [("rule_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #
    @api.model
    def _notice_sale(self, company, partner, amount, lines=None, kind="purchase"):
        """A sale to somebody who may not be a member yet; costs a till nothing.

        Without a rule that acts at once no query is made. With one, the job is called
        after the sale was committed.

        :param partner: ``res.partner`` who bought
        :param amount: what he paid
        :param lines: of the document, with ``product_id``
        :param kind: purchase, or topup for money that he paid in ahead
        """
        least, products = self._get_least(company.root_id.id, kind)
        is_enough = least and amount >= least
        if products and lines and not is_enough:
            is_enough = not products.isdisjoint(lines.product_id.ids)
        if partner and is_enough:
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

    @tools.ormcache("company_id", "kind")
    def _get_least(self, company_id, kind):
        """What makes a member at once.

        :returns: the smallest amount, 0 if no rule does that; ids of products
        """
        rules = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("trigger", "in", (kind, "product")),
                ("reaction", "=", "enrol"),
            ]
        )
        by_product = rules.filtered(lambda rule: rule.trigger == "product")
        least = min((rules - by_product).mapped("amount"), default=0)
        return least, frozenset(by_product.product_ids.ids)

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
