import uuid
from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.membership_gift_card.tests.partners import PartnerMixin

from .common import PosGiftCommon


@tagged("post_install", "-at_install")
class TestSharedTypes(PartnerMixin, PosGiftCommon):
    """The till of a franchise sells and takes the gift cards of its chain, ``f``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_gift_books(cls.company)
        cls.f = cls.chain = cls._found_partner("Chain")
        cls.own_type = cls.gift_type
        cls.gift_type = cls.env["membership.gift.type"].create(
            {
                "name": "Chain Card",
                "code": "CHAIN",
                "prefix": "88",
                "company_id": cls.chain.company.id,
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    # === FIXTURES === #
    def _blank(self, outlet=None):
        """A blank of the chain in the stock of this till, and its code."""
        numbers = self.gift_type._next_numbers(1)
        card = self.Card._receive(self.gift_type, self.chain.outlet, numbers)
        code = card.code
        card._change_state("move", outlet=outlet or self.outlet)
        return card, code

    def _sold_by_chain(self, amount=100):
        card, code = self._blank(self.chain.outlet)
        card.with_user(self.chain.operator)._sell(
            amount,
            str(uuid.uuid4()),
            method=self.chain.cash,
            outlet=self.chain.outlet,
        )
        return card, code

    def _own_sold(self, amount=100):
        """A card of the franchise's own."""
        numbers = self.own_type._next_numbers(1)
        card = self.Card._receive(self.own_type, self.outlet, numbers)
        code = card.code
        card._sell(amount, str(uuid.uuid4()), method=self.cash, outlet=self.outlet)
        return card, code

    def _sell_at_till(self, card, amount=100):
        data = self._order_data(
            [self._gift_line(card, amount)], [self._payment(self.cash_method, amount)]
        )
        order = self._sync(data, self.senior)
        self._sync(data, self.senior)  # the answer was lost, the till asks again
        return order

    def _give_back(self, order, *payments, user=None):
        lines = [
            self._line(line.product_id, -line.qty, line.price_unit, refunds=line)
            for line in order.lines
        ]
        return self._sync(self._order_data(lines, list(payments), is_refund=True))

    @contextmanager
    def _refused(self, problem):
        with self.assertRaisesRegex(UserError, problem), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()

    def _get_unposted(self, company):
        proof = self.env["membership.proof"]
        return proof._get_unposted_amount(company, "gift_card")

    # === SELLING === #
    def test_sold_at_the_till_and_booked_by_both_when_it_closes(self):
        card, _code = self._blank()
        asked = self._till(self.senior).gift_blank(self.pos_session.id, card.number)
        self.assertEqual(asked["type"], "Chain Card")
        self._sell_at_till(card)
        self.assertEqual(card.account_id.company_id, self.chain.company)
        self.assertEqual(self._get_unposted(self.chain.company), 100)
        self.assertEqual(self._get_unposted(self.company), 0)
        self._assert_mirrored(0)
        move = self._close()
        self._assert_mirrored(-100)
        self.assertEqual(self._get_unposted(self.chain.company), 0)
        self.assertEqual(self._get_balance(self.gift_liability), 0)
        theirs = move.membership_gift_counterpart_ids
        self.assertEqual(theirs.company_id, self.chain.company)
        self.assertEqual(theirs.date, move.date)
        self.assertTrue(self.pos_session.sudo().has_membership_gift_counterpart)

    def test_own_and_other_cards_in_one_session_keep_their_accounts(self):
        own, _code = self._own_sold()
        numbers = self.own_type._next_numbers(1)
        blank = self.Card._receive(self.own_type, self.outlet, numbers)
        other, _code = self._blank()
        lines = [self._gift_line(blank, 70), self._gift_line(other, 30)]
        self._sync(
            self._order_data(lines, [self._payment(self.cash_method, 100)]),
            self.senior,
        )
        self._assert_tied_everywhere()
        self._close()
        self.assertEqual(self._get_balance(self.gift_liability), -170)
        self._assert_mirrored(-30)
        self.assertTrue(own)

    # === PAYING === #
    def test_sold_by_the_chain_and_spent_here_in_parts(self):
        card, code = self._sold_by_chain()
        self._assert_mirrored(0)
        checked = self._till().gift_check(self.pos_session.id, code)
        self.assertEqual(checked["available"], "100.00")
        self._buy_with(code, 30, 30)
        self._assert_mirrored(0)
        self._buy_with(code, 100, 70)
        self.assertEqual(self._balance(card), (0, 0))
        self.assertEqual(self._get_unposted(self.chain.company), -100)
        self._assert_mirrored(0)
        move = self._close()
        self._assert_mirrored(100)
        self.assertEqual(sum(move.line_ids.mapped("balance")), 0)
        lines = move.membership_gift_counterpart_ids.line_ids
        self.assertEqual(sum(lines.mapped("debit")), 100)

    def test_sold_here_and_spent_at_the_chain(self):
        card, _code = self._blank()
        self._sell_at_till(card)
        # The chain's till closes first: its books tie, and so do they afterwards.
        entry = card.account_id._post(-40, "spend", "key", reason="Sale")
        income = self._create_account("600191", "income", self.chain.company)
        self.env["membership.wallet.booking"]._post_counterpart(entry, income, "Sale")
        self._assert_mirrored(0)
        self._close()
        self._assert_mirrored(-100)

    def test_own_and_other_cards_pay_and_are_paid_back_in_one_order(self):
        own, own_code = self._own_sold(60)
        other, code = self._sold_by_chain(40)
        payments = []
        for secret, amount in ((own_code, 60), (code, 40)):
            key, _result = self._gift_hold(secret, amount)
            payments.append(self._payment(self.gift_method, amount, key))
        order = self._sync(self._order_data([self._line(self.tea)], payments))
        self._assert_tied_everywhere()
        self._give_back(order, self._payment(self.gift_method, -100))
        self.assertEqual((self._balance(own)[0], self._balance(other)[0]), (60, 40))
        self._assert_tied_everywhere()
        move = self._close()
        self._assert_mirrored(0)
        account = self.company.membership_gift_settlement_account_id
        lines = move.line_ids.filtered(lambda line: line.account_id == account)
        self.assertEqual(
            (sum(lines.mapped("debit")), sum(lines.mapped("credit"))), (40, 40)
        )
        self.assertEqual(lines.partner_id, self.chain.company.partner_id)

    def test_a_refund_in_a_later_session_is_settled_back(self):
        card, code = self._sold_by_chain()
        order = self._buy_with(code, 100, 100)
        self._close()
        self._assert_mirrored(100)
        self.pos_session = self._open_session(self.config)
        # The sharing is over meanwhile: what was paid comes back all the same.
        self.gift_type.company_ids = [Command.clear()]
        self._give_back(order, self._payment(self.gift_method, -100))
        self.assertEqual(self._balance(card)[0], 100)
        self._assert_mirrored(100)
        self._close()
        self._assert_mirrored(0)

    def test_closing_books_once(self):
        _card, code = self._sold_by_chain()
        self._buy_with(code, 100, 100)
        move = self._close()
        session = self.pos_session.sudo()
        session._finish_membership()
        self.assertEqual(len(move.membership_gift_counterpart_ids), 1)
        self._assert_mirrored(100)

    # === REFUSALS === #
    def test_refused_when_the_sharing_is_over(self):
        _card, code = self._sold_by_chain()
        key, _result = self._gift_hold(code, 60)
        self.gift_type.company_ids = [Command.clear()]
        with self._refused("neither sells nor takes"):
            self._till().gift_check(self.pos_session.id, code)
        with self._refused("neither sells nor takes"):
            self._gift_hold(code, 10)
        # What was reserved before is given up, or taken, as it was promised.
        self._till().gift_release(self.pos_session.id, [key])
        self.assertEqual(self._balance(_card), (100, 100))

    def test_unknown_where_it_was_never_shared(self):
        card, code = self._sold_by_chain()
        self.gift_type.company_ids = [Command.clear()]
        self.gift_type.former_company_ids = [Command.clear()]
        _key, result = self._gift_hold(code, 10)
        self.assertIn("No gift card", result["error"])
        with self._refused("There is no blank card"):
            self._till(self.senior).gift_blank(self.pos_session.id, card.number)

    def test_closed_books_of_the_chain_are_said_when_the_card_is_shown(self):
        _card, code = self._sold_by_chain()
        self.chain.company.fiscalyear_lock_date = fields.Date.today()
        with self._refused("Chain has closed its books until"):
            self._gift_hold(code, 10)

    def test_books_that_close_meanwhile_leave_the_session_open(self):
        _card, code = self._sold_by_chain()
        self._buy_with(code, 100, 100)
        self.chain.company.fiscalyear_lock_date = fields.Date.today()
        with self._refused("Chain has closed its books until"):
            self._close()
        self.assertNotEqual(self.pos_session.state, "closed")
        self._assert_tied_everywhere()
        self.chain.company.fiscalyear_lock_date = False
        self._close()
        self._assert_mirrored(100)
