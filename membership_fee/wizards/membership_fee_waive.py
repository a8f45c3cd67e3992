from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import OPEN_STATES


class MembershipFeeWaive(models.TransientModel):
    """Let members off fees, with a reason that stays on file."""

    _name = "membership.fee.waive"
    _description = "Waive Fees"

    fee_ids = fields.Many2many("membership.fee", string="Fees", required=True)
    currency_id = fields.Many2one(related="fee_ids.currency_id")
    amount = fields.Monetary(compute="_compute_amount", string="Together")
    reason = fields.Char(required=True)

    # === COMPUTE METHODS === #
    @api.depends("fee_ids")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.fee_ids.mapped("amount_open"))

    # === ACTION METHODS === #
    def action_confirm(self):
        """Waive and print the form.

        :raises UserError: a fee that is paid, waived or cancelled already
        """
        self.ensure_one()
        if not self.env.user.has_group("membership_fee.group_waive"):
            raise AccessError(
                self.env._("You may not waive fees: ask a manager for the right.")
            )
        self.fee_ids.check_access("read")
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why the fees are waived."))
        closed = self.fee_ids.filtered(lambda fee: fee.state not in OPEN_STATES)
        if closed:
            raise UserError(
                self.env._(
                    "%(fee)s is not open any more: take it out of the list.",
                    fee=closed[0].name,
                )
            )
        fees = self.fee_ids.sudo()
        fees.write(
            {
                "waived_on": fields.Date.context_today(self),
                "waived_by_id": self.env.uid,
                "waive_reason": self.reason.strip(),
            }
        )
        fees._take_back_invoices()
        return {
            **self.fee_ids.action_print_waiver(),
            "close_on_report_download": True,
        }
