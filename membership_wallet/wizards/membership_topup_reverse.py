import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError


class MembershipTopupReverse(models.TransientModel):
    """Pay a top-up back, as far as it is unspent."""

    _name = "membership.topup.reverse"
    _inherit = ["membership.window"]
    _description = "Pay a Top-up Back"

    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    topup_id = fields.Many2one(
        "membership.topup", string="Top-up", required=True, readonly=True
    )
    currency_id = fields.Many2one(related="topup_id.currency_id")
    company_id = fields.Many2one(related="topup_id.company_id")
    member_id = fields.Many2one(related="topup_id.member_id")
    paid = fields.Monetary(related="topup_id.amount", string="Paid In")
    largest = fields.Monetary(
        string="Can Be Paid Back",
        compute="_compute_largest",
        help="What is unspent, not reserved, and whose bonus is unspent too.",
    )
    amount = fields.Monetary(
        string="Pay Back", compute="_compute_amount", store=True, readonly=False
    )
    bonus_due = fields.Monetary(
        string="Bonus Taken Back",
        compute="_compute_bonus_due",
        help="In proportion to the money.",
    )
    method_id = fields.Many2one(
        "membership.topup.method",
        string="Paid Back By",
        compute="_compute_amount",
        store=True,
        readonly=False,
        domain="[('company_id', 'parent_of', company_id)]",
    )
    reason = fields.Char(required=True)

    # === COMPUTE METHODS === #
    @api.depends("topup_id")
    def _compute_largest(self):
        for wizard in self:
            wizard.largest = float(wizard.topup_id._get_largest_refund())

    @api.depends("topup_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.largest
            wizard.method_id = wizard.topup_id.method_id

    @api.depends("topup_id", "amount")
    def _compute_bonus_due(self):
        for wizard in self:
            wizard.bonus_due = float(
                wizard.topup_id._get_bonus_due(wizard._get_amount())
            )

    # === ACTION METHODS === #
    def action_confirm(self):
        """Pay back; a repeated click changes nothing."""
        self.ensure_one()
        if not self.env.user.has_group("membership_ledger.group_manager"):
            raise AccessError(self.env._("Only a manager pays top-ups back."))
        self.topup_id.check_access("read")
        self.topup_id.outlet_id._check_in_scope()
        self.method_id.check_access("read")
        self.topup_id._pay_back(
            self._get_amount(), self.key, self.reason, method=self.method_id
        )
        return {"type": "ir.actions.act_window_close"}

    # === HELPERS === #
    def _get_amount(self):
        return Decimal(f"{self.amount:.{self.currency_id.decimal_places}f}")
