from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class MembershipApplication(models.Model):
    """Approval chains (OCA tier validation), for special cards and others."""

    _name = "membership.application"
    _inherit = ["membership.application", "membership.approval"]

    _state_from = ["submitted", "review"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"

    # === COMPUTE METHODS === #
    @api.depends("kind")
    def _compute_need_validation(self):
        """Chains are for kinds of applications."""
        return super()._compute_need_validation()

    # === ACTION METHODS === #
    def action_approve(self):
        """Agree to it: as one of a chain of approvers, if there is a chain."""
        chained = self.filtered(lambda application: application.review_ids)
        for application in chained:
            application.check_access("read")
            if not application.can_review:
                raise UserError(application._get_chain_sentence())
            application._check_can_change("approve", application._state_from)
            application.validate_tier()
        return super(MembershipApplication, self - chained).action_approve()

    # === BUSINESS METHODS === #
    def _after_submit(self):
        """Start the chain: its first approver is asked at once."""
        reviews = self.request_validation()
        if lonely := reviews.filtered(lambda review: not review.reviewer_ids)[:1]:
            raise UserError(
                self.env._(
                    "Nobody can approve as “%(tier)s”: ask the administrator to put "
                    "somebody into the group %(group)s.",
                    tier=lonely.name,
                    group=lonely.reviewer_group_id.name or lonely.name,
                )
            )

    def _after_refuse(self):
        """Whoever refuses ends the chain."""
        waiting = self.review_ids.filtered(
            lambda review: review.status in ("waiting", "pending")
        )
        mine = waiting.filtered(lambda review: self.env.user in review.reviewer_ids)[:1]
        mine.write({"status": "rejected", "done_by": self.env.uid})
        (waiting - mine).write({"status": "cancel"})
        self._send_answer("membership_application.mail_template_refused")

    def _after_reopen(self):
        """What is handed in anew is approved anew."""
        self.review_ids.unlink()

    def _check_can_approve(self):
        """The chain comes first."""
        result = super()._check_can_approve()
        is_open = self.review_ids and self.validation_status != "validated"
        if is_open and not self.can_review:
            raise UserError(self._get_chain_sentence())
        return result

    def _after_last_approval(self):
        """The last yes approves."""
        if self.state in self._state_from:
            self._change_state("approve")

    def _rejected_tier(self, tiers=False):
        """A refusal gives its reason in our own window."""
        raise ValidationError(
            self.env._("Use the button Refuse: the applicant is told why.")
        )

    def reject_tier(self):
        """The button of the approvers' list: asks for the reason."""
        return self.action_refuse()

    # === HELPERS === #
    def _check_allow_write_under_validation(self, vals):
        return self._is_through_gate() or super()._check_allow_write_under_validation(
            vals
        )
