from odoo import fields, models


class MembershipMemberAct(models.TransientModel):
    """Ending a membership: what becomes of the stored value."""

    _inherit = "membership.member.act"

    money_left = fields.Monetary(
        related="member_id.wallet_balance",
        currency_field="wallet_currency_id",
        string="Stored Value Left",
    )
    wallet_currency_id = fields.Many2one(related="member_id.wallet_currency_id")
    money_choice = fields.Selection(
        [
            ("pay_out", "Pay Out the Principal"),
            ("forfeit", "Forfeit All of It"),
        ],
        string="What Becomes of It",
        help="Paid out: what the member paid in and did not spend; bonus is forfeited. "
        "Forfeited: the member gives up all of it, in writing.",
    )
    payout_method_id = fields.Many2one(
        "membership.topup.method",
        string="Paid Out By",
        domain="[('company_id', 'parent_of', payout_company_id)]",
    )
    payout_company_id = fields.Many2one(related="member_id.company_id")

    # === HOOKS === #
    def _prepare_settlement(self):
        """Adds what was chosen for money."""
        return super()._prepare_settlement() | {
            "money": self.money_choice,
            "method": self.payout_method_id,
        }
