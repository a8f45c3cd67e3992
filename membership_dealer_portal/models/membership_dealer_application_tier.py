from odoo import api, models
from odoo.exceptions import UserError


class MembershipDealerApplication(models.Model):
    """Approval chains (OCA tier validation): who says yes before the manager does."""

    _name = "membership.dealer.application"
    _inherit = ["membership.dealer.application", "tier.validation"]

    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "withdrawn"

    @api.depends("state", "review_ids.status")
    def _compute_need_validation(self):
        """The addon below forgets to ask again when the reviews moved on."""
        return super()._compute_need_validation()

    def _check_can_approve(self):
        """The chain comes first; without one, the manager alone decides."""
        result = super()._check_can_approve()
        application = self.sudo()
        if not application.review_ids:
            self._start_chain()
        if application.review_ids and application.validation_status != "validated":
            waiting = application.review_ids.filtered(
                lambda review: review.status in ("waiting", "pending")
            ).sorted("sequence")[:1]
            raise UserError(
                self.env._(
                    "%(name)s waits for the approval of %(tier)s.",
                    name=self.name,
                    tier=waiting.name or self.env._("the approvers"),
                )
            )
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
