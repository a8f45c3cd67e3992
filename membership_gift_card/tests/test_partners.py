import uuid
from contextlib import contextmanager

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..const import WRONG_CODES
from .common import GiftCommon
from .partners import PartnerMixin


@tagged("post_install", "-at_install")
class TestPartners(PartnerMixin, GiftCommon):
    """One type for two main companies: the chain issues, its franchise takes part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_gift_books(cls.company)
        cls.f = cls._found_partner()
        cls.stranger = cls._found_partner("Stranger")
        cls._share(cls.f)

    def _sell_at(self, partner, card, amount=100, key=None, user=None):
        card.with_user(user or partner.operator)._sell(
            amount,
            key or str(uuid.uuid4()),
            method=partner.cash,
            outlet=partner.outlet,
        )

    def _as(self, user, model):
        self.env.invalidate_all()
        allowed = user.company_id.ids
        return self.env[model].with_user(user).with_context(allowed_company_ids=allowed)

    @contextmanager
    def _refused(self, exception, problem=""):
        """The server refuses and, as a request does, undoes everything."""
        with self.assertRaisesRegex(exception, problem), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()

    def _look_up(self, user, code):
        check = self._as(user, "membership.gift.check").create({"code": code})
        check.action_look_up()
        return check

    # === BOOKS === #
    def test_sold_at_the_franchise_is_owed_by_the_chain_and_settled(self):
        card, _code = self._blank_at(self.f)
        key = str(uuid.uuid4())
        wizard = self._as(self.f.operator, "membership.gift.sell").create(
            {"term": card.number, "amount": 100, "key": key}
        )
        self.assertEqual((wizard.card_id, wizard.problem), (card, False))
        self.assertEqual(wizard.method_id, self.f.cash)
        wizard.action_confirm()
        self._sell_at(self.f, card, key=key)  # the answer was lost: asked again
        self.assertEqual(card.account_id.company_id, self.company)
        self.assertEqual(card.balance, 100)
        self.assertEqual(self._get_balance(self.f.money), 100)
        self.assertEqual(self._get_balance(self.gift_liability), -100)
        self._assert_mirrored(100)
        own = self.f.company.membership_gift_liability_account_id
        self.assertEqual(self._get_balance(own), 0)

    def test_both_entries_name_each_other(self):
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        entry = card.account_id.entry_ids
        theirs = (
            self.env["membership.wallet.booking"]
            .search([("entry_id", "=", entry.id)])
            .move_id
        )
        ours = theirs.membership_gift_origin_id
        self.assertEqual(theirs.company_id, self.company)
        self.assertEqual(ours.company_id, self.f.company)
        self.assertEqual(ours.membership_gift_counterpart_ids, theirs)
        self.assertEqual(
            ours.action_view_gift_counterparts()["domain"][0][2], [theirs.id]
        )
        Booking = self.env["membership.wallet.booking"].sudo()
        self.assertFalse(Booking._post_gift_counterparts(entry, ours))

    def test_a_payment_settles_it(self):
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        Booking = self.env["membership.wallet.booking"].sudo()
        settlement = self.company.membership_gift_settlement_account_id
        sides = (
            (self.company, self.misc, self.cash_account, settlement, self.f.company),
            (
                self.f.company,
                self.f.misc,
                self.f.settlement,
                self.f.money,
                self.company,
            ),
        )
        Settlement = self.env["membership.gift.settlement"]
        row = Settlement.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            (row.partner_id, row.counterpart_id, row.balance, row.mirror),
            (self.f.company.partner_id, self.f.company, 100, 100),
        )
        domain = row.action_view_items()["domain"]
        items = self.env["account.move.line"].search(domain)
        self.assertEqual(sum(items.mapped("balance")), 100)
        for company, journal, debit, credit, other in sides:
            lines = Booking._prepare_pair(
                debit, credit, 100, self.currency, partner=other.partner_id
            )
            move = Booking._post_move(company, journal, lines, "Settled")
            account = company.membership_gift_settlement_account_id
            owed = self.env["account.move.line"].search(
                [("account_id", "=", account.id), ("reconciled", "=", False)]
            )
            owed.reconcile()
            self.assertTrue(all(owed.mapped("reconciled")))
            self.assertTrue(move.line_ids)
        rows = self._assert_mirrored(0)
        self.assertFalse(any(rows.mapped("open_since")))

    def test_one_side_that_booked_a_payment_shows_as_a_difference(self):
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        lines = self.env["membership.wallet.booking"]._prepare_pair(
            self.cash_account,
            self.company.membership_gift_settlement_account_id,
            40,
            self.currency,
            partner=self.f.company.partner_id,
        )
        self.env["membership.wallet.booking"]._post_move(
            self.company, self.misc, lines, "Received"
        )
        rows = self._as(self.f.manager, "membership.gift.settlement").search([])
        self.assertEqual(rows.company_id, self.f.company)
        self.assertEqual((rows.balance, rows.mirror, rows.difference), (-100, -60, -40))
        chain = self._as(self.manager, "membership.gift.settlement").search([])
        self.assertEqual((chain.balance, chain.difference), (60, -40))
        with self._refused(AccessError):
            self._as(self.operator, "membership.gift.settlement").search([])

    def test_books_that_are_closed_stop_the_sale_before_it_happens(self):
        card, _code = self._blank_at(self.f)
        self.company.fiscalyear_lock_date = fields.Date.today()
        with self._refused(UserError, "has closed its books until"):
            self._sell_at(self.f, card)
        self.assertEqual(card.state, "blank")
        with freeze_time(fields.Date.add(fields.Date.today(), days=1)):
            self._sell_at(self.f, card)
        self._assert_mirrored(100)

    def test_who_cannot_book_does_not_take_part(self):
        self.stranger.company.membership_gift_settlement_account_id = False
        with self._refused(UserError, "Stranger has no account for"):
            self._share(self.f, self.stranger)

    def test_the_account_stays_until_it_is_settled(self):
        other = self._create_account("122192", "asset_receivable")
        self.company.membership_gift_settlement_account_id = other
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        account = self._create_account("122193", "asset_receivable")
        with self._refused(UserError, "is not settled yet"):
            self.company.membership_gift_settlement_account_id = account

    def test_a_sold_card_is_topped_up_at_the_franchise(self):
        self.company.membership_gift_topup = True
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        card.with_user(self.f.operator)._top_up(
            50, str(uuid.uuid4()), method=self.f.cash, outlet=self.f.outlet
        )
        self._assert_mirrored(150)

    # === WHO TAKES PART === #
    def test_partners_are_other_main_companies_in_the_same_currency(self):
        dollars = self._found_partner("Overseas", "USD")
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        for company, problem in (
            (dollars.company, "keeps its books in USD"),
            (branch, "other main companies"),
            (self.company, "other main companies"),
        ):
            with self._refused(ValidationError, problem):
                self.gift_type.company_ids = [Command.link(company.id)]

    def test_a_third_company_knows_nothing_of_the_cards(self):
        card = self._sold()
        blank = self._blanks(1)
        code = blank.sudo().code
        user = self.stranger.operator
        self.assertTrue(self._look_up(user, code).is_unknown)
        self.assertFalse(self._as(user, "membership.gift.type").search([]))
        self.assertFalse(self._as(user, "membership.gift.card").search([]))
        Card = self.Card.sudo()
        self.assertFalse(Card._find_by_number(card.number, self.stranger.company))
        with self._refused(UserError, "neither sells nor takes"):
            card.sudo()._check_taken_at(self.stranger.company)

    def test_who_leaves_hands_its_stock_over_and_refuses_by_name(self):
        stock, _code = self._blank_at(self.f)
        sold, code = self._blank_at(self.f)
        self._sell_at(self.f, sold)
        with self._refused(UserError, "still has cards of “Gift Card”"):
            self._share()
        stock._change_state("move", outlet=self.outlet)
        coming = self._as(self.operator, "membership.gift.handover").create(
            {
                "outlet_from_id": self.outlet.id,
                "other_outlet": str(self.f.outlet.id),
                "card_ids": [Command.set(stock.ids)],
            }
        )
        coming.action_give()
        with self._refused(UserError, "still has cards of “Gift Card”"):
            self._share()
        coming.action_cancel()
        self._share()
        self.assertEqual(self.gift_type.former_company_ids, self.f.company)
        check = self._look_up(self.f.operator, code)
        self.assertEqual(check.card_id, sold)
        self._pay(sold, 100)
        with self._refused(UserError, "neither sells nor takes"):
            check.with_user(self.f.operator).action_recover()
        with self._refused(UserError, "neither sells nor takes"):
            stock._change_state("move", outlet=self.f.outlet)
        self._share(self.f)
        self.assertFalse(self.gift_type.former_company_ids)
        check.with_user(self.f.operator).action_recover()
        self.assertEqual(sold.outlet_id, self.f.outlet)

    def test_numbers_meet_nowhere_in_the_circle(self):
        values = {"name": "Own", "code": "OWN", "company_id": self.f.company.id}
        Type = self.env["membership.gift.type"]
        with self._refused(ValidationError, "could be numbers of"):
            Type.create({**values, "prefix": "89"})
        own = Type.create({**values, "prefix": "88"})
        self.assertTrue(own)
        elsewhere = Type.create(
            {**values, "prefix": "89", "company_id": self.stranger.company.id}
        )
        with self._refused(ValidationError, "could be numbers of"):
            elsewhere.company_ids = self.f.company

    def test_a_code_opens_one_card_in_the_circle(self):
        own = self.env["membership.gift.type"].create(
            {
                "name": "Own",
                "code": "OWN",
                "prefix": "88",
                "company_id": self.f.company.id,
            }
        )
        known = self._blanks(1).sudo().code
        number = own._get_pattern().number(1)
        with self._refused(UserError, "code of another card"):
            self.Card.sudo()._receive(own, self.f.outlet, [number], {number: known})

    # === STOCK === #
    def _hand_over(self, giver, receiver, cards, kind, to=False, **values):
        handover = self._as(giver, "membership.gift.handover").create(
            {
                "kind": kind,
                "outlet_from_id": cards[:1].sudo().outlet_id.id,
                "other_outlet": str(to.id) if to else False,
                "card_ids": [Command.set(cards.ids)],
                **values,
            }
        )
        handover.action_give()
        theirs = self._as(receiver, "membership.gift.handover").browse(handover.id)
        self.assertEqual(len(theirs.card_ids), len(cards))
        theirs.counted = len(cards)
        theirs.action_receive()
        return handover

    def test_blanks_go_to_the_franchise_and_empty_cards_all_the_way(self):
        cards = self._blanks(3)
        chain, f = self.operator, self.f
        self._hand_over(chain, f.operator, cards, "stock", f.outlet)
        self.assertEqual(cards.outlet_id, f.outlet)
        seen = self._as(f.operator, "membership.gift.card").search([])
        self.assertEqual(seen, cards)
        kept, here, back = cards
        count = self._as(f.operator, "membership.gift.count").create({})
        count.action_start()
        self.assertEqual(count.line_ids.expected, 3)
        self.assertEqual(count.outlet_id, f.outlet)
        for card in here | back:
            self._sell_at(f, card)
            self._pay(card, 100)
            self._as(f.operator, "membership.gift.card").browse(
                card.id
            ).action_recover()
        self._hand_over(f.operator, f.second, here, "treasury")
        self._hand_over(f.operator, f.second, here, "desk")
        self._hand_over(f.operator, f.second, here, "destruction")
        self.assertEqual(here.state, "destroyed")
        self._hand_over(f.operator, chain, back, "treasury", self.head_office)
        self.assertEqual((back.state, back.outlet_id), ("treasury", self.head_office))
        self.assertEqual(kept.state, "blank")

    def test_hand_overs_name_partners_only(self):
        Handover = self._as(self.f.operator, "membership.gift.handover")
        names = dict(Handover._get_other_outlets())
        self.assertIn(str(self.outlet.id), names)
        self.assertNotIn(str(self.stranger.outlet.id), names)
        self.assertFalse(
            self._as(
                self.stranger.operator, "membership.gift.handover"
            )._get_other_outlets()
        )
        cards = self._blanks(1)
        with self._refused(UserError, "neither sells nor takes"):
            self._as(self.operator, "membership.gift.handover").create(
                {
                    "outlet_from_id": self.outlet.id,
                    "outlet_to_id": self.stranger.outlet.id,
                    "card_ids": [Command.set(cards.ids)],
                }
            ).action_give()

    # === RIGHTS === #
    def test_the_franchise_sees_what_it_holds_or_sold(self):
        mine, _code = self._blank_at(self.f)
        other = self._sold()
        coming = self._blanks(1)
        user = self.f.operator
        self._as(self.operator, "membership.gift.handover").create(
            {
                "outlet_from_id": self.outlet.id,
                "other_outlet": str(self.f.outlet.id),
                "card_ids": [Command.set(coming.ids)],
            }
        ).action_give()
        Card = self._as(user, "membership.gift.card")
        self.assertEqual(Card.search([]), mine | coming)
        with self._refused(AccessError):
            Card.browse(other.id).read(["number"])
        self.assertTrue(Card.browse(mine.id).is_foreign)
        self.assertFalse(self._as(self.operator, Card._name).browse(mine.id).is_foreign)
        ours = self._as(self.manager, "membership.gift.type").browse(self.gift_type.id)
        self.assertEqual(
            ours.read(["company_ids", "hidden_partners"])[0]["hidden_partners"],
            "Franchise",
        )
        mine._check_taken_at(self.f.company)
        kind = self._as(self.f.manager, "membership.gift.type").search([])
        self.assertEqual(kind, self.gift_type)
        with self._refused(AccessError):
            kind.amount_max = 5
        desk = self._as(self.f.manager, "membership.desk").find(mine.number)
        self.assertIn(mine.number, desk["notices"][0]["text"])

    def test_a_balance_is_told_to_whoever_has_the_code(self):
        blank = self._blanks(1)
        code = blank.sudo().code
        blank._sell(80, str(uuid.uuid4()), method=self.cash, outlet=self.outlet)
        check = self._look_up(self.f.operator, code)
        self.assertEqual((check.balance, check.is_ours), (80, False))
        self.assertFalse(check.entry_ids)
        self.assertTrue(self._look_up(self.f.operator, blank.number).is_unknown)
        desk = self._as(self.f.operator, "membership.desk").find(code)
        self.assertIn("80.00", desk["notices"][0]["text"])
        wrong = self._as(self.f.second, "membership.gift.lookup")
        for _try in range(WRONG_CODES):
            wrong._look_up("WRONG-CODE", self.f.company, "test")
        with self._refused(UserError, "Too many codes"):
            self._look_up(self.f.second, code)

    def test_what_only_the_issuer_does(self):
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        self.company.membership_gift_buy_back = True
        for action in ("extend", "cancel", "pass_on", "write_off", "buy_back"):
            wizard = self._as(self.f.manager, "membership.gift.act").create(
                {
                    "card_ids": [Command.set(card.ids)],
                    "action": action,
                    "reason": "why",
                    "method_id": self.f.cash.id,
                }
            )
            with self._refused(UserError, "only Test Tea does this"):
                wizard.action_confirm()
        receive = self._as(self.f.operator, "membership.gift.receive").create(
            {"type_id": self.gift_type.id, "quantity": 1}
        )
        with self._refused(UserError, "only Test Tea does this"):
            receive.action_confirm()
        blank, _code = self._blank_at(self.f)
        invoice = self._as(self.f.operator, "membership.gift.invoice").create(
            {
                "partner_id": self.f.company.partner_id.id,
                "first": blank.number,
                "amount": 50,
            }
        )
        self.assertIn("only Test Tea does this", invoice.problem)
        with self._refused(UserError, "only Test Tea does this"):
            invoice.action_confirm()
        acts = self._as(self.f.manager, "membership.desk").find(card.number)["actions"]
        keys = {act["key"] for part in acts for act in part["actions"]}
        self.assertIn("gift_block", keys)
        self.assertFalse({"gift_extend", "gift_pass_on", "gift_buy_back"} & keys)

    def test_blocked_where_it_was_sold(self):
        card, _code = self._blank_at(self.f)
        self._sell_at(self.f, card)
        wizard = self._as(self.f.manager, "membership.gift.act").create(
            {
                "card_ids": [Command.set(card.ids)],
                "action": "block",
                "reason": "lost",
            }
        )
        wizard.action_confirm()
        self.assertEqual(card.state, "blocked")
