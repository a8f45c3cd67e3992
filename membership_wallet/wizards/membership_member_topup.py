import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import QUICK_AMOUNTS


class MembershipMemberTopup(models.TransientModel):
    """Top-up at the counter: scan, choose the amount, confirm."""

    _name = "membership.member.topup"
    _inherit = ["membership.window"]
    _description = "Top up a Member"

    # Made with the window: a second click confirms the same top-up.
    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    term = fields.Char(
        string="Card, Phone or Name", help="Scan the card, or type a phone or a name."
    )
    candidate_ids = fields.Many2many("membership.member", string="Found")
    member_id = fields.Many2one("membership.member")
    card_id = fields.Many2one(
        "membership.card",
        domain="[('member_id', '=', member_id), ('state', '!=', 'cancelled')]",
    )
    problem = fields.Char(compute="_compute_problem")
    level_id = fields.Many2one(related="member_id.level_id")
    phone_masked = fields.Char(related="member_id.phone_masked", string="Phone")
    wallet_balance = fields.Monetary(related="member_id.wallet_balance")
    wallet_bonus = fields.Monetary(related="member_id.wallet_bonus")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    quick_amount = fields.Selection(
        selection="_get_quick_amounts", string="Quick Amounts", store=False
    )
    amount = fields.Monetary()
    ladder = fields.Char(string="Bonus Ladder", compute="_compute_bonus")
    bonus_amount = fields.Monetary(string="Bonus", compute="_compute_bonus")
    bonus_expires_on = fields.Date(string="Bonus Valid Until", compute="_compute_bonus")
    balance_after = fields.Monetary(
        string="Balance Afterwards", compute="_compute_bonus"
    )
    method_id = fields.Many2one(
        "membership.topup.method",
        string="Paid By",
        compute="_compute_method_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'parent_of', company_id)]",
    )
    needs_reference = fields.Boolean(related="method_id.needs_reference")
    reference = fields.Char(help="Number of the slip or the payment.")

    # === DEFAULT METHODS === #
    @api.model
    def _get_quick_amounts(self):
        """The amounts of the bonus ladder and some round ones."""
        ladder = self.env["membership.topup.rule"]._get_ladder(self.env.company)
        amounts = {f"{amount:g}" for amount in ladder.mapped("amount_from")}
        amounts |= {str(amount) for amount in QUICK_AMOUNTS}
        return [(amount, amount) for amount in sorted(amounts, key=float)]

    # === COMPUTE METHODS === #
    @api.depends("outlet_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.outlet_id.company_id or self.env.company

    @api.depends("company_id")
    def _compute_method_id(self):
        Method = self.env["membership.topup.method"]
        for wizard in self:
            domain = Method._check_company_domain(wizard.company_id)
            known = wizard.method_id.filtered_domain(domain)
            wizard.method_id = known or Method.search(domain, limit=1)

    @api.depends("term", "member_id", "card_id", "candidate_ids")
    def _compute_problem(self):
        for wizard in self:
            wizard.problem = wizard._get_problem()

    @api.depends("amount", "member_id")
    def _compute_bonus(self):
        Rule = self.env["membership.topup.rule"]
        today = fields.Date.context_today(self)
        for wizard in self:
            member = wizard.member_id
            company = member.company_id or wizard.company_id
            ladder = Rule._get_ladder(company).sorted("amount_from")
            ladder = ladder.filtered(
                lambda rule, level=member.level_id: (
                    not rule.level_ids or level in rule.level_ids
                )
            )
            wizard.ladder = " · ".join(rule._get_ladder_label() for rule in ladder)
            rule, bonus = ladder._match(
                member.level_id, wizard._get_amount(), company.currency_id
            )
            wizard.bonus_amount = float(bonus)
            wizard.bonus_expires_on = rule._get_expiry(today)
            wizard.balance_after = member.wallet_balance + wizard.amount + float(bonus)

    # === ONCHANGE METHODS === #
    @api.onchange("term")
    def _onchange_term(self):
        if not self.term:
            return  # also when the window opens on a member
        self.candidate_ids = self.member_id = self.card_id = False
        try:
            members, card = self.env["membership.member"]._identify(
                self.term, self.company_id, "wallet"
            )
        except UserError:
            return  # the window shows why, see _get_problem
        if len(members) == 1:
            self.member_id = members
            self.card_id = card or self._get_default_card(members)
        else:
            self.candidate_ids = members

    @api.onchange("member_id")
    def _onchange_member_id(self):
        if self.card_id.member_id != self.member_id:
            self.card_id = self._get_default_card(self.member_id)

    @api.onchange("quick_amount")
    def _onchange_quick_amount(self):
        if self.quick_amount:
            self.amount = float(self.quick_amount)

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields_list):
        """From the member or the card the window is opened on."""
        values = super().default_get(fields_list)
        member = self.env["membership.member"].browse(values.get("member_id"))
        if member and "card_id" in fields_list and not values.get("card_id"):
            values["card_id"] = self._get_default_card(member).id
        return values

    # === ACTION METHODS === #
    def action_confirm(self):
        """Take the money and show the receipt; a repeated click shows the same one."""
        self.ensure_one()
        if not self.member_id:
            raise UserError(self.env._("Scan a card or choose the member first."))
        for name in ("member_id", "card_id", "outlet_id", "method_id"):
            self[name].check_access("read")
        self.outlet_id._check_in_scope()
        topup = self.env["membership.topup"]._topup(
            self.member_id,
            self._get_amount(),
            self.method_id,
            self.key,
            card=self.card_id,
            outlet=self.outlet_id,
            reference=self.reference,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.topup",
            "res_id": topup.id,
            "view_mode": "form",
            "target": "current",
        }

    # === HELPERS === #
    def _get_amount(self):
        return Decimal(f"{self.amount:.{self.currency_id.decimal_places or 2}f}")

    def _get_default_card(self, member):
        """The first card of ``member`` that is in use."""
        return member.card_ids.filtered(lambda card: card.state == "active")[:1]

    def _get_problem(self):
        """Why this top-up would be refused, or False."""
        self.ensure_one()
        try:
            if self.card_id:
                self.card_id._check_usable("wallet")
            if self.member_id:
                self.member_id._check_active()
                return False
            members, _card = self.env["membership.member"]._identify(
                self.term, self.company_id, "wallet"
            )
        except UserError as error:
            return str(error)
        if self.term and not members:
            return self.env._("Nobody is found for “%(term)s”.", term=self.term)
        return False
