from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestHeldCards(PosMembershipCommon):
    """Supplementary and group cards at the till: whose, and how much."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._topup(cls.member, 500)
        kind = {"kind": "supplementary", "limit_payment": 80, "limit_day": 100}
        cls.held_type = cls._create_type(name="Family", **kind)
        cls.held = cls._create_held_card(
            cls.member, cls.held_type, phone="+8613900000007"
        )

    def _sell_by_card(self, product, amount, key):
        payments = [self._payment(self.stored_value, amount, key)]
        lines = [self._line(product)]
        data = self._order_data(lines, payments, self.member)
        return self._sync(data | {"membership_card_id": self.held.id})

    def test_one_payment_takes_at_most_its_limit(self):
        with self._assert_refused("80.00 in one payment"):
            self._hold("80.01", card=self.held)
        self._hold(80, card=self.held)

    def test_payments_of_a_day_take_at_most_the_limit_and_say_what_is_left(self):
        self._hold(70, card=self.held)
        with self._assert_refused("30.00 of that are left today"):
            self._hold(40, card=self.held)
        self._hold(30, card=self.held)

    def test_pressing_twice_counts_once(self):
        key = self._hold(70, card=self.held)
        self._hold(70, card=self.held, key=key)
        self._hold(30, card=self.held)

    def test_released_and_captured_amounts_count_as_what_they_are(self):
        key = self._hold(70, card=self.held)
        self._till().release(self.pos_session.id, self.member.id, [key])
        key = self._hold(70, card=self.held)
        order = self._sell_by_card(self.cup, 50, key)
        self.assertEqual(order.state, "paid")
        with self._assert_refused("50.00 of that are left"):
            self._hold(51, card=self.held)
        self._refund(order, stored=50)
        self._hold(80, card=self.held)

    def test_a_given_up_payment_is_checked_again_when_the_sale_comes(self):
        key = self._hold(50, card=self.held)
        self._till().release(self.pos_session.id, self.member.id, [key])
        self._hold(70, card=self.held)
        with self._assert_refused("left today"):
            self._sell_by_card(self.cup, 50, key)

    def test_the_next_day_starts_afresh(self):
        with freeze_time("2026-03-01 04:00:00"):
            self._hold(80, card=self.held)
        with freeze_time("2026-03-02 04:00:00"):
            self._hold(80, card=self.held)

    def test_two_payment_lines_do_not_get_around_the_limit(self):
        self.held._change_data({"limit_day": 0})
        keys = [self._hold(50, card=self.held) for _line in range(2)]
        payments = [self._payment(self.stored_value, 50, key) for key in keys]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        with self._assert_refused("of one sale"):
            self._sync(data | {"membership_card_id": self.held.id})

    def test_the_principal_has_no_limit(self):
        self._hold(300, card=self.card)
        self.assertFalse(self.env["membership.card.usage"].search_count([]))

    def test_phone_of_the_holder_offers_his_card_not_the_principals(self):
        (choice,) = self._till().find(self.pos_session.id, "139 0000 0007")
        self.assertEqual(choice["card_id"], self.held.id)
        self.assertEqual(choice["on_behalf_of"], self.member.name)
        data = self._till().get_member(
            self.pos_session.id, choice["id"], choice["card_id"]
        )
        self.assertEqual(data["holder"], self.held.holder_id.name)
        self.assertEqual(data["card_limit"], "80.00")
        self._hold(30, card=self.held)
        data = self._till().scan(self.pos_session.id, self.held.number)
        self.assertEqual(data["card_limit"], "70.00")

    def test_a_pool_is_paid_from_with_a_holders_card_only(self):
        self.card._change_state("cancel", "test")
        with self.assertRaisesRegex(UserError, "Scan the card"):
            self._till().hold(
                self.pos_session.id,
                "7e57ab1e-0000-4000-8000-000000000001",
                self.member.id,
                False,
                "10",
            )

    def test_stopped_card_pays_nothing_the_principal_goes_on(self):
        self.held._stop("asked by phone")
        with self._assert_refused("is frozen"):
            self._hold(10, card=self.held)
        self._hold(10, card=self.card)
