from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import CAUSES, IDENTITY_PROOFS

# What a step can say of itself besides its reason.
DETAILS = ("cause", "identified_by", "identity_note")

# Keys of const.CARD_GRAPH, and what leaves the state as it is.
ACTIONS = [
    ("activate", "Activated"),
    ("report_loss", "Reported lost"),
    ("confirm_loss", "Loss confirmed in writing"),
    ("lapse_loss", "Loss report lapsed"),
    ("cancel_loss", "Loss report cancelled"),
    ("freeze", "Frozen"),
    ("unfreeze", "Unfrozen"),
    ("expire", "Expired"),
    ("renew", "Renewed"),
    ("replace", "Replaced"),
    ("change", "Data changed"),
    ("cancel", "Cancelled"),
    ("recode", "Barcode changed"),
    ("merge", "Members merged"),
    ("close", "Membership closed"),
    ("link", "Members linked"),
    ("end_link", "Link ended"),
]


class MembershipCardEvent(models.Model):
    """Audit row of every step in the life of a card: who, where, when, why.

    Steps that hit a whole member or one account have rows here, too: there is one place
    that tells who was stopped when.
    """

    _name = "membership.card.event"
    _inherit = ["membership.append.only", "membership.seen"]
    _seen_by = ("outlet_id", "card_id", "subject_id")
    _erasable = ("reason", "identity_note")
    _description = "Card Event"
    _order = "id desc"
    _rec_name = "action"

    card_id = fields.Many2one("membership.card", index=True, ondelete="restrict")
    subject_id = fields.Many2one(
        "membership.member",
        string="Whole Membership",
        index="btree_not_null",
        ondelete="restrict",
        help="Set where the step hit the member, not one card.",
    )
    account_id = fields.Many2one(
        "membership.account",
        ondelete="restrict",
        help="Set where the step hit one account.",
    )
    action = fields.Selection(ACTIONS, required=True)
    state_from = fields.Selection(selection="_get_states", string="Before")
    state_to = fields.Selection(selection="_get_states", string="After")
    reason = fields.Char()
    cause = fields.Selection(CAUSES)
    identified_by = fields.Selection(
        IDENTITY_PROOFS, help="How the person who asked was identified."
    )
    identity_note = fields.Char(help="For example the last digits of the document.")
    outlet_id = fields.Many2one(
        "membership.outlet", index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    date = fields.Datetime(required=True)
    member_id = fields.Many2one(
        "membership.member", compute="_compute_member_id", search="_search_member_id"
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", compute_sudo=True
    )

    # === COMPUTE METHODS === #
    @api.depends("card_id.member_id", "subject_id")
    def _compute_member_id(self):
        for event in self:
            event.member_id = event.subject_id or event.card_id.member_id

    @api.depends("card_id.company_id", "subject_id.company_id")
    def _compute_company_id(self):
        for event in self:
            event.company_id = event.subject_id.company_id or event.card_id.company_id

    @api.model
    def _search_member_id(self, operator, value):
        return Domain("card_id.member_id", operator, value) | Domain(
            "subject_id", operator, value
        )

    # === ACTION METHODS === #
    def action_print_form(self):
        """Print the form of these steps, for the signatures."""
        return self.env.ref("membership_card.membership_card_form").report_action(self)

    # === BUSINESS METHODS === #
    def _get_fee_key(self):
        """Idempotency key of the fee that this step costs."""
        self.ensure_one()
        return f"card.event:{self.id}"

    def _get_form_title(self):
        """What is written over the form of this step."""
        self.ensure_one()
        titles = {
            "report_loss": self.env._("Loss Report"),
            "confirm_loss": self.env._("Loss Report"),
            "cancel_loss": self.env._("Cancellation of a Loss Report"),
            "freeze": self.env._("Freezing"),
            "unfreeze": self.env._("Unfreezing"),
            "renew": self.env._("Renewal of a Card"),
            "replace": self.env._("Replacement of a Card"),
            "change": self.env._("Change of Data"),
            "cancel": self.env._("Cancellation of a Card"),
            "close": self.env._("End of Membership"),
        }
        names = dict(self._fields["action"]._description_selection(self.env))
        return titles.get(self.action) or names[self.action]

    @api.model
    def _get_states(self):
        """States of cards, and those that only members and accounts have."""
        Card = self.env["membership.card"]
        return [
            *Card._fields["state"]._description_selection(self.env),
            ("open", self.env._("Active")),
            ("closed", self.env._("Closed")),
        ]

    def _log_subject(
        self, members, action, states, reason=None, outlet=None, **details
    ):
        """Insert the row of a step that hit these members, or one account of one.

        :param states: (before, after)
        :param details: account_id, identified_by, identity_note
        :returns: the rows
        """
        outlet = outlet or self.env["membership.outlet"]._get_default()
        names = {
            "action": action,
            "state_from": states[0],
            "state_to": states[1],
            "reason": reason or None,
            "outlet_id": outlet.id or None,
            "user_id": self.env.uid,
            "date": self._get_posting_time(),
        } | {name: value for name, value in details.items() if value}
        self.env["membership.member"].flush_model()
        self.env.cr.execute(
            SQL(
                "INSERT INTO membership_card_event (subject_id, %s) "
                "SELECT member_id, %s FROM unnest(%s::integer[]) AS row (member_id) "
                "RETURNING id",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(SQL("%s", value) for value in names.values()),
                members.ids,
            )
        )
        return self.browse(event_id for (event_id,) in self.env.cr.fetchall())

    def _log(self, rows, action, reason=None, outlet=None, **details):
        """Insert one row per card.

        :param rows: list of (card id, state before, state after)
        :param details: cause, identified_by and identity_note
        """
        if not rows:
            return
        self.env["membership.card"].flush_model()
        columns = list(zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_card_event (card_id, state_from, state_to,
                    action, reason, outlet_id, user_id, date, cause,
                    identified_by, identity_note)
                SELECT card_id, state_from, state_to, %s, %s, %s, %s, %s, %s, %s, %s
                FROM unnest(%s::integer[], %s::text[], %s::text[])
                    AS row (card_id, state_from, state_to)
                """,
                action,
                reason or None,
                outlet.id if outlet else None,
                self.env.uid,
                self._get_posting_time(),
                *(details.get(name) or None for name in DETAILS),
                *(list(column) for column in columns),
            )
        )
        self.env["membership.card"].invalidate_model(["event_ids"], flush=False)
