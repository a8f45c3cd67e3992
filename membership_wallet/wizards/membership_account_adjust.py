import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import BONUS, PRINCIPAL


class MembershipAccountAdjust(models.TransientModel):
    """Correct a wallet, with a reason that everybody can read afterwards."""

    _name = "membership.account.adjust"
    _inherit = ["membership.window"]
    _description = "Adjust Stored Value"

    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    account_id = fields.Many2one(
        "membership.account",
        string="Wallet",
        required=True,
        readonly=True,
        domain=[("unit_kind", "=", "money"), ("book", "in", (False, "wallet"))],
    )
    company_id = fields.Many2one(related="account_id.company_id")
    currency_id = fields.Many2one(related="account_id.unit_id.currency_id")
    balance = fields.Float(related="account_id.balance", digits=0)
    available = fields.Float(related="account_id.available", digits=0)
    direction = fields.Selection(
        [("add", "Add to the wallet"), ("take", "Take from the wallet")],
        required=True,
        default="add",
    )
    amount = fields.Monetary(required=True)
    bucket = fields.Selection(
        [(PRINCIPAL, "Like money paid in"), (BONUS, "Like bonus")],
        string="Treat As",
        required=True,
        default=PRINCIPAL,
        help="Decides in which order it is spent and whether it can be paid out.",
    )
    counterpart_id = fields.Many2one(
        "account.account",
        string="Booked Against",
        compute="_compute_counterpart_id",
        store=True,
        readonly=False,
        domain="[('company_ids', 'parent_of', company_id)]",
    )
    reason = fields.Char(
        required=True, help="Shown on the statement and in the journal entry."
    )

    # === COMPUTE METHODS === #
    @api.depends("account_id")
    def _compute_counterpart_id(self):
        for wizard in self:
            company = wizard.account_id.company_id.sudo()
            wizard.counterpart_id = company.membership_promotion_account_id

    # === ACTION METHODS === #
    def action_confirm(self):
        """Post and book the correction; a repeated click changes nothing."""
        self.ensure_one()
        if not self.env.user.has_group("membership_ledger.group_manager"):
            raise AccessError(self.env._("Only a manager corrects balances."))
        self.account_id.check_access("read")
        self.account_id.member_id._check_at_home()
        amount = Decimal(f"{self.amount:.{self.currency_id.decimal_places}f}")
        if amount <= 0:
            raise UserError(
                self.env._("Enter how much to add or to take: more than zero.")
            )
        self.account_id._adjust_money(
            amount if self.direction == "add" else -amount,
            self.key,
            self.reason,
            bucket=self.bucket if self.direction == "add" else None,
            counterpart=self.counterpart_id,
        )
        return {"type": "ir.actions.act_window_close"}
