from odoo import api, models
from odoo.exceptions import AccessError

MODEL = "membership.application"


class TierReview(models.Model):
    """Approvals come from the buttons: any user may write reviews otherwise."""

    _inherit = "tier.review"

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody invents an approval."""
        if not self.env.su and any(vals.get("model") == MODEL for vals in vals_list):
            self._raise_by_buttons()
        return super().create(vals_list)

    def write(self, vals):
        """Nobody approves in another one's name, or out of turn."""
        models = {vals.get("model"), *self.mapped("model")}
        if not self.env.su and MODEL in models and not self._is_harmless(vals):
            self._raise_by_buttons()
        return super().write(vals)

    def unlink(self):
        """Nobody shortens the chain."""
        if not self.env.su and MODEL in self.mapped("model"):
            self._raise_by_buttons()
        return super().unlink()

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
