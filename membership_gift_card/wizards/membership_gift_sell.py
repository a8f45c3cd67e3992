import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipGiftSell(models.TransientModel):
    """Sell one gift card in the back office, or top one up: scan it, take the money."""

    _name = "membership.gift.sell"
    _description = "Sell a Gift Card"

    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    term = fields.Char(string="Scan", help="Number or code of a blank: scan it.")
    card_id = fields.Many2one("membership.gift.card", compute="_compute_card_id")
    problem = fields.Char(compute="_compute_card_id")
    is_topup = fields.Boolean(compute="_compute_card_id")
    type_id = fields.Many2one(related="card_id.type_id")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    is_fixed = fields.Boolean(compute="_compute_amount", store=True)
    method_id = fields.Many2one(
        "membership.topup.method",
        string="Paid By",
        compute="_compute_method_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'parent_of', company_id)]",
    )
    needs_reference = fields.Boolean(related="method_id.needs_reference")
    reference = fields.Char(
        string="Slip Number", help="Number of the slip or of the payment."
    )

    # === COMPUTE METHODS === #
    @api.depends("outlet_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.outlet_id.company_id or self.env.company

    @api.depends("term", "outlet_id")
    def _compute_card_id(self):
        Card = self.env["membership.gift.card"].sudo()
        for wizard in self:
            wizard.update({"card_id": False, "problem": False, "is_topup": False})
            if not wizard.term:
                continue
            card = Card._find_by_number(wizard.term, wizard.company_id)
            wizard.is_topup = (
                card.state == "active" and card.company_id.membership_gift_topup
            )
            if card.state == "blank" or wizard.is_topup:
                wizard.card_id = card.sudo(False)
            try:
                wizard._check_card(card)
            except UserError as error:
                wizard.problem = str(error)

    @api.depends("card_id", "is_topup")
    def _compute_amount(self):
        for wizard in self:
            face = not wizard.is_topup and wizard.card_id.sudo().type_id.amount
            wizard.is_fixed = bool(face)
            wizard.amount = face or wizard.amount

    @api.depends("company_id")
    def _compute_method_id(self):
        Method = self.env["membership.topup.method"]
        for wizard in self:
            domain = Method._check_company_domain(wizard.company_id)
            wizard.method_id = Method.search(domain, limit=1)

    # === ACTION METHODS === #
    def action_confirm(self):
        """Take the money and show the card; a repeated click sells nothing more."""
        self.ensure_one()
        Card = self.env["membership.gift.card"]
        Card._check_may_serve()
        for name in ("outlet_id", "method_id"):
            self[name].check_access("read")
        self.outlet_id._check_in_scope()
        # Also if it was sold: a repeated click shows what the first one sold.
        card = Card.sudo()._find_by_number(self.term, self.company_id)
        if not card or not self.method_id:
            raise UserError(self.env._("Scan a blank card and choose the method."))
        decimals = self.currency_id.decimal_places
        take = card._top_up if self.is_topup else card._sell
        take(
            Decimal(f"{self.amount:.{decimals}f}"),
            self.key,
            method=self.method_id,
            reference=self.reference,
            outlet=self.outlet_id,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.gift.card",
            "res_id": card.id,
            "view_mode": "form",
        }

    # === HELPERS === #
    def _check_card(self, card):
        """Raise, in a sentence, if this card can be neither sold nor topped up here."""
        if not card:
            doubt = self.env["membership.gift.type"]._get_number_doubt(
                self.term, self.company_id
            )
            raise UserError(
                doubt or self.env._("There is no gift card with this number.")
            )
        card._check_taken_at(self.company_id)
        if self.is_topup:
            card._check_usable()
            return
        if card.state in ("active", "blocked", "expired"):
            raise UserError(self.env._("This card was sold already."))
        card._check_can_change("sell", ("blank",))
        card._check_outlet(self.outlet_id)
        card._check_not_on_the_way()
