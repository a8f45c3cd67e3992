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
        user = self.env.user
        if not (
            user.has_group("point_of_sale.group_pos_user")
            and user.has_group("membership_ledger.group_till")
        ):
            raise AccessError(
                self.env._("You may not serve members: ask a manager for the right.")
            )
        # As the user: record rules decide whether it is a till of his companies.
        session = self.env["pos.session"].search_fetch(
            [("id", "=", self._to_id(session_id))], ["config_id", "name", "state"]
        )
        if not session:
            raise AccessError(self.env._("This till is not yours: reload it."))
        if session.state not in ("opening_control", "opened"):
            raise UserError(
                self.env._("The session of this till is closed: reload the till.")
            )
        return session.with_company(session.company_id).sudo()

    @api.model
    def _get_member(self, session, member_id):
        """A member of the company of this till, in sudo."""
        member = self._fetch_member(session, self._to_id(member_id))
        if not member:
            raise UserError(self.env._("This member is not known here: search again."))
        return member.with_company(session.company_id)

    @api.model
    def _fetch_member(self, session, member_id):
        """The member of this till's company with that id, in sudo; else empty.

        One query with all of his columns: a sale pays for each.
        """
        Member = self.env["membership.member"].sudo()
        return Member.search_fetch(
            [
                ("id", "=", member_id),
                ("company_id", "=", session.sudo().company_id.root_id.id),
            ],
            self._get_columns(Member),
        )

    @api.model
    def _fetch_card(self, member, card_id):
        """The member's card with that id, in sudo; empty if it is not one of his."""
        Card = self.env["membership.card"].sudo()
        if not member or not card_id:
            return Card
        domain = [("id", "=", card_id), ("member_id", "=", member.id)]
        return Card.search_fetch(domain, self._get_columns(Card))

    @api.model
    def _get_columns(self, Model):
        return [
            name
            for name, field in Model._fields.items()
            if field.store and field.column_type and field.prefetch
        ]

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
    def _check_can_pay(self, member, card_id):
        """A member pays with a card that may, or without any if he never had one."""
        card = self._fetch_card(member, card_id) or member._get_default_card()
        if card:
            card._check_usable("wallet")
        elif member.card_ids:
            raise UserError(
                self.env._(
                    "%(member)s has no card that works: all are reported lost, frozen "
                    "or expired. Stored value cannot be used.",
                    member=member.partner_id.name,
                )
            )

    @api.model
    def _get_wallet(self, member_id, currency):
        """The wallet a member pays from, past its gate if many cards draw on it.

        :raises UserError: if there is none, so that there is nothing to pay with
        """
        Account = self.env["membership.account"].sudo()
        wallet = Account.search_fetch(
            [("member_id", "=", member_id), ("unit_id.currency_id", "=", currency.id)],
            self._get_columns(Account),
        )
        if not wallet:
            raise UserError(self.env._("There is no stored value to pay with."))
        if wallet.is_shared:
            wallet._pass_gate()
        return wallet

    @api.model
    def _pass_gate(self, member_ids):
        """Queue up for accounts that many cards draw on, before anything is written."""
        Account = self.env["membership.account"].sudo()
        # With all columns: what follows needs these accounts and asks no more.
        accounts = Account.search_fetch(
            [("member_id", "in", member_ids)], self._get_columns(Account)
        )
        if shared := accounts.filtered("is_shared"):
            shared._pass_gate()

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
