from odoo import fields, models


class MembershipMemberAct(models.TransientModel):
    """Ending a membership: what becomes of the open fees."""

    _inherit = "membership.member.act"

    fee_open = fields.Monetary(
        related="member_id.fee_open", currency_field="fee_currency_id"
    )
    fee_currency_id = fields.Many2one(related="member_id.fee_currency_id")
    waive_fees = fields.Boolean(
        string="Waive the Open Fees",
        groups="membership_fee.group_waive",
        help="The reason of this step is the reason of the waiver. Otherwise the fees "
        "have to be paid before the membership can end.",
    )

    # === HOOKS === #
    def _prepare_settlement(self):
        """Adds what was chosen for fees."""
        may = self.env.user.has_group("membership_fee.group_waive")
        fees = "waive" if may and self.waive_fees else None
        return super()._prepare_settlement() | {"fees": fees}
