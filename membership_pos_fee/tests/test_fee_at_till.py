from odoo.tests import tagged

from .common import PosFeeCommon


@tagged("post_install", "-at_install")
class TestFeeAtTill(PosFeeCommon):
    """What a browser sends about fees."""

    def test_the_till_sees_what_is_due(self):
        data = self._till().get_member(self.pos_session.id, self.member.id)
        self.assertEqual(
            [(fee["number"], fee["amount"]) for fee in data["fees"]],
            [(self.fee.name, "20.00")],
        )
        self.fee._create_invoices()  # an invoiced one is paid as an invoice
        data = self._till().get_member(self.pos_session.id, self.member.id)
        self.assertFalse(data["fees"])

    def test_a_fee_is_paid_with_goods_and_is_no_purchase(self):
        data = self._order_data(
            [self._fee_line(), self._line(self.tea)],
            [self._payment(self.cash_method, 120)],
            self.member,
        )
        order = self._sync(data)
        self._sync(data)
        self.assertEqual(self.fee.state, "paid")
        self.assertEqual(self.fee.settlement, order.pos_reference or order.name)
        self.assertEqual(order._get_purchase().amount_total, 100)
        self.assertEqual(
            [line["product_id"] for line in order._get_purchase_lines()], self.tea.ids
        )

    def test_a_fee_alone_is_no_purchase_and_can_be_paid_with_stored_value(self):
        self._topup(self.member, 20)
        self._sell([self._fee_line()], stored=20)
        self.assertEqual(self.fee.state, "paid")
        self.assertFalse(self.member.purchase_ids)
        self._close()
        self._assert_tied()

    def test_a_refund_makes_the_fee_due_again(self):
        order = self._sell([self._fee_line()])
        self._refund(order, cash=20)
        self.assertEqual((self.fee.state, self.fee.amount_open), ("due", 20))
        self._sell([self._fee_line()])
        self.assertEqual(self.fee.state, "paid")

    def test_what_is_no_fee_of_this_member_is_refused(self):
        other = self._create_member()
        with self._assert_refused("not due any more"):
            self._sell([self._fee_line()], member=other)
        with self._assert_refused("no more and no less"):
            self._sell([self._fee_line(price=10)])
        with self._assert_refused("no more and no less"):
            self._sell([self._line(self.tea, membership_fee_number=self.fee.name)])
        with self._assert_refused("twice"):
            self._sell([self._fee_line(), self._fee_line()])
        self.assertEqual(self.fee.state, "due")

    def test_the_second_till_that_takes_it_is_refused(self):
        self._sell([self._fee_line()])
        with self._assert_refused("not due any more"):
            self._sell([self._fee_line()])

    def test_one_more_card_costs_what_the_schedule_says_and_is_paid_at_once(self):
        vip = self._create_type(name="VIP", at_till=True)
        self.env["membership.fee.schedule"].create(
            {
                "name": "VIP card",
                "kind": "card",
                "amount": 15,
                "card_type_id": vip.id,
                "company_id": self.company.id,
            }
        )
        till, session = self._till(self.senior), self.pos_session.id
        seen, vals = {"identified_by": "known"}, {"type_id": vip.id}
        data = till.issue_card(session, self.member.id, vals, seen)
        number = data["new_card"]["number"]
        fee = self.member.fee_ids.filtered(lambda each: each.kind == "card")
        self.assertEqual((fee.amount, fee.card_id.number), (15, number))
        self.assertIn(fee.name, [row["number"] for row in data["fees"]])
        usual = {"type_id": self.card_type.id}
        till.issue_card(session, self.member.id, usual, seen)
        fees = self.member.fee_ids.filtered(lambda each: each.kind == "card")
        self.assertEqual(fees, fee, "a schedule for another type costs nothing here")
        self._sell([self._fee_line(fee)])
        self.assertEqual(fee.state, "paid")
