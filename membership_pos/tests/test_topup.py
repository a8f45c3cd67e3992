from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestTopup(PosMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(500, bonus=50)

    def _topup_data(self, amount, member=None, **values):
        payments = [self._payment(self.cash_method, amount)]
        lines = [self._topup_line(amount, **values)]
        return self._order_data(lines, payments, member or self.member)

    def test_top_up_is_usable_at_once(self):
        order = self._sync(self._topup_data(500), self.senior)
        self.assertEqual(self._wallet(), (550, 550))
        topup = order.lines.membership_topup_id
        self.assertEqual(
            (topup.amount, topup.bonus_amount, topup.key, topup.outlet_id),
            (500, 50, order.lines.uuid, self.outlet),
        )
        self.assertEqual(topup.operator_id, self.senior)
        self.assertFalse(topup.move_id)
        self._sell([self._line(self.tea)], stored=100)

    def test_top_up_is_no_purchase(self):
        order = self._sync(self._topup_data(500), self.senior)
        self.assertFalse(order._get_purchase())
        self.assertEqual(order.membership_receipt["bonus"], 50)

    def test_goods_beside_a_top_up_are_a_purchase(self):
        lines = [self._line(self.tea), self._topup_line(500)]
        payments = [self._payment(self.cash_method, 600)]
        order = self._sync(self._order_data(lines, payments, self.member), self.senior)
        self.assertEqual(order._get_purchase().amount_total, 100)

    def test_retried_sync_tops_up_once(self):
        data = self._topup_data(500)
        self._sync({**data}, self.senior)
        self._sync({**data}, self.senior)
        self.assertEqual(self._wallet()[0], 550)

    # === REFUSED === #
    def test_only_operators_top_up(self):
        with self.assertRaises(AccessError):
            self._sync(self._topup_data(500))

    def test_no_top_up_where_the_till_takes_none(self):
        self.config.membership_allow_topup = False
        with self._assert_refused("takes no top-ups"):
            self._sync(self._topup_data(500), self.senior)

    def test_no_top_up_without_a_member(self):
        data = self._topup_data(500)
        data["membership_member_id"] = False
        with self._assert_refused("Choose the member"):
            self._sync(data, self.senior)

    def test_no_discount_on_a_top_up(self):
        data = self._topup_data(500, discount=10)
        data["amount_total"] = data["payment_ids"][0][2]["amount"] = 450
        with self._assert_refused("neither discount"):
            self._sync(data, self.senior)

    def test_no_negative_top_up(self):
        for qty, price in ((-1, 500), (1, -500), (1, 0)):
            with self.subTest(qty=qty, price=price), self.assertRaises(UserError):
                lines = [self._line(self.topup_product, qty, price)]
                payments = [self._payment(self.cash_method, qty * price)]
                data = self._order_data(lines, payments, self.member)
                self._sync(data, self.senior)

    def test_no_top_up_from_stored_value(self):
        self._topup(self.member, 100)
        lines = [self._topup_line(100)]
        payments = [self._payment(self.stored_value, 100, self._hold(100))]
        with self._assert_refused("cannot be paid from stored value"):
            self._sync(self._order_data(lines, payments, self.member), self.senior)

    def test_stored_value_pays_the_goods_beside_a_top_up(self):
        self._topup(self.member, 100)
        lines = [self._line(self.cup), self._topup_line(100)]
        payments = [
            self._payment(self.stored_value, 50, self._hold(50)),
            self._payment(self.cash_method, 100),
        ]
        self._sync(self._order_data(lines, payments, self.member), self.senior)
        self.assertEqual(self._wallet()[0], 150)

    def test_forged_total_tops_up_nothing(self):
        data = self._topup_data(500)
        data["amount_total"] = data["payment_ids"][0][2]["amount"] = 1
        with self._assert_refused("add up to"):
            self._sync(data, self.senior)

    def test_forged_product_tops_up_nothing(self):
        """A line is a top-up by its product on the server, whatever the till says."""
        lines = [self._line(self.tea, price=500, is_membership_topup=True)]
        payments = [self._payment(self.cash_method, 500)]
        with self.assertRaises(ValueError):
            self._sync(self._order_data(lines, payments, self.member), self.senior)

    def test_lost_card_tops_up_nothing(self):
        self.card._change_state("report_loss")
        with self._assert_refused("reported lost"):
            self._sync(self._topup_data(500), self.senior)

    def test_a_top_up_is_paid_back_in_the_back_office(self):
        order = self._sync(self._topup_data(500), self.senior)
        with self.assertRaises(UserError):
            self._refund(order, cash=500)

    # === WHAT THE TILL SHOWS === #
    def test_offers_show_the_bonus_of_each_amount(self):
        offers = self._till().get_offers(self.pos_session.id, self.member.id)
        self.assertIn({"amount": "500", "bonus": "50.00"}, offers)
        self.assertIn({"amount": "200", "bonus": "0.00"}, offers)

    def test_preview_is_what_the_server_would_grant(self):
        preview = self._till().preview_topup
        self.assertEqual(
            preview(self.pos_session.id, self.member.id, "499.99"), {"bonus": "0.00"}
        )
        self.assertEqual(
            preview(self.pos_session.id, self.member.id, "500"), {"bonus": "50.00"}
        )
