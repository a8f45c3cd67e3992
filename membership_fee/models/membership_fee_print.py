from odoo import models


class MembershipFee(models.Model):
    """What the printed forms need."""

    _inherit = "membership.fee"

    # === ACTION METHODS === #
    def action_print_waiver(self):
        """Print the waiver forms of these fees, to be signed and filed."""
        return self.env.ref("membership_fee.action_report_waiver").report_action(self)
