from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.membership_card.const import OPEN_STATES, PAID_STATES

from ..const import KINDS, STATES


class MembershipFee(models.Model):
    """One fee that a member owes or owed.

    Its state follows from facts (invoice, payment, waiver) and is never set: an
    invoice whose payment is undone makes the fee due again by itself.
    """

    _name = "membership.fee"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "membership.owed",
        "membership.seen",
    ]
    _names_people = True  # see membership.naming
    _description = "Membership Fee"
    _order = "due_on desc, id desc"
    _mail_post_access = "read"  # staff note calls; nobody edits a fee

    name = fields.Char(string="Number", required=True, readonly=True, index=True)
    member_id = fields.Many2one(
        "membership.member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="member_id.partner_id")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True, ondelete="restrict"
    )
    card_id = fields.Many2one("membership.card", readonly=True, ondelete="restrict")
    outlet_id = fields.Many2one(
        "membership.outlet", readonly=True, index=True, ondelete="restrict"
    )
    schedule_id = fields.Many2one(
        "membership.fee.schedule", readonly=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(string="Idempotency Key", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_state",
        store=True,
        help="Not paid yet. Of an invoice that is paid in part, this fee's share.",
    )
    amount_waived = fields.Monetary(
        string="Waived", readonly=True, copy=False, help="What was open when waived."
    )
    amount_paid = fields.Monetary(
        string="Paid",
        compute="_compute_amount_paid",
        help="Of an invoice that is paid in part, this fee's share.",
    )
    period_start = fields.Date(readonly=True)
    period_end = fields.Date(readonly=True)
    charged_on = fields.Date(required=True, readonly=True, index=True)
    due_on = fields.Date(required=True, readonly=True, index=True)
    grace_until = fields.Date(
        required=True,
        readonly=True,
        help="Unpaid after this day, it suspends the member's benefits and a late fee "
        "is charged.",
    )
    late_for_id = fields.Many2one(
        "membership.fee",
        string="Late Fee For",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    invoice_line_ids = fields.One2many(
        "account.move.line", "membership_fee_id", string="Invoice Lines", readonly=True
    )
    invoice_id = fields.Many2one("account.move", compute="_compute_invoice_id")
    settled_on = fields.Datetime(
        string="Paid at Till", readonly=True, copy=False, help="Paid without invoice."
    )
    settlement = fields.Char(
        string="Receipt", readonly=True, copy=False, help="What paid it."
    )
    waived_on = fields.Date(readonly=True, copy=False, tracking=True)
    waived_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    waive_reason = fields.Char(readonly=True, copy=False, tracking=True)
    cancelled_on = fields.Date(readonly=True, copy=False, tracking=True)
    reminded_before_on = fields.Date(readonly=True, copy=False)
    reminded_after_on = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        STATES, compute="_compute_state", store=True, required=True, tracking=True
    )

    _key_unique = models.UniqueIndex(
        "(member_id, key)", "This fee has been charged already."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A fee is more than zero."
    )
    _waived_with_reason = models.Constraint(
        "CHECK (waived_on IS NULL OR waive_reason <> '')", "Say why a fee is waived."
    )
    # What nightly jobs and tills ask: who owes what.
    _open_index = models.Index(
        "(member_id, grace_until) WHERE state IN ('due', 'invoiced')"
    )
    _open_due_index = models.Index("(due_on) WHERE state IN ('due', 'invoiced')")

    # === COMPUTE METHODS === #
    @api.depends(
        "waived_on",
        "cancelled_on",
        "settled_on",
        "amount",
        "invoice_line_ids.move_id.state",
        "invoice_line_ids.move_id.payment_state",
        "invoice_line_ids.move_id.amount_residual",
    )
    def _compute_state(self):
        for fee in self:
            fee.state = fee._get_state()
            fee.amount_open = fee._get_open() if fee.state in OPEN_STATES else 0

    @api.depends("amount", "amount_open", "amount_waived", "state")
    def _compute_amount_paid(self):
        for fee in self:
            is_cancelled = fee.state == "cancelled"
            paid = fee.amount - fee.amount_open - fee.amount_waived
            fee.amount_paid = 0 if is_cancelled else fee.currency_id.round(paid)

    @api.depends("invoice_line_ids")
    def _compute_invoice_id(self):
        for fee in self:
            fee.invoice_id = fee.sudo()._get_invoices()[-1:]

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        if self:
            raise UserError(
                self.env._("A fee is never deleted: waive it, with a reason.")
            )

    # === ACTION METHODS === #
    def action_invoice(self):
        """Put what is due on one invoice per member; open them for who may see them."""
        self.check_access("read")
        invoices = self._create_invoices()
        if not invoices:
            raise UserError(self.env._("None of these fees is due any more."))
        return invoices._get_fee_invoices_action()

    def action_waive(self):
        """Open the window that asks why these fees are waived."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive Fees"),
            "res_model": "membership.fee.waive",
            "view_mode": "form",
            "target": "new",
            "context": {"default_fee_ids": self.ids},
        }

    def action_view_invoice(self):
        """Open the invoice of this fee."""
        self.ensure_one()
        return self.invoice_id._get_fee_invoices_action()

    # === HELPERS === #
    def _format_open(self):
        """What is open of these fees of one company, for people."""
        return self.currency_id[:1].format(sum(self.mapped("amount_open")))

    def _get_state(self):
        """What the facts about this fee amount to."""
        self.ensure_one()
        invoices = self.sudo()._get_invoices()
        if self.waived_on:
            return "waived"
        if self.cancelled_on:
            return "cancelled"
        paid = invoices.filtered(lambda m: m.payment_state in PAID_STATES)
        if self.settled_on or paid:
            return "paid"
        # A credit note for the whole invoice takes the demand back.
        running = invoices.filtered(lambda m: m.payment_state != "reversed")
        if running:
            return "invoiced"
        return "cancelled" if invoices else "due"

    def _get_invoices(self):
        """Invoices with this fee that are not cancelled."""
        return self.invoice_line_ids.move_id.filtered(
            lambda move: move.state != "cancel" and move.move_type == "out_invoice"
        )
