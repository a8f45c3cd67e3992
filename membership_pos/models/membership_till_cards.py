from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.membership_card.const import CARD_GRAPH, CAUSES, IDENTITY_PROOFS

# Acts in the order of their buttons: the first that fits is the large one.
CARD_ACTS = (
    "activate",
    "cancel_loss",
    "report_loss",
    "renew",
    "replace",
    "confirm_loss",
    "freeze",
)
# What only stops a card: everybody who serves members may do it. What lets one work
# is for those whom the till's setting names.
STOPS = frozenset({"report_loss", "freeze"})
# What is signed for on paper: everything but the activation of a card in hand.
FORM_ACTS = frozenset(CARD_ACTS) - {"activate"}
# A card is renewed at the till when it is about to end, not in the middle of its time.
RENEW_DAYS = 60

TEXT_MAX = 200


class MembershipTill(models.AbstractModel):
    """What a till does with cards: the acts of the card centre, with its checks."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def act_on_card(self, session_id, member_id, card_id, action, details=None):
        """Take one step in the life of a card.

        :param str action: one of the ``acts`` of the card in the till's data
        :param dict details: identified_by, identity_note, cause, reason, and for
            replace ``new_number`` of the blank card that is handed over
        :returns: the till's data; for replace with the new card in hand; ``form``,
            what can be printed of this step
        :raises AccessError: the step is not for this user
        :raises UserError: it is not possible, or the person was not identified
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        card = self._fetch_card(member, self._to_id(card_id))
        if not card:
            raise UserError(self.env._("This card is not the member's."))
        self._check_may_act(session, action)
        details = self._to_details(details)
        if not details.get("identified_by") and self._needs_identity(card, action):
            raise UserError(
                self.env._("Identify the person first and choose how you did it.")
            )
        reason = details.pop("reason", None) or self.env._(
            "At %(till)s", till=session.config_id.name
        )
        outlet = session.config_id.membership_outlet_id
        result = card._take_step(action, reason, outlet, **details)
        in_hand = result if action == "replace" else None
        data = self._prepare_till_data(session, member, in_hand)
        return data | {"form": self._prepare_card_form(card, action)}

    @api.model
    def print_form(self, session_id, member_id, event_id):
        """The form of a step that was taken here, to be signed: the card centre's own.

        As a page that the browser prints: tills need no program that makes PDF.

        :param event_id: ``id`` of the ``form`` that :meth:`act_on_card` returned
        :returns: HTML
        :raises UserError: it is no step of this member at this outlet or by this user
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        Event = self.env["membership.card.event"].sudo()
        event = Event.browse(self._to_id(event_id)).exists()
        outlet = session.config_id.membership_outlet_id
        # A till without an outlet prints what its user did.
        is_here = event.user_id == self.env.user or (
            outlet and event.outlet_id == outlet
        )
        if not event or event.member_id != member or not is_here:
            raise UserError(
                self.env._(
                    "This form is not printed here: the card centre prints it from the "
                    "history of the card."
                )
            )
        return self._render_page("membership_card.membership_card_form", event)

    @api.model
    def report_loss(self, session_id, member_id, card_id, details=None):
        """Block a lost card; from this moment it pays nothing any more."""
        return self.act_on_card(session_id, member_id, card_id, "report_loss", details)

    # === HOOKS === #
    @api.model
    def _prepare_till_data(self, session, member, card=None):
        """Adds to each card the ``acts`` that this user may do with it now."""
        data = super()._prepare_till_data(session, member, card)
        Card = self.env["membership.card"].sudo()
        for row in data["cards"]:
            row |= self._prepare_card_acts(session, Card.browse(row["id"]))
        return data

    @api.model
    def _prepare_card_acts(self, session, card):
        """Hook: what can be done with one card, for its row."""
        config = session.config_id
        acts = [
            action
            for action in CARD_ACTS
            if (action in STOPS or config._may_serve_cards(self.env.user))
            and self._is_act_possible(card, action)
        ]
        return {
            "acts": acts,
            "identity_acts": [act for act in acts if self._needs_identity(card, act)],
            "type": card.type_id.name,
            "takes_blank": card.type_id.number_source == "stock",
            "holder": card.holder_id.name or "",
        }

    @api.model
    def _prepare_card_form(self, card, action):
        """Hook: the form of the step that was just taken; False if it has none."""
        if action not in FORM_ACTS:
            return False
        event = card._get_last_event(action)
        return {"id": event.id, "title": event._get_form_title()}

    @api.model
    def _is_act_possible(self, card, action):
        """Hook: whether a button for this step would be of use."""
        if card.state not in CARD_GRAPH[action][0]:
            return False
        if action == "confirm_loss":
            return card.loss_kind == "phone"
        if action == "renew":
            last = fields.Date.add(fields.Date.context_today(self), days=RENEW_DAYS)
            return bool(card.valid_until) and card.valid_until <= last
        return True

    @api.model
    def _needs_identity(self, card, action):
        """Hook: whether somebody has to look who asks for this step."""
        return card.company_id._needs_identity(action)

    # === HELPERS === #
    @api.model
    def _render_page(self, report, record):
        """A printed form as a page for the browser; the caller has checked the user.

        :param str report: xmlid of its ``ir.actions.report``
        :returns: HTML
        """
        # As the system: the member may be of an outlet that this user does not see.
        Report = self.env["ir.actions.report"].sudo()
        return Report._render_qweb_html(report, record.ids)[0].decode()

    @api.model
    def _check_may_act(self, session, action):
        """Raise unless this user may take this step at this till."""
        if action not in CARD_ACTS:
            raise UserError(self.env._("Reload the till and try again."))
        if action not in STOPS:
            self._check_may_serve_cards(session)

    @api.model
    def _check_may_serve_cards(self, session):
        if not session.config_id._may_serve_cards(self.env.user):
            raise AccessError(self._get_service_refusal())

    @api.model
    def _get_service_refusal(self):
        return self.env._(
            "This is done by an operator or by the card centre: ask one of them."
        )

    @api.model
    def _to_details(self, details):
        """What a till says about a step, without anything else."""
        details = details if isinstance(details, dict) else {}
        choices = {"identified_by": dict(IDENTITY_PROOFS), "cause": dict(CAUSES)}
        clean = {}
        for name in ("identified_by", "cause", "identity_note", "reason", "new_number"):
            text = str(details.get(name) or "").strip()[:TEXT_MAX]
            if text and text not in choices.get(name, (text,)):
                raise UserError(self.env._("Reload the till and try again."))
            if text:
                clean[name] = text
        return clean
