from odoo import api, fields, models
from odoo.tools import SQL

from ..const import ACTIONS, STATES


class MembershipGiftEvent(models.Model):
    """Audit row of every step in the life of a gift card: who, where, when, why."""

    _name = "membership.gift.event"
    _inherit = ["membership.append.only", "membership.seen"]
    _seen_by = ("outlet_id", "card_id.outlet_id")
    _description = "Gift Card Event"
    _order = "id desc"
    _rec_name = "action"

    card_id = fields.Many2one(
        "membership.gift.card", required=True, index=True, ondelete="restrict"
    )
    action = fields.Selection(ACTIONS, required=True)
    state_from = fields.Selection(STATES, string="Before")
    state_to = fields.Selection(STATES, string="After")
    reason = fields.Char()
    outlet_id = fields.Many2one(
        "membership.outlet", index="btree_not_null", ondelete="restrict"
    )
    handover_id = fields.Many2one(
        "membership.gift.handover",
        string="Hand-over",
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    witness_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        help="The other person: who gave the cards, or saw them destroyed.",
    )
    date = fields.Datetime(required=True)

    _two_persons = models.Constraint(
        "CHECK (action <> 'destroy' OR"
        " (witness_id IS NOT NULL AND witness_id <> user_id))",
        "Two different persons destroy gift cards.",
    )

    @api.model
    def _log(self, rows, action, reason=None, outlet=None, handover=None):
        """Insert one row per card.

        :param rows: list of (card id, state before, state after)
        """
        if not rows:
            return
        self.env.flush_all()
        columns = list(zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_gift_event (card_id, state_from, state_to,
                    action, reason, outlet_id, handover_id, user_id, witness_id, date)
                SELECT card_id, state_from, state_to, %s, %s, %s, %s, %s, %s, %s
                FROM unnest(%s::integer[], %s::text[], %s::text[])
                    AS row (card_id, state_from, state_to)
                """,
                action,
                reason or None,
                outlet.id if outlet else None,
                handover.id if handover else None,
                self.env.uid,
                handover.given_by_id.id if handover else None,
                self._get_posting_time(),
                *(list(column) for column in columns),
            )
        )
        self.env["membership.gift.card"].invalidate_model(["event_ids"], flush=False)
