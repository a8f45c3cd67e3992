from odoo import models
from odoo.exceptions import UserError


class MembershipDealerApplication(models.Model):
    """Approval chains (OCA tier validation): who says yes before the manager does."""

    _name = "membership.dealer.application"
    _inherit = ["membership.dealer.application", "membership.approval"]

    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "withdrawn"

    def _check_can_approve(self):
        """The chain comes first; without one, the manager alone decides."""
        result = super()._check_can_approve()
        application = self.sudo()
        if not application.review_ids:
            self._start_chain()
        if self.can_review:
            self._validate_tier()  # who decides and was asked, too, agrees by that
        if application.review_ids and application.validation_status != "validated":
            raise UserError(application._get_chain_sentence())
        return result

    def _start_chain(self):
        """Ask the first approvers, if there is a chain for such applications."""
        for application in self.sudo():
            if application.need_validation:
                application.request_validation()

    def _check_allow_write_under_validation(self, vals):
        """Level and upline are agreed on while others look; the state has its gate."""
        return True

    def _after_change(self, action):
        """What is looked at again is approved again."""
        if action == "reopen":
            self.sudo().review_ids.unlink()
            self._start_chain()
        return super()._after_change(action)
