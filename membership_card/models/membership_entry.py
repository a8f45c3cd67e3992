from odoo import api, fields, models


class MembershipEntry(models.Model):
    _name = "membership.entry"
    _inherit = ["membership.entry", "membership.seen"]
    _seen_by = ("outlet_id", "account_id.member_id")

    # Nullable, without default, not computed: the table refuses any UPDATE.
    card_id = fields.Many2one("membership.card", readonly=True, ondelete="restrict")
    outlet_id = fields.Many2one("membership.outlet", readonly=True, ondelete="restrict")
    member_id = fields.Many2one(related="account_id.member_id")

    _outlet_index = models.Index("(outlet_id, posted_at) WHERE outlet_id IS NOT NULL")
    _card_index = models.Index("(card_id) WHERE card_id IS NOT NULL")

    @api.model
    def _get_extra_columns(self):
        return [*super()._get_extra_columns(), "card_id", "outlet_id"]
