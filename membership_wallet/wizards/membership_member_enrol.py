import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipMemberEnrol(models.TransientModel):
    """A new member who pays in at once: enrolled and topped up, or neither."""

    _inherit = "membership.member.enrol"

    # Made with the window: a second click confirms the same top-up.
    topup_key = fields.Char(readonly=True, default=lambda self: str(uuid.uuid4()))
    currency_id = fields.Many2one(related="company_id.currency_id")
    topup_amount = fields.Monetary(
        string="First Top-up", help="Empty: nothing is paid in now."
    )
    topup_hint = fields.Char(compute="_compute_topup_hint")
    topup_method_id = fields.Many2one(
        "membership.topup.method",
        string="Paid By",
        compute="_compute_topup_method_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'parent_of', company_id)]",
    )
    topup_needs_reference = fields.Boolean(related="topup_method_id.needs_reference")
    topup_reference = fields.Char(
        string="Reference", help="Number of the slip or the payment."
    )

    # === COMPUTE METHODS === #
    @api.depends("company_id")
    def _compute_topup_method_id(self):
        Method = self.env["membership.topup.method"]
        for wizard in self:
            domain = Method._check_company_domain(wizard.company_id)
            wizard.topup_method_id = Method.search(domain, limit=1)

    @api.depends("topup_amount", "company_id")
    def _compute_topup_hint(self):
        Rule = self.env["membership.enrol.rule"]
        for wizard in self:
            wizard.topup_hint = wizard._describe_topup(
                Rule._get_topup_rules(wizard.company_id)
            )

    # === BUSINESS METHODS === #
    def _enrol(self):
        """Enrol, then top up, in one transaction.

        :raises UserError: what is missing, where rules ask for a larger top-up
        """
        rule = self._get_topup_rule()
        member = super()._enrol()
        if self.topup_amount:
            self._top_up(member)
        if rule:
            self.env["membership.enrol.offer"]._note_accepted(
                rule, member, self._get_topup_amount()
            )
        return member

    def _top_up(self, member):
        # Whoever may enrol need not be somebody who takes money.
        self.env["membership.member.topup"].check_access("create")
        self.topup_method_id.check_access("read")
        self.env["membership.topup"]._topup(
            member,
            self._get_topup_amount(),
            self.topup_method_id,
            self.topup_key,
            card=member.card_ids[:1],
            outlet=self.outlet_id,
            reference=self.topup_reference,
        )

    # === HOOKS === #
    def _prepare_vals(self):
        """The rule says which level and card its amount is worth."""
        vals = super()._prepare_vals()
        rule = self._get_topup_rule()
        if rule:
            vals |= {
                "level_id": rule.level_id.id or vals["level_id"],
                "type_id": rule.type_id.id or vals["type_id"],
                "source": "rule",
            }
        return vals

    # === HELPERS === #
    def _get_topup_rule(self):
        """The rule by which this top-up makes a member; empty without any."""
        Rule = self.env["membership.enrol.rule"].sudo()
        amount = self._get_topup_amount()
        if amount < 0:
            raise UserError(self.env._("The amount of a top-up is more than zero."))
        return Rule._match_topup(self.company_id, amount) if amount else Rule

    def _get_topup_amount(self):
        self.ensure_one()
        digits = self.currency_id.decimal_places or 2
        return Decimal(f"{self.topup_amount:.{digits}f}")

    def _describe_topup(self, rules):
        """What the rules make of this amount, in a sentence."""
        if not rules:
            return False
        try:
            rule = self._get_topup_rule() or rules[0]
        except UserError as error:
            return str(error)
        return self.env._(
            "%(amount)s or more: %(given)s",
            amount=rule.currency_id.format(rule.amount),
            given=rule._get_given_name(),
        )
