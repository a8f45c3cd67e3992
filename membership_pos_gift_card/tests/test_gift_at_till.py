import uuid
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.membership_gift_card.const import WRONG_CODES

from .common import PosGiftCommon


@tagged("post_install", "-at_install")
class TestGiftAtTill(PosGiftCommon):
    """What a browser sends about gift cards, and the books afterwards."""

    # === SELLING === #
    def test_a_mistyped_number_is_said_to_be_one(self):
        card, _code = self._blank()
        last = (int(card.number[-1]) + 1) % 10
        mistyped = f"{card.number[:-1]}{last}"
        with self.assertRaisesRegex(UserError, f"check digit of {mistyped}"):
            self._till(self.senior).gift_blank(self.pos_session.id, mistyped)

    def test_a_blank_is_sold_once_and_owed_when_the_session_is_closed(self):
        card, _code = self._blank()
        self.assertEqual(
            self._till(self.senior).gift_blank(self.pos_session.id, card.number),
            {"number": card.number, "type": "Gift Card", "amount": "0.00"},
        )
        data = self._order_data(
            [self._gift_line(card, 200)], [self._payment(self.cash_method, 200)]
        )
        order = self._sync(data, self.senior)
        self._sync(data, self.senior)  # the answer was lost, the till asks again
        self.assertEqual(order.lines.membership_gift_card_id, card)
        self.assertEqual((card.state, self._balance(card)[0]), ("active", 200))
        book = self._assert_books()
        self.assertEqual((book.unposted, book.liability), (200, 0))
        self._close()
        book = self._assert_books()
        self.assertEqual((book.unposted, book.liability), (0, 200))
        self.assertFalse(
            self.env["membership.purchase"].search(
                [("company_id", "=", self.company.id)]
            )
        )

    def test_customer_who_buys_gift_cards_has_paid_in_ahead(self):
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "phone": "+8613700005678"}
        )
        rule = self.env["membership.enrol.rule"].create(
            {
                "name": "Pays in 300",
                "trigger": "topup_period",
                "amount": 300,
                "company_id": self.company.id,
            }
        )
        for _number in range(2):
            self.assertEqual(rule._find_candidates(), [])
            card, _code = self._blank()
            lines = [self._gift_line(card, 200), self._line(self.tea, price=50)]
            data = self._order_data(
                lines, [self._payment(self.cash_method, 250)], partner_id=buyer.id
            )
            data["membership_member_id"] = data["membership_card_id"] = False
            self._sync(data, self.senior)
        self.assertEqual(
            [(p, float(amount)) for p, amount in rule._find_candidates()],
            [(buyer.id, 400)],
        )

    def test_a_member_earns_nothing_for_buying_a_gift_card(self):
        card, _code = self._blank()
        lines = [self._gift_line(card, 200), self._line(self.tea)]
        order = self._sync(
            self._order_data(
                lines, [self._payment(self.cash_method, 300)], self.member
            ),
            self.senior,
        )
        self.assertEqual(order._get_purchase().amount_total, 100)
        self.assertEqual(
            [line["product_id"] for line in order._get_purchase_lines()], self.tea.ids
        )

    def test_what_cannot_be_sold(self):
        card, _code = self._blank()
        other, _code = self._blank(self.head_office)
        cash = [self._payment(self.cash_method, 100)]

        def order(line, payments=cash, **values):
            return self._order_data([line], payments, **values)

        with self._assert_refused("Only operators"):
            self._sync(order(self._gift_line(card, 100)))
        with self._assert_refused("stock of Head Office"):
            self._sync(order(self._gift_line(other, 100)), self.senior)
        with self._assert_refused("no gift card with number"):
            line = self._line(
                self.gift_product, price=100, membership_gift_number="123"
            )
            self._sync(order(line), self.senior)
        with self._assert_refused("neither discount"):
            line = self._gift_line(
                card, 100, discount=10, price_subtotal=90, price_subtotal_incl=90
            )
            self._sync(order(line, [self._payment(self.cash_method, 90)]), self.senior)
        with self._assert_refused("is sold for"):
            self._sync(
                order(
                    self._gift_line(card, 5000),
                    [self._payment(self.cash_method, 5000)],
                ),
                self.senior,
            )
        with self._assert_refused("not invoiced"):
            self._sync(
                order(
                    self._gift_line(card, 100),
                    to_invoice=True,
                    partner_id=self.member.partner_id.id,
                ),
                self.senior,
            )
        self.assertEqual(card.state, "blank")

    def test_a_gift_card_is_not_bought_with_stored_value_or_another_one(self):
        card, _code = self._blank()
        self._topup(self.member, 100)
        key = self._hold(100)
        lines = [self._gift_line(card, 100)]
        with self._assert_refused("cannot be paid from stored value"):
            payments = [self._payment(self.stored_value, 100, key)]
            self._sync(self._order_data(lines, payments, self.member), self.senior)
        _sold, code = self._sold(100)
        key, _result = self._gift_hold(code, 100)
        with self._assert_refused("cannot be paid from stored value"):
            payments = [self._payment(self.gift_method, 100, key)]
            self._sync(self._order_data(lines, payments), self.senior)

    # === PAYING === #
    def test_paying_in_parts_and_the_books(self):
        card, code = self._sold(100)
        _key, result = self._gift_hold(code.lower(), 0.01)
        self.assertEqual((result["held"], result["available"]), ("0.01", "99.99"))
        self._till().gift_release(self.pos_session.id, [_key])
        self._buy_with(code, 30, 30)
        self._buy_with(code, 100, 70)
        self.assertEqual(self._balance(card), (0, 0))
        self._assert_books()
        move = self._close()
        book = self._assert_books()
        self.assertEqual((book.wallets, book.liability, book.unposted), (0, 0, 0))
        lines = move.line_ids.filtered(
            lambda line: line.account_id == self.gift_liability
        )
        self.assertEqual(sum(lines.mapped("debit")), 100)

    def test_a_forged_payment_is_refused(self):
        card, code = self._sold(100)
        lines = [self._line(self.tea)]
        with self._assert_refused("never authorised"):
            self._sync(self._order_data(lines, [self._payment(self.gift_method, 100)]))
        key, _result = self._gift_hold(code, 40)
        with self._assert_refused("not what was authorised"):
            self._sync(
                self._order_data(lines, [self._payment(self.gift_method, 100, key)])
            )
        wallet_key = str(uuid.uuid4())
        self._topup(self.member, 100)
        self._hold(100, key=wallet_key)
        with self._assert_refused("never authorised"):
            payments = [self._payment(self.gift_method, 100, wallet_key)]
            self._sync(self._order_data(lines, payments, self.member))
        self.assertEqual(self._balance(card), (100, 60))

    def test_nothing_goes_out_in_cash(self):
        _card, code = self._sold(100)
        key, _result = self._gift_hold(code, 100)
        payments = [
            self._payment(self.gift_method, 100, key),
            self._payment(self.cash_method, -70),
        ]
        data = self._order_data([self._line(self.tea, price=30)], payments)
        with self._assert_refused("At most"):
            self._sync(data)

    def test_one_card_at_two_tills_pays_once(self):
        _card, code = self._sold(100)
        self._gift_hold(code, 80)
        with self._assert_refused("20.00 available"):
            self._gift_hold(code, 80, user=self.senior)

    def test_one_press_reserves_once_and_a_refused_card_pays_nothing(self):
        card, code = self._sold(100)
        key, _result = self._gift_hold(code, 40)
        self._gift_hold(code, 40, key=key)
        self.assertEqual(self._balance(card), (100, 60))
        card._change_state("block", "stolen")
        with self._assert_refused("blocked"):
            self._gift_hold(code, 10)
        with self._assert_refused("blocked"):
            self._till().gift_check(self.pos_session.id, code)

    def test_codes_are_not_tried_out(self):
        self._sold(100)
        for number in range(WRONG_CODES):
            _key, result = self._gift_hold(f"WRONG{number}", 10)
            self.assertIn("No gift card", result["error"])
        with self._assert_refused("Too many codes"):
            self._till().gift_check(self.pos_session.id, "WRONG")

    def test_a_cancelled_payment_is_free_again(self):
        card, code = self._sold(100)
        key, _result = self._gift_hold(code, 40)
        self._till().gift_release(self.pos_session.id, [key])
        self.assertEqual(self._balance(card), (100, 100))
        with self._assert_refused("cancelled"):
            self._gift_hold(code, 40, key=key)

    def test_a_session_that_closes_frees_what_nobody_finished(self):
        card, code = self._sold(100)
        self._gift_hold(code, 40)
        self._close()
        self.assertEqual(self._balance(card), (100, 100))

    # === REFUNDS === #
    def test_what_a_gift_card_paid_goes_back_to_it(self):
        card, code = self._sold(100)
        order = self._buy_with(code, 150, 100)
        lines = [self._line(self.tea, -1, 150, refunds=order.lines)]

        def refund(gift, cash):
            payments = [self._payment(self.gift_method, -gift)] if gift else []
            payments.append(self._payment(self.cash_method, -cash))
            return self._sync(self._order_data(lines, payments, is_refund=True))

        with self._assert_refused("more to stored value"):
            refund(0, 150)
        with self._assert_refused("20.00 too much"):
            refund(120, 30)
        refund(100, 50)
        self.assertEqual(self._balance(card)[0], 100)
        self._assert_books()
        self._close()
        book = self._assert_books()
        self.assertEqual((book.liability, book.unposted), (100, 0))

    def test_a_refund_for_a_dead_card_is_passed_on_to_a_new_one(self):
        card, code = self._sold(100)
        order = self._buy_with(code, 100, 100)
        card._change_state("recover")
        card._change_state("cancel", "gone")
        lines = [self._line(self.tea, -1, 100, refunds=order.lines)]
        payments = [self._payment(self.gift_method, -100)]
        self._sync(self._order_data(lines, payments, is_refund=True))
        self.assertEqual(self._balance(card)[0], 100)
        new, _code = self._blank()
        card._pass_on(new, "key", "Refund", self.outlet)
        self.assertEqual(self._balance(new)[0], Decimal(100))
        self._assert_books()

    def test_wallet_and_gift_card_on_one_order_come_back_where_they_came_from(self):
        card, code = self._sold(60)
        self._topup(self.member, 40)
        gift_key, _result = self._gift_hold(code, 60)
        payments = [
            self._payment(self.gift_method, 60, gift_key),
            self._payment(self.stored_value, 40, self._hold(40)),
        ]
        order = self._sync(
            self._order_data([self._line(self.tea)], payments, self.member)
        )
        self.assertEqual((self._balance(card)[0], self._wallet()[0]), (0, 0))
        lines = [self._line(self.tea, -1, 100, refunds=order.lines)]
        with self._assert_refused("20.00 too much"):
            payments = [
                self._payment(self.gift_method, -40),
                self._payment(self.stored_value, -60),
            ]
            self._sync(self._order_data(lines, payments, self.member, is_refund=True))
        payments = [
            self._payment(self.gift_method, -60),
            self._payment(self.stored_value, -40),
        ]
        self._sync(self._order_data(lines, payments, self.member, is_refund=True))
        self.assertEqual((self._balance(card)[0], self._wallet()[0]), (60, 40))
        self._close()
        self._assert_books()

    def test_only_members_of_the_trade_use_the_till(self):
        with self.assertRaises(UserError):
            self._till(self._create_user("till")).gift_check(self.pos_session.id, "X")
