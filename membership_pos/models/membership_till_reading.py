from odoo import api, models
from odoo.tools import SQL

from odoo.addons.membership_ledger.joined import fetch_joined, is_known

SESSION = ("config_id", "name", "state")
CONFIG = ("company_id", "currency_id", "membership_outlet_id")
MEMBER = (
    "partner_id",
    "company_id",
    "number",
    "level_id",
    "outlet_id",
    "state",
    "is_linked",
)
CARD = (
    *("member_id", "type_id", "company_id", "number", "state", "valid_until"),
    *("limit_payment", "limit_day"),
)
PARTNER = ("name", "property_stock_customer")
ACCOUNT = ("member_id", "unit_id", "company_id", "is_shared", "merged_into_id")
HOLD = ("account_id", "key", "amount", "captured_amount", "state", "reason")
HOLD += ("origin_model", "origin_id")

# Of a linked member the wallet that is shared with him, else his own.
WALLET = SQL(
    """
    COALESCE((
        SELECT shared.id FROM membership_account_drawer drawer
        JOIN membership_account shared ON shared.id = drawer.account_id
        WHERE drawer.member_id = member.id AND shared.unit_id = unit.id
    ), (
        SELECT own.id FROM membership_account own
        WHERE own.member_id = member.id AND own.unit_id = unit.id
    ))
    """
)


class MembershipTill(models.AbstractModel):
    """What a till needs to know of a member, in as few queries as there can be.

    Everything is read in sudo: the caller was checked.
    """

    _inherit = "membership.till"

    # === HELPERS - READING === #
    @api.model
    def _fetch_payer(self, sessions, member_id, card_id):
        """Session, member, card and wallet for a payment, with one query.

        :param sessions: SQL that selects ids of sessions this user may use
        :param card_id: False if no card was shown
        :returns: dict of records in sudo: session, config, member, card, wallet; each
            empty if there is none, or if it is not the member's
        """
        wanted = {
            "session": ("pos.session", SESSION),
            "config": ("pos.config", CONFIG),
            "member": ("membership.member", MEMBER),
            "card": ("membership.card", CARD),
            "wallet": ("membership.account", ACCOUNT),
        }
        source = SQL(
            """
            pos_session session
            JOIN pos_config config ON config.id = session.config_id
            JOIN res_company company ON company.id = config.company_id
            LEFT JOIN membership_member member ON member.id = %(member)s
                AND member.company_id =
                    split_part(company.parent_path, '/', 1)::integer
            LEFT JOIN membership_card card ON card.id = %(card)s
                AND card.member_id = member.id
            LEFT JOIN membership_unit unit ON unit.currency_id = config.currency_id
            LEFT JOIN membership_account wallet ON wallet.id = %(wallet)s
            WHERE session.id IN %(sessions)s
            """,
            member=member_id,
            card=card_id or None,
            wallet=WALLET,
            sessions=sessions,
        )
        return fetch_joined(self.env(su=True), wanted, source)

    @api.model
    def _fetch_buyers(self, member_ids, card_ids=(), keys=()):
        """Members who buy, their contacts, the cards they showed, all their accounts.

        :param keys: of their payments: what is reserved for them is read as well
        :returns: ``membership.account`` of all of them
        """
        wanted = {
            "member": ("membership.member", MEMBER),
            "partner": ("res.partner", PARTNER),
            "card": ("membership.card", CARD),
            "account": ("membership.account", ACCOUNT),
            "hold": ("membership.hold", HOLD),
        }
        source = SQL(
            """
            membership_member member
            JOIN res_partner partner ON partner.id = member.partner_id
            LEFT JOIN membership_card card ON card.member_id = member.id
                AND card.id = ANY(%(cards)s)
            LEFT JOIN membership_account account ON account.member_id = member.id
            LEFT JOIN membership_hold hold ON hold.account_id = account.id
                AND hold.key = ANY(%(keys)s)
            WHERE member.id = ANY(%(members)s)
            ORDER BY account.id
            """,
            members=list(member_ids),
            cards=list(card_ids),
            keys=list(keys),
        )
        found = fetch_joined(self.env(su=True), wanted, source)
        for hold in found["hold"]:
            self._get_known_holds()[hold.account_id.id, hold.key] = hold.id
        accounts = found["account"].grouped("member_id")
        for member in found["member"]:
            mine = accounts.get(member, found["account"].browse())
            member._fields["account_ids"]._insert_cache(member, [mine._ids])
        if found["member"].filtered("is_linked"):
            return found["member"]._get_drawn_accounts()
        return found["account"]

    @api.model
    def _fetch_member(self, session, member_id):
        """The member of this till's company with that id, in sudo; else empty."""
        member = self.env["membership.member"].sudo().browse(member_id)
        if not is_known(member, "company_id"):
            self._fetch_buyers([member_id])
        is_ours = is_known(member, "company_id") and (
            member.company_id == session.sudo().company_id.root_id
        )
        return member if is_ours else member.browse()

    @api.model
    def _fetch_card(self, member, card_id):
        """The member's card with that id, in sudo; empty if it is not one of his."""
        Card = self.env["membership.card"].sudo()
        if not member or not card_id:
            return Card
        card = Card.browse(card_id)
        if not is_known(card, "member_id"):
            domain = [("id", "=", card_id), ("member_id", "=", member.id)]
            return Card.search_fetch(domain, CARD)
        return card if card.member_id == member else Card

    @api.model
    def _fetch_hold(self, accounts, key):
        """What is reserved on one of these accounts under ``key``; empty if nothing."""
        Hold = self.env["membership.hold"].sudo()
        known = self._get_known_holds()
        for account in accounts:
            if hold_id := known.get((account.id, key)):
                return Hold.browse(hold_id)
        domain = [("account_id", "in", accounts.ids), ("key", "=", key)]
        return Hold.search_fetch(domain, HOLD)

    @api.model
    def _get_known_holds(self):
        """{(account, key): hold} of those that were read in this transaction."""
        return self.env.cr.precommit.data.setdefault("membership.till.holds", {})

    @api.model
    def _pass_gate(self, member_ids, card_ids=(), keys=()):
        """Queue up for accounts that many cards draw on, before anything is written."""
        accounts = self._fetch_buyers(member_ids, card_ids, keys)
        if shared := accounts.filtered("is_shared"):
            shared._pass_gate()
