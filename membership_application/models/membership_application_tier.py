from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class MembershipApplication(models.Model):
    """Approval chains (OCA tier validation), for special cards and others."""

    _name = "membership.application"
    _inherit = ["membership.application", "tier.validation"]

    _state_from = ["submitted", "review"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"

    # === COMPUTE METHODS === #
    @api.depends("state", "kind", "review_ids")
    def _compute_need_validation(self):
        """The addon below forgets to ask again when the state moved on."""
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

    def _get_chain_sentence(self):
        waiting = self.review_ids.filtered(
            lambda review: review.status in ("waiting", "pending")
        ).sorted("sequence")[:1]
        return self.env._(
            "%(name)s waits for the approval of %(tier)s.",
            name=self.name,
            tier=waiting.name or self.env._("the approvers"),
        )

    def _validate_tier(self, tiers=False):
        """In order, each for himself; after the last one the application is approved.

        The window for comments is a public method that takes any reviews: only those
        whose turn it is count.
        """
        self.ensure_one()
        self = self.sudo()  # reviewers may look, and say yes
        sequences = self._get_sequences_to_approve(self.env.user)
        turn = self.review_ids.filtered(lambda review: review.sequence in sequences)
        tiers = (tiers or self.review_ids) & turn
        if tiers:
            # A second one of theirs is asked for separately: one yes, one tier.
            super()._validate_tier(tiers.sorted("sequence")[:1])  # returns nothing
            self.review_ids._update_review_status()
        if self.validation_status == "validated" and self.state in self._state_from:
            self._change_state("approve")
        return

    def _rejected_tier(self, tiers=False):
        """A refusal gives its reason in our own window."""
        raise ValidationError(
            self.env._("Use the button Refuse: the applicant is told why.")
        )

    def reject_tier(self):
        """The button of the approvers' list: asks for the reason."""
        return self.action_refuse()

    def restart_validation(self):
        """Only the card centre begins again, by cancelling and reopening."""
        raise UserError(
            self.env._("To begin again, cancel the application and reopen it.")
        )

    def request_validation(self):
        """Ask the approvers; who may hand in may not write reviews."""
        return super(MembershipApplication, self.sudo()).request_validation()

    # === HELPERS === #
    def _check_allow_write_under_validation(self, vals):
        return self._is_through_gate() or super()._check_allow_write_under_validation(
            vals
        )
