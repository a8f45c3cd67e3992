import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipInvoicePay(models.TransientModel):
    """Settle a customer invoice or credit note with a member's stored value."""

    _name = "membership.invoice.pay"
    _inherit = ["membership.window"]
    _description = "Settle with Stored Value"

    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    invoice_id = fields.Many2one("account.move", required=True, readonly=True)
    move_type = fields.Selection(related="invoice_id.move_type")
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    residual = fields.Monetary(related="invoice_id.amount_residual", string="Due")
    account_id = fields.Many2one(
        "membership.account", string="Wallet", compute="_compute_account_id"
    )
    member_id = fields.Many2one(related="account_id.member_id")
    available = fields.Float(related="account_id.available", digits=0)
    card_id = fields.Many2one(
        "membership.card",
        domain="[('member_id', '=', member_id), ('state', '=', 'active')]",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    price_notice = fields.Char(compute="_compute_price_notice")

    # === COMPUTE METHODS === #
    @api.depends("invoice_id")
    def _compute_account_id(self):
        for wizard in self:
            wizard.account_id = wizard.invoice_id._get_wallet().sudo(False)

    @api.depends("invoice_id")
    def _compute_amount(self):
        for wizard in self:
            wallet = wizard.account_id.sudo()
            due = wallet and wizard.invoice_id._get_wallet_due(wallet)
            wizard.amount = float(due or 0)

    @api.depends("account_id", "move_type")
    def _compute_price_notice(self):
        """What an issued invoice cannot give, and where it is given."""
        for wizard in self:
            wizard.price_notice = False
            member = wizard.account_id.sudo().member_id
            if wizard.move_type != "out_invoice" or not member:
                continue
            if pricelist := member._get_stored_pricelist():
                wizard.price_notice = self.env._(
                    "Paying from stored value earns the prices of %(level)s at tills. "
                    "This invoice is issued and keeps its own: choose the price list "
                    "%(pricelist)s on the order before you invoice it.",
                    level=member.level_id.name,
                    pricelist=pricelist.name,
                )

    # === ACTION METHODS === #
    def action_confirm(self):
        """Settle; a repeated click changes nothing."""
        self.ensure_one()
        self.invoice_id.check_access("write")
        if not self.account_id:
            raise UserError(
                self.env._(
                    "%(partner)s is not an active member with stored value.",
                    partner=self.invoice_id.partner_id.display_name,
                )
            )
        self.account_id.check_access("read")
        self.card_id.check_access("read")
        amount = Decimal(f"{self.amount:.{self.currency_id.decimal_places}f}")
        if self.move_type == "out_refund":
            self.invoice_id._return_to_wallet(self.account_id, amount, self.key)
        else:
            self.invoice_id._pay_from_wallet(
                self.account_id, amount, self.key, card=self.card_id
            )
        return {"type": "ir.actions.act_window_close"}
