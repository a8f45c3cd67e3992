from odoo import models


class MembershipMember(models.Model):
    _inherit = "membership.member"

    # === HOOKS === #
    def _get_till_data(self):
        """Adds ``fees`` that can be paid at the till, and whether benefits rest."""
        data = super()._get_till_data()
        due = (
            self.env["membership.fee"]
            .sudo()
            .search(
                [("member_id", "=", self.id), ("state", "=", "due")], order="due_on, id"
            )
        )
        data["fees"] = [fee._prepare_till_fee() for fee in due]
        data["is_fee_suspended"] = bool(self._get_fee_suspended())
        return data
