from odoo import api, models
from odoo.exceptions import UserError


class MembershipApproval(models.AbstractModel):
    """What is approved by a chain of approvers (OCA tier validation).

    Each approves in order and for himself. Reviews are written as the system, by the
    buttons: ``tier.review`` refuses everybody else.
    """

    _name = "membership.approval"
    _description = "Approval by a Chain"
    _inherit = ["tier.validation"]

    # === COMPUTE METHODS === #
    @api.depends(lambda self: (self._state_field, "review_ids.status"))
    def _compute_need_validation(self):
        """The addon below forgets to ask again when state or reviews moved on."""
        return super()._compute_need_validation()

    def _compute_next_review(self):
        """Whose turn it is, in the reader's language."""
        for record in self:
            tier = record._get_waiting_review().name
            record.next_review = tier and self.env._("Waits for: %(tier)s", tier=tier)

    # === CRUD METHODS === #
    def unlink(self):
        """Who may delete the document may not write its reviews: they go along."""
        self.check_access("unlink")
        self.sudo().review_ids.unlink()
        return super().unlink()

    def _tier_validation_check_write_remove_reviews(self, vals):
        """What goes back to its start is asked for anew; the state has its own gate."""
        return super(
            MembershipApproval, self.sudo()
        )._tier_validation_check_write_remove_reviews(vals)

    # === BUSINESS METHODS === #
    def request_validation(self):
        """Ask the approvers; who may hand in may not write reviews."""
        return super(MembershipApproval, self.sudo()).request_validation()

    def _validate_tier(self, tiers=False):
        """In order, each for himself; then see :meth:`_after_last_approval`.

        The window for comments is a public method that takes any reviews: only those
        whose turn it is count.
        """
        self.ensure_one()
        self = self.sudo()  # reviewers may look, and say yes
        if tiers := self._filter_turn(tiers):
            # A second one of theirs is asked for separately: one yes, one tier.
            super()._validate_tier(tiers.sorted("sequence")[:1])  # returns nothing
            self.review_ids._update_review_status()
        if self.validation_status == "validated":
            self._after_last_approval()
        return

    def _rejected_tier(self, tiers=False):
        """Whose turn it is may say no."""
        self.ensure_one()
        self = self.sudo()
        if tiers := self._filter_turn(tiers):
            super()._rejected_tier(tiers)  # returns nothing
        return

    def _filter_turn(self, tiers=False):
        """Those of ``tiers`` (default: of all reviews) that the user may answer now."""
        sequences = self._get_sequences_to_approve(self.env.user)
        turn = self.review_ids.filtered(lambda review: review.sequence in sequences)
        return (tiers.sudo() if tiers else self.review_ids) & turn

    def restart_validation(self):
        """What is approved anew is handed in anew."""
        raise UserError(
            self.env._("To begin again, cancel the application and reopen it.")
        )

    # === HELPERS === #
    def _notify_requested_review_body(self, tier_reviews=None):
        """Whom the message in the chatter is meant for, in words of our own."""
        reviews = tier_reviews or self._get_waiting_review()
        requester = reviews[:1].requested_by or self.env.user
        return self.env._(
            "%(requester)s asks for the approval of: %(tier)s.",
            requester=requester.display_name,
            tier=", ".join(filter(None, reviews.mapped("name")))
            or self.env._("the approvers"),
        )

    def _get_waiting_review(self):
        """The review whose turn it is, as the system; empty if none waits."""
        self.ensure_one()
        reviews = self.sudo().review_ids
        return reviews.filtered(
            lambda review: review.status in ("waiting", "pending")
        ).sorted("sequence")[:1]

    def _get_chain_sentence(self):
        """Whom it waits for, in words."""
        return self.env._(
            "%(name)s waits for the approval of %(tier)s.",
            name=self.display_name,
            tier=self._get_waiting_review().name or self.env._("the approvers"),
        )

    # === HOOKS === #
    def _after_last_approval(self):
        """Hook: everybody said yes. Called as the system, perhaps more than once."""
