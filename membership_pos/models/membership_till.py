from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.membership_wallet.const import QUICK_AMOUNTS

FIND_LIMIT = 20
OFFER_LIMIT = 9


class MembershipTill(models.AbstractModel):
    """What a till may ask and do about members: every public method is called by RPC.

    The first argument is the till's session. Whatever comes with a call is checked
    here; then the work is done in sudo, because cashiers own no rights on members.
    """

    _name = "membership.till"
    _description = "Membership at the Till"

    # === PUBLIC METHODS - FINDING === #
    @api.model
    def scan(self, session_id, code):
        """The member whose card was scanned.

        :param str code: number or barcode of a card, or the code on a member's phone
        :returns: see :meth:`_prepare_till_data`; False if it is nobody's
        :raises UserError: if the card is lost, frozen, expired or cancelled, or the
            code is mistyped
        """
        session = self._get_session(session_id)
        if not isinstance(code, str) or not code.strip() or len(code) > 200:
            return False
        card = (
            self.env["membership.card"]
            .sudo()
            ._find_by_code(code.strip(), session.company_id)
        )
        if not card:
            self._check_not_mistyped(session, code)
            return False
        data = self._read_scanned_card(session, card)
        card.member_id._touch()
        self._note_lookup(card.member_id, code)
        return data

    @api.model
    def find(self, session_id, term):
        """Members whom ``term`` (phone, name or number) may mean.

        :returns: list of dicts, at most 20
        """
        session = self._get_session(session_id)
        if not isinstance(term, str):
            return []
        term, company = term[:100], session.company_id
        held = self.env["membership.card"]._find_held(term, company)
        held = held.filtered(lambda card: self._serves(session, card.member_id))
        choices = [self._prepare_choice(card.member_id, card) for card in held]
        members = self.env["membership.member"].sudo()._find(term, company)
        # Who carries a card for somebody else pays with that one, not with any.
        if phone := members._normalize_term(term, company):
            members = members.filtered(
                lambda member: member not in held.member_id or member.phone == phone
            )
        choices += [
            self._prepare_choice(member)
            for member in members
            if self._serves(session, member)
        ]
        self._note_lookup(held.member_id | members, term)
        return choices[:FIND_LIMIT]

    @api.model
    def get_member(self, session_id, member_id, card_id=False):
        """Everything the till shows of one member, fresh from the server."""
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        return self._prepare_till_data(
            session, member, self._fetch_card(member, card_id)
        )

    @api.model
    def get_member_of_partner(self, session_id, partner_id):
        """The member that a customer chosen at the till is; False if he is none."""
        session = self._get_session(session_id)
        member = (
            self.env["membership.member"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self._to_id(partner_id)),
                    ("company_id", "=", session.company_id.root_id.id),
                    ("state", "!=", "closed"),
                ],
                limit=1,
            )
        )
        return member and self._prepare_till_data(session, member)

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def preview_topup(self, session_id, member_id, amount):
        """What a top-up of ``amount`` would bring.

        :returns: dict with ``bonus`` as a text
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        amount = self._to_amount(amount, session.currency_id.decimal_places)
        bonus = self.env["membership.topup.rule"]._get_bonus(member, amount)
        return {"bonus": str(bonus)}

    @api.model
    def get_offers(self, session_id, member_id):
        """Amounts to top up with one touch, with the bonus of each.

        :returns: list of dicts of texts, ``amount`` and ``bonus``
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        currency = session.company_id.root_id.currency_id
        Rule = self.env["membership.topup.rule"].sudo()
        ladder = Rule._get_ladder(member.company_id)
        steps = {Decimal(str(rule.amount_from)) for rule in ladder}
        amounts = sorted(steps | set(map(Decimal, QUICK_AMOUNTS)))[:OFFER_LIMIT]
        return [
            {
                "amount": f"{amount.normalize():f}",
                "bonus": str(ladder._match(member.level_id, amount, currency)[1]),
            }
            for amount in amounts
        ]

    # === PUBLIC METHODS - PAYING === #
    @api.model
    def hold(self, session_id, payment_uuid, member_id, card_id, amount):
        """Reserve an amount for a payment in progress.

        :param payment_uuid: key of the reservation; pressing twice reserves once
        :param str amount: in the currency of the till
        :returns: dict with what is ``held``, as a text
        :raises UserError: not enough, or the card or the member may not pay
        """
        asked = session_id, member_id, card_id
        session, member, card, wallet = self._get_payer(*asked)
        if wallet.is_shared:
            wallet._pass_gate()  # starts a new snapshot: everything is read again
            session, member, card, wallet = self._get_payer(*asked)
        self._check_served(session, member, "money")
        card = self._check_can_pay(member, card)
        amount = self._to_amount(amount, wallet.unit_id._get_facts().decimals)
        key = self._to_uuid(payment_uuid)
        hold = wallet._hold_by_card(card, amount, key, origin=session)
        if hold.state != "pending":
            raise UserError(
                self.env._(
                    "This payment was cancelled. Remove its line and choose stored "
                    "value again."
                )
            )
        return {"held": str(amount)}

    @api.model
    def release(self, session_id, member_id, payment_uuids):
        """Give back what payments that will not happen have reserved.

        :returns: True
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        member._release_till_holds([self._to_uuid(uuid) for uuid in payment_uuids])
        return True

    # === HOOKS === #
    @api.model
    def _read_scanned_card(self, session, card):
        """Hook: the till's data for a scanned card; raises if the card is refused."""
        card._check_usable(self._get_any_capability(card))
        return self._prepare_till_data(session, card.member_id, card)

    @api.model
    def _prepare_till_data(self, session, member, card=None):
        """Hook: what the till shows of a member and must load to sell to him.

        :returns: the member's own till data plus ``card_id``, ``points_rate`` and
            ``records``, the rows that the front end has to know
        """
        config, company = session.config_id, session.company_id
        self._check_served(session, member, "cards")
        member = member.with_company(company)
        card = card or member._get_default_card()
        data = member._get_till_data()
        data["card_id"] = card.id
        data |= self._prepare_card_data(member, card, company)
        data["points_rate"] = member._get_points_rate(
            config.membership_outlet_id, company
        )
        data["records"] = self._prepare_records(config, member, card)
        return data

    @api.model
    def _prepare_card_data(self, member, card, company):
        """Hook: who carries the card in hand, and the most it may take now (text)."""
        data = {"holder": card.holder_id.name or "", "card_limit": False}
        if card and any(card._get_limits()):
            wallet = member._get_wallet(company.currency_id, create=False)
            if wallet:
                data["card_limit"] = str(card._get_most_now(wallet))
        return data

    @api.model
    def _prepare_records(self, config, member, card):
        """Hook: rows of POS models that come with a member."""
        partner = member.partner_id
        pricelists = config._get_available_pricelists().sudo()
        mine = member._get_pricelist() | member._get_stored_pricelist()
        # A list that was made since the till was opened is not known there.
        pricelists -= pricelists.filtered("membership_rate")
        pricelist = pricelists.browse(mine.ids)
        rows = {}
        for records in (
            partner,
            partner.fiscal_position_id,
            pricelist - pricelists,
            member,
            card,
        ):
            if records:
                # Read as the system: the cashier was checked, record rules of other
                # surfaces do not matter here.
                rows[records._name] = records.sudo()._load_pos_data_read(
                    records, config
                )
        # What the cashier need not see; a receipt finds its way all the same.
        self.env["res.partner"]._mask_rows(rows.get("res.partner", []))
        return rows

    @api.model
    def _prepare_choice(self, member, card=None):
        """Hook: one row of the list in which the cashier chooses a member.

        :param card: the card that somebody else carries for this member
        """
        name = member.partner_id.name
        return {
            "id": member.id,
            "card_id": card.id if card else False,
            "name": card.holder_id.name if card else name,
            "on_behalf_of": name if card else "",
            "number": card._get_masked_number() if card else member.number,
            "phone": "" if card else member.phone_masked or "",
            "level": member.level_id.name or "",
            "color": member.level_id.color or "",
            "state": member.state,
        }
