from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MOST = 1000


class MembershipGiftInvoice(models.TransientModel):
    """Sell a range of gift cards on an invoice: they can pay once it is paid."""

    _name = "membership.gift.invoice"
    _description = "Sell Gift Cards on an Invoice"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    first = fields.Char(
        string="First Card", required=True, help="Number or code: scan it."
    )
    last = fields.Char(
        string="Last Card", help="Number or code: scan it. Empty: one card only."
    )
    type_id = fields.Many2one("membership.gift.type", compute="_compute_cards")
    quantity = fields.Integer(string="Cards", compute="_compute_cards")
    problem = fields.Char(compute="_compute_cards")
    amount = fields.Monetary(
        string="On Each Card", compute="_compute_amount", store=True, readonly=False
    )
    is_fixed = fields.Boolean(compute="_compute_amount", store=True)
    total = fields.Monetary(compute="_compute_total")

    # === COMPUTE METHODS === #
    @api.depends("outlet_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.outlet_id.company_id or self.env.company

    @api.depends("first", "last", "outlet_id")
    def _compute_cards(self):
        for wizard in self:
            wizard.update({"type_id": False, "quantity": 0, "problem": False})
            if not wizard.first:
                continue
            try:
                cards = wizard._find_cards()
                wizard.type_id = cards.type_id.sudo(False)
                wizard.quantity = len(cards)
            except UserError as error:
                wizard.problem = str(error)

    @api.depends("type_id")
    def _compute_amount(self):
        for wizard in self:
            face = wizard.type_id.sudo().amount
            wizard.is_fixed = bool(face)
            wizard.amount = face or wizard.amount

    @api.depends("amount", "quantity")
    def _compute_total(self):
        for wizard in self:
            wizard.total = wizard.amount * wizard.quantity

    # === ACTION METHODS === #
    def action_confirm(self):
        """Reserve the cards, post the invoice and show it."""
        self.ensure_one()
        self.env["membership.gift.card"]._check_may_serve()
        for name in ("outlet_id", "partner_id"):
            self[name].check_access("read")
        self.outlet_id._check_in_scope()
        cards = self._find_cards()
        move = self._create_invoice(cards)
        cards.sudo()._through_gate().invoice_line_id = move.invoice_line_ids
        move.action_post()
        return self._show(move, cards)

    # === BUSINESS METHODS === #
    def _create_invoice(self, cards):
        """The draft invoice, in sudo: operators keep no books."""
        company = self.company_id
        return (
            self.env["account.move"]
            .sudo()
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_id.id,
                    "company_id": company.id,
                    "currency_id": self.currency_id.id,
                    "invoice_line_ids": [
                        Command.create(self._prepare_line_vals(company, cards))
                    ],
                }
            )
        )

    def _prepare_line_vals(self, company, cards):
        """Hook: the one line of the invoice."""
        numbers = " – ".join(dict.fromkeys((cards[0].number, cards[-1].number)))
        return {
            "name": self.env._(
                "%(type)s, %(numbers)s",
                type=cards.type_id.name,
                numbers=numbers,
            ),
            "quantity": len(cards),
            "price_unit": self.amount,
            "account_id": company._get_membership_account("gift_order").id,
            # Nothing is sold yet: what is bought with the cards is taxed.
            "tax_ids": [Command.clear()],
        }

    def _show(self, move, cards):
        """The invoice for who may see it, else the reserved cards."""
        if self.env["account.move"].browse(move.id).has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "res_model": "account.move",
                "res_id": move.id,
                "view_mode": "form",
            }
        return {
            "type": "ir.actions.act_window",
            "name": move.name,
            "res_model": "membership.gift.card",
            "view_mode": "list,form",
            "domain": [("id", "in", cards.ids)],
        }

    # === HELPERS === #
    def _find_cards(self):
        """The cards from the first to the last, in sudo.

        :raises UserError: no range, or one of them cannot be sold here
        """
        Card = self.env["membership.gift.card"].sudo()
        first = Card._find_by_number(self.first, self.company_id)
        last = Card._find_by_number(self.last or self.first, self.company_id)
        if not first or not last:
            raise UserError(self.env._("There is no blank card with this number."))
        # The payment of an invoice would have to be followed in two books.
        first.type_id._check_issued_by(self.company_id)
        numbers = first.type_id._get_range(first.number, last.number, MOST)
        if not numbers:
            raise UserError(self.env._("Sell 1 to %(most)s cards at once.", most=MOST))
        cards = Card.search(
            [("company_id", "=", first.company_id.id), ("number", "in", numbers)]
        )
        if missing := sorted(set(numbers) - set(cards.mapped("number"))):
            raise UserError(
                self.env._(
                    "There is no gift card %(number)s: split the range there.",
                    number=missing[0],
                )
            )
        for card in cards:
            card._check_can_change("sell", ("blank",))
            card._check_outlet(self.outlet_id)
        cards._check_not_on_the_way()
        return cards
