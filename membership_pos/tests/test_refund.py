from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestRefund(PosMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._topup(cls.member, 1000)
        cls.env["membership.points.rule"].search([]).active = False
        cls.env["membership.points.rule"].create(
            {
                "name": "1 point per 1",
                "company_id": cls.company.id,
                "points_per_unit": 1,
                "per_amount": 1,
            }
        )

    def _sell_mixed(self):
        """100 of tea and 50 for a cup: 90 from stored value, 60 in cash."""
        return self._sell([self._line(self.tea), self._line(self.cup)], stored=90)

    def test_full_refund_returns_money_the_way_it_came(self):
        order = self._sell_mixed()
        self.assertEqual((self._wallet(), self._points()), ((910, 910), 150))
        refund = self._refund(order, stored=90, cash=60)
        self.assertEqual((self._wallet(), self._points()), ((1000, 1000), 0))
        self.assertEqual(refund.refunded_order_id, order)
        entry, paid = self._get_entries(refund), self._get_entries(order)
        self.assertEqual((entry.reversed_entry_id, entry.origin_id), (paid, refund.id))

    def test_goods_bought_before_a_merge_are_returned_by_who_goes_on(self):
        order = self._sell_mixed()
        survivor = self._create_member()
        survivor._absorb(self.member, "one person")
        self.assertEqual(
            (self._wallet(survivor)[0], self._points(survivor)), (910, 150)
        )
        self._refund(order, stored=90, cash=60)
        self.assertEqual((self._wallet(survivor)[0], self._points(survivor)), (1000, 0))
        self.assertEqual(self._wallet()[0], 0)
        self.assertEqual(order.membership_member_id, survivor)
        self._close()
        proof = self.env["membership.proof"]._prove(company=self.company, full=True)
        errors = proof.line_ids.filtered(lambda line: line.severity == "error")
        self.assertFalse(errors, errors.mapped("message"))

    def test_partial_refund_in_steps(self):
        order = self._sell_mixed()
        tea, cup = order.lines
        self._refund(order, cup, stored=50)
        self.assertEqual((self._wallet()[0], self._points()), (960, 100))
        self._refund(order, tea, stored=40, cash=60)
        self.assertEqual((self._wallet()[0], self._points()), (1000, 0))

    def test_refund_names_the_purchase_it_undoes(self):
        order = self._sell_mixed()
        refund = self._refund(order, stored=90, cash=60)
        purchase = refund._get_purchase()
        self.assertEqual(purchase.amount_total, -150)
        self.assertEqual(purchase.refunded_purchase_id, order._get_purchase())

    def _return_in_back_office(self, order, *payments):
        """“Return Products” on the order's form, then its payment wizard."""
        self.senior.group_ids += self.env.ref("point_of_sale.group_pos_manager")
        refund = order.with_user(self.senior)._refund()
        Wizard = self.env["pos.make.payment"].with_user(self.senior)
        Wizard = Wizard.with_context(active_id=refund.id, active_model="pos.order")
        for method, amount in payments:
            Wizard.create({"payment_method_id": method.id, "amount": amount}).check()
        return refund

    def test_return_in_back_office(self):
        order = self._sell_mixed()
        payments = [(self.stored_value, -90), (self.cash_method, -60)]
        refund = self._return_in_back_office(order, *payments)
        self.assertEqual(refund.state, "paid")
        self.assertEqual((self._wallet(), self._points()), ((1000, 1000), 0))
        self.assertEqual(
            self._get_entries(refund).reversed_entry_id.origin_id, order.id
        )

    def test_return_in_back_office_gives_no_more_back(self):
        order = self._sell_mixed()
        with self._assert_refused("too much"):
            self._return_in_back_office(order, (self.stored_value, -150))
        self.assertEqual(self._wallet()[0], 910)

    def test_no_more_returns_than_was_paid_from_stored_value(self):
        order = self._sell_mixed()
        with self._assert_refused("10.00 too much"):
            self._refund(order, order.lines[0], stored=100)
        self.assertEqual(self._wallet()[0], 910)

    def test_no_more_returns_in_several_steps(self):
        order = self._sell_mixed()
        self._refund(order, order.lines[1], stored=50)
        with self._assert_refused("too much"):
            self._refund(order, order.lines[0], stored=60, cash=40)

    def test_stored_value_is_not_cashed_out_by_a_refund(self):
        order = self._sell_mixed()
        with self._assert_refused("40.00 more to stored value"):
            self._refund(order, order.lines[0], cash=100)
        self._refund(order, order.lines[0], cash=60, stored=40)
        self.assertEqual(self._wallet()[0], 950)

    def test_cash_of_a_top_up_is_not_cash_for_goods(self):
        lines = [self._line(self.tea), self._topup_line(500)]
        payments = [
            self._payment(self.stored_value, 100, self._hold(100)),
            self._payment(self.cash_method, 500),
        ]
        order = self._sync(self._order_data(lines, payments, self.member), self.senior)
        with self._assert_refused("100.00 more to stored value"):
            self._refund(order, order.lines[0], cash=100)

    def test_refund_without_an_order_gives_no_stored_value(self):
        payments = [self._payment(self.stored_value, -100)]
        data = self._order_data(
            [self._line(self.tea, -1)], payments, self.member, is_refund=True
        )
        with self._assert_refused("too much"):
            self._sync(data)

    def test_retried_refund_returns_once(self):
        order = self._sell_mixed()
        lines = [self._line(self.tea, -1, refunds=order.lines[0])]
        payments = [
            self._payment(self.stored_value, -90),
            self._payment(self.cash_method, -10),
        ]
        data = self._order_data(lines, payments, self.member, is_refund=True)
        self._sync({**data})
        self._sync({**data})
        self.assertEqual(self._wallet()[0], 1000)

    def test_refund_goes_to_the_account_that_paid_also_when_its_card_is_lost(self):
        order = self._sell_mixed()
        self.card._change_state("report_loss")
        self._refund(order, stored=90, cash=60)
        self.assertEqual(self._wallet()[0], 1000)

    def test_refund_restores_bonus_as_bonus(self):
        self.company.membership_spend_order = "bonus"
        self._create_rule(500, bonus=50)
        self._topup(self.member, 500)
        order = self._sell([self._line(self.tea)], stored=100)
        self.assertEqual(self._get_amounts(self.member)["bonus"], 0)
        self._refund(order, stored=100)
        self.assertEqual(self._get_amounts(self.member)["bonus"], 50)

    def test_refund_of_a_cash_sale_stays_cash(self):
        order = self._sell([self._line(self.tea)])
        with self._assert_refused("too much"):
            self._refund(order, stored=100)
        self._refund(order, cash=100)
        self.assertEqual(self._points(), 0)
