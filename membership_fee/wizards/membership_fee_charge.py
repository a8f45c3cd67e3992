import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import KINDS

# What staff charge by hand; the rest follows from time or from an invoice.
BY_HAND = ("joining", "card", "replacement", "renewal", "service")


class MembershipFeeCharge(models.TransientModel):
    """Charge one fee of the schedule by hand, for example for a statement."""

    _name = "membership.fee.charge"
    _inherit = ["membership.window"]
    _description = "Charge a Fee"

    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    member_id = fields.Many2one("membership.member", required=True, readonly=True)
    kind = fields.Selection(
        [kind for kind in KINDS if kind[0] in BY_HAND],
        required=True,
        default="service",
    )
    card_id = fields.Many2one(
        "membership.card", domain="[('member_id', '=', member_id)]"
    )
    schedule_id = fields.Many2one(
        "membership.fee.schedule", compute="_compute_schedule_id"
    )
    currency_id = fields.Many2one(related="member_id.company_id.currency_id")
    amount = fields.Monetary(related="schedule_id.amount")
    due_days = fields.Integer(related="schedule_id.due_days")

    # === COMPUTE METHODS === #
    @api.depends("member_id", "kind", "card_id")
    def _compute_schedule_id(self):
        Schedule = self.env["membership.fee.schedule"]
        for wizard in self:
            wizard.schedule_id = wizard.member_id and Schedule._find(
                wizard.member_id, wizard.kind, wizard.card_id
            )

    # === ACTION METHODS === #
    def action_confirm(self):
        """Charge; a repeated click charges nothing more."""
        self.ensure_one()
        self.member_id.check_access("read")
        self.card_id.check_access("read")
        fee = self.member_id._charge_fee(
            self.kind,
            self.key,
            card=self.card_id or None,
            outlet=self.env["membership.outlet"]._get_default(),
        )
        if not fee:
            raise UserError(
                self.env._(
                    "This is free for %(member)s: the fee schedule has no amount for "
                    "it.",
                    member=self.member_id.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.fee",
            "res_id": fee.id,
            "view_mode": "form",
        }
