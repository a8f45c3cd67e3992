from odoo import api, fields, models
from odoo.exceptions import AccessError


class TierReview(models.Model):
    """Approvals come from the buttons: any user may write reviews otherwise."""

    _inherit = "tier.review"

    # The addon below does not translate it.
    status = fields.Selection(selection_add=[("waiting", "Later")])

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Nobody invents an approval."""
        reviews = super().create(vals_list)
        # Afterwards: what a caller's context says by default is seen now.
        if not self.env.su and self._is_guarded(reviews.mapped("model")):
            self._raise_by_buttons()
        return reviews

    def write(self, vals):
        """Nobody approves in another one's name, or out of turn."""
        if (
            not self.env.su
            and self._is_guarded([vals.get("model"), *self.mapped("model")])
            and not self._is_harmless(vals)
        ):
            self._raise_by_buttons()
        return super().write(vals)

    def unlink(self):
        """Nobody shortens the chain."""
        if not self.env.su and self._is_guarded(self.mapped("model")):
            self._raise_by_buttons()
        return super().unlink()

    # === HELPERS === #
    def _get_reviewers(self):
        """Where nobody is in the group itself, those whose own groups include it.

        The addon below knows direct members only: nobody could ever say yes.
        """
        reviewers = super()._get_reviewers()
        if not reviewers and self._is_guarded([self.model]):
            reviewers = self.reviewer_group_id.all_user_ids
        return reviewers

    def _is_guarded(self, names):
        """Whether a chain of ours is among these models."""
        guarded = self.env["tier.definition"]._get_approval_models()
        return not set(guarded).isdisjoint(names)

    def _is_harmless(self, vals):
        """What the addon below writes as the user who looks or comments."""
        if vals == {"status": "pending"}:
            return all(review.status == "waiting" for review in self)
        return vals.keys() == {"comment"} and all(
            self.env.user in review.reviewer_ids for review in self
        )

    def _raise_by_buttons(self):
        raise AccessError(
            self.env._("Applications are approved by the button on the application.")
        )
