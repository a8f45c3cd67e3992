from odoo import api, fields, models
from odoo.tools import SQL

# Keys of const.CARD_GRAPH, and what leaves the state as it is.
ACTIONS = [
    ("activate", "Activated"),
    ("report_loss", "Reported lost"),
    ("cancel_loss", "Loss report cancelled"),
    ("freeze", "Frozen"),
    ("unfreeze", "Unfrozen"),
    ("expire", "Expired"),
    ("renew", "Renewed"),
    ("replace", "Replaced"),
    ("cancel", "Cancelled"),
    ("recode", "Barcode changed"),
    ("merge", "Members merged"),
]


class MembershipCardEvent(models.Model):
    """Audit row of every step in the life of a card: who, where, when, why."""

    _name = "membership.card.event"
    _inherit = "membership.append.only"
    _description = "Card Event"
    _order = "id desc"
    _rec_name = "action"

    card_id = fields.Many2one(
        "membership.card", required=True, index=True, ondelete="restrict"
    )
    action = fields.Selection(ACTIONS, required=True)
    state_from = fields.Selection(selection="_get_states", string="Before")
    state_to = fields.Selection(selection="_get_states", string="After")
    reason = fields.Char()
    outlet_id = fields.Many2one("membership.outlet", ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    date = fields.Datetime(required=True)
    member_id = fields.Many2one(related="card_id.member_id")
    company_id = fields.Many2one(related="card_id.company_id")

    @api.model
    def _get_states(self):
        Card = self.env["membership.card"]
        return Card._fields["state"]._description_selection(self.env)

    def _log(self, rows, action, reason=None, outlet=None):
        """Insert one row per card.

        :param rows: list of (card id, state before, state after)
        """
        if not rows:
            return
        self.env["membership.card"].flush_model()
        columns = list(zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_card_event (card_id, state_from, state_to,
                    action, reason, outlet_id, user_id, date)
                SELECT card_id, state_from, state_to, %s, %s, %s, %s, %s
                FROM unnest(%s::integer[], %s::text[], %s::text[])
                    AS row (card_id, state_from, state_to)
                """,
                action,
                reason or None,
                outlet.id if outlet else None,
                self.env.uid,
                self._get_posting_time(),
                *(list(column) for column in columns),
            )
        )
        self.env["membership.card"].invalidate_model(["event_ids"], flush=False)
