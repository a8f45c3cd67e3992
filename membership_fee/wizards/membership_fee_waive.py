from odoo import api, fields, models


class MembershipFeeWaive(models.TransientModel):
    """Let members off fees, with a reason that stays on file."""

    _name = "membership.fee.waive"
    _inherit = ["membership.naming"]
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
        self.fee_ids.check_access("read")
        self.fee_ids.member_id._check_at_home()
        self.fee_ids._waive(self.reason)
        return {
            **self.fee_ids.action_print_waiver(),
            "close_on_report_download": True,
        }
