from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.membership_card.const import HOLDER_KINDS


class MembershipTill(models.AbstractModel):
    """One more card for somebody who is a member already."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - FINDING === #
    @api.model
    def find_phone_owner(self, session_id, phone):
        """The member who has this phone: he is not enrolled a second time.

        :returns: one row as :meth:`find` gives them; False if it is nobody's
        """
        session = self._get_session(session_id)
        Member = self.env["membership.member"].sudo()
        company = session.company_id
        e164 = Member._normalize_term(str(phone or "")[:32], company)
        owner = e164 and Member.search(
            [
                ("phone", "=", e164),
                ("company_id", "=", company.root_id.id),
                ("state", "!=", "closed"),
            ],
            order="id",
            limit=1,
        )
        if not owner or not self._serves(session, owner):
            return False
        self._note_lookup(owner, phone)
        return self._prepare_choice(owner)

    @api.model
    def get_card_form(self, session_id, member_id):
        """What the form for one more card of a member asks for.

        :returns: as :meth:`get_enrol_form`; each type has ``needs_holder`` and the
            ``problem`` that stands against it, a sentence or empty; besides,
            ``needs_identity``
        :raises UserError: if the member is frozen or has left
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        member._check_active()
        rows = [
            self._prepare_issue_type(session, member, card_type)
            for card_type in self._get_issue_types(session, member)
        ]
        # What can be had comes first: the form chooses it.
        rows.sort(key=lambda row: bool(row["problem"]))
        needs_identity = self._needs_identity_for_card(member)
        return self._prepare_form(session, rows) | {"needs_identity": needs_identity}

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def issue_card(self, session_id, member_id, vals, details=None):
        """Give a member one more card; it works at once.

        :param dict vals: type_id, one of those of the form; card_number of the blank
            that is handed over; name, phone and birthdate_date of who will carry a
            supplementary card
        :param dict details: identified_by, identity_note
        :returns: the till's data, and ``new_card``, what the cashier hands over
        :raises AccessError: who serves cards here is a setting of the till
        :raises UserError: this member may not hold one, or was not identified
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        self._check_may_serve_cards(session)
        vals = vals if isinstance(vals, dict) else {}
        types = self._get_issue_types(session, member)
        card_type = self._choose_type(types, vals)
        self._check_can_issue(session, member, card_type, vals)
        details = self._to_details(details)
        if not details.get("identified_by") and self._needs_identity_for_card(member):
            raise UserError(
                self.env._("Identify the person first and choose how you did it.")
            )
        is_held = card_type.kind in HOLDER_KINDS
        card = member._issue_further_card(
            card_type,
            session.config_id.membership_outlet_id,
            holder=self._to_person(vals) if is_held else None,
            reason=self.env._("At %(till)s", till=session.config_id.name),
            details=details,
            number=self._to_number(vals),
        )
        self._after_issue_card(session, member, card, vals)
        data = self._prepare_till_data(session, member, None if is_held else card)
        return data | {"new_card": self._prepare_new_card(card, vals)}

    # === HOOKS === #
    @api.model
    def _get_issue_types(self, session, member):
        """Hook: types of cards of which this till gives members one more."""
        Type = self.env["membership.card.type"].sudo()
        offered = Type._get_till_types(session.company_id, is_member=True)
        return offered & Type._get_issuable(member)

    @api.model
    def _prepare_issue_type(self, session, member, card_type):
        """Hook: what the form has to know of a type of which he may get one more."""
        return self._prepare_enrol_type(session, card_type) | {
            "needs_holder": card_type.kind in HOLDER_KINDS,
            "problem": self._get_issue_problem(session, member, card_type),
        }

    @api.model
    def _check_can_issue(self, session, member, card_type, vals):
        """Hook: raise if this member gets no such card at a till.

        :param vals: what the till sent, unchecked
        """
        self._check_number(card_type, vals)

    @api.model
    def _after_issue_card(self, session, member, card, vals):
        """Hook: what else the form said, when the card works."""

    @api.model
    def _may_issue(self, session, card_type):
        """Hook: whether this user may begin with a card of this type here."""
        return session.config_id._may_serve_cards(self.env.user)

    @api.model
    def _get_issue_problem(self, session, member, card_type):
        """Hook: why this member cannot be given a card of this type here, or empty."""
        if not self._may_issue(session, card_type):
            return self._get_service_refusal()
        card = self.env["membership.card"].sudo()
        card = card.new(
            {
                "member_id": member.id,
                "type_id": card_type.id,
                "company_id": member.company_id.id,
            }
        )
        try:
            if card_type.kind in HOLDER_KINDS:
                # Who will carry it is asked in the form.
                card._check_supplementary()
            else:
                card._check_holder()
        except UserError as error:
            return error.args[0]
        return ""

    @api.model
    def _needs_identity_for_card(self, member):
        """Hook: whether somebody has to look who asks for one more card.

        It opens the same accounts as the card that replaces another.
        """
        return member.company_id._needs_identity("replace")

    # === HELPERS === #
    @api.model
    def _prepare_new_card(self, card, vals):
        """The card that the cashier hands over, and whether he has to look for it."""
        is_printed = card.type_id.number_source == "stock"
        return {
            "number": card.number,
            "is_picked": is_printed and not self._to_number(vals),
        }

    @api.model
    def _to_number(self, vals):
        return str(vals.get("card_number") or "").strip()[:64]
