import re
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.membership_ledger.amount import to_decimal

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class MembershipTill(models.AbstractModel):
    """Nothing that a till sends is believed before it went through here."""

    _inherit = "membership.till"

    # === HELPERS - CHECKS === #
    @api.model
    def _get_session(self, session_id):
        """The open session of the till that calls, checked for this user."""
        self._check_may_serve()
        # As the user: record rules decide whether it is a till of his companies.
        session = self.env["pos.session"].search_fetch(
            [("id", "=", self._to_id(session_id))], ["config_id", "name", "state"]
        )
        self._check_is_open(session)
        return session.with_company(session.company_id).sudo()

    @api.model
    def _check_may_serve(self):
        user = self.env.user
        if not (
            user.has_group("point_of_sale.group_pos_user")
            and user.has_group("membership_ledger.group_till")
        ):
            raise AccessError(
                self.env._("You may not serve members: ask a manager for the right.")
            )

    @api.model
    def _check_is_open(self, session):
        if not session:
            raise AccessError(self.env._("This till is not yours: reload it."))
        if session.state not in ("opening_control", "opened"):
            raise UserError(
                self.env._("The session of this till is closed: reload the till.")
            )

    @api.model
    def _get_payer(self, session_id, member_id, card_id):
        """Who pays with what at which till, checked like the above by one query.

        :returns: (session, member, card, wallet), all in sudo
        :raises UserError: if there is no such member, or nothing to pay with
        """
        self._check_may_serve()
        ids = map(self._to_id, (session_id, member_id, card_id or 0))
        session_id, member_id, card_id = ids
        # As the user: record rules decide whether it is a till of his companies.
        mine = self.env["pos.session"]._search([("id", "=", session_id)])
        # Whoever plays many sales in one transaction has rows that are not written yet.
        self.env.flush_all()
        found = self._fetch_payer(mine.subselect(), member_id, card_id)
        session, member, wallet = (
            found[name] for name in ("session", "member", "wallet")
        )
        self._check_is_open(session)
        if not member:
            raise UserError(self.env._("This member is not known here: search again."))
        if not wallet:
            raise UserError(self.env._("There is no stored value to pay with."))
        company = session.company_id
        session, member = session.with_company(company), member.with_company(company)
        return session, member, found["card"], wallet

    @api.model
    def _serves(self, session, member, what="cards"):
        """Whether this till may serve this member with cards, money or points."""
        # The outlet only where it matters: most shops share, and a sale is in a hurry.
        return member.company_id[f"membership_share_{what}"] or member._is_home(
            session.config_id.membership_outlet_id
        )

    @api.model
    def _check_served(self, session, member, what):
        """Raise, in a sentence for the cashier, unless :meth:`_serves`."""
        if not self._serves(session, member, what):
            member._check_shared(what, session.config_id.membership_outlet_id)

    @api.model
    def _get_member(self, session, member_id):
        """A member of the company of this till, in sudo."""
        member = self._fetch_member(session, self._to_id(member_id))
        if not member:
            raise UserError(self.env._("This member is not known here: search again."))
        return member.with_company(session.company_id)

    @api.model
    def _get_any_capability(self, card):
        """Something that cards of this type can do: to be shown is always allowed."""
        card_type = card.type_id
        return (
            "discount"
            if card_type.use_discount
            else ("wallet" if card_type.use_wallet else "points")
        )

    @api.model
    def _check_can_pay(self, member, card):
        """A member pays with a card that may, or without any if he never had one.

        :returns: the card, empty if there never was one
        """
        member._check_active()
        card = card or member._get_default_card()
        if card:
            card._check_usable("wallet")
        elif member._get_held_cards():
            raise UserError(
                self.env._(
                    "Scan the card, or find it by the phone of the one who carries it: "
                    "others draw on the stored value of %(member)s, each within limits "
                    "of his own.",
                    member=member.partner_id.name,
                )
            )
        elif member.card_ids:
            raise UserError(
                self.env._(
                    "%(member)s has no card that works: all are reported lost, frozen "
                    "or expired. Stored value cannot be used.",
                    member=member.partner_id.name,
                )
            )
        return card

    @api.model
    def _check_not_mistyped(self, session, code):
        """Hook: raise if ``code``, which is no card's, has the wrong check digit."""
        CardType = self.env["membership.card.type"]
        doubt = CardType._get_number_doubt(code[:64], session.company_id)
        if doubt:
            raise UserError(doubt)

    @api.model
    def _note_lookup(self, members, term):
        """Keep who looked up whom at the till, by what (masked)."""
        self.env["membership.access.log"].sudo()._log("lookup", members, term)

    @api.model
    def _to_id(self, value):
        if isinstance(value, bool) or not isinstance(value, int):
            raise UserError(self.env._("Reload the till and try again."))
        return value

    @api.model
    def _to_uuid(self, value):
        if not isinstance(value, str) or not UUID.fullmatch(value):
            raise UserError(self.env._("Reload the till and try again."))
        return value

    @api.model
    def _to_amount(self, value, decimals):
        """A positive exact amount from what the till sent."""
        try:
            amount = to_decimal(value, decimals)
        except (TypeError, ValueError):
            amount = Decimal(0)
        if not amount.is_finite() or amount <= 0:
            raise UserError(self.env._("Enter an amount above zero."))
        return amount
