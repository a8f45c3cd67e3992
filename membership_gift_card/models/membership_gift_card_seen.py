from odoo import api, models
from odoo.fields import Domain


class MembershipGiftCard(models.Model):
    """Whoever expects cards sees them before they arrive."""

    _name = "membership.gift.card"
    _inherit = ["membership.gift.card", "membership.seen"]
    _seen_by = ("outlet_id",)

    # === COMPUTE METHODS === #
    @api.depends("handover_ids.state", "handover_ids.outlet_to_id.is_seen")
    def _compute_is_seen(self):
        result = super()._compute_is_seen()
        for card in self.filtered(lambda card: not card.is_seen):
            card.is_seen = any(
                handover.state == "given" and handover.outlet_to_id.is_seen
                for handover in card.sudo().handover_ids
            )
        return result

    # === HOOKS === #
    @api.model
    def _get_seen_ways(self, by_row=False):
        """Adds those on their way here; they are few, whoever asks."""
        outlets = self.env.user._get_seen_outlet_ids()
        coming = Domain("state", "=", "given") & Domain("outlet_to_id", "in", outlets)
        query = self.env["membership.gift.handover"].sudo()._search(coming)
        return [*super()._get_seen_ways(by_row), Domain("handover_ids", "any", query)]
