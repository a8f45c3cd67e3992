from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestBooks(PosMembershipCommon):
    """Every way through a session ends with Σ wallets = liability, by partner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(200, bonus=20)
        cls.partner = cls.member.partner_id
        cls.partner.property_account_receivable_id = cls.receivable

    def _topup_at_till(self, amount, **values):
        lines = [self._topup_line(amount)]
        payments = [self._payment(self.cash_method, amount)]
        data = self._order_data(lines, payments, self.member, **values)
        return self._sync(data, self.senior)

    def _assert_settled(self):
        """Books tie, nothing waits, and nothing is left on receivable accounts."""
        proof = self._assert_tied()
        self.assertEqual(proof._get_unposted_amount(self.company), 0)
        self.assertEqual(self._liability_of(self.partner), self._wallet()[0])
        self.assertEqual(self._get_balance(self.receivable), 0)
        pos_receivable = self.company.account_default_pos_receivable_account_id
        self.assertEqual(self._get_balance(pos_receivable), 0)

    def _get_liability_lines(self, move):
        return move.line_ids.filtered(lambda line: line.account_id == self.liability)

    def test_open_session_is_what_the_books_wait_for(self):
        self._topup_at_till(200)
        self._sell([self._line(self.tea)], stored=60)
        proof = self._assert_tied()
        self.assertEqual(proof._get_unposted_amount(self.company), 160)

    def test_a_day_at_the_till(self):
        self._topup_at_till(200)
        self._sell([self._line(self.tea)], stored=60)
        order = self._sell([self._line(self.cup)], stored=50)
        self._refund(order, stored=50)
        self.assertEqual(self._wallet()[0], 160)
        move = self._close()
        self.assertEqual(move.state, "posted")
        self._assert_settled()
        liability = self._get_liability_lines(move)
        self.assertEqual(liability.partner_id, self.partner)
        self.assertEqual(
            sorted(liability.mapped("balance")), [-200.0, -50.0, -20.0, 110.0]
        )
        self.assertEqual(self._get_balance(self.promotion), 20)

    def test_invoiced_sale(self):
        self._topup_at_till(200)
        order = self._sell([self._line(self.cup)], stored=50, to_invoice=True)
        self.assertEqual(order.account_move.payment_state, "paid")
        self._assert_tied()
        self._close()
        self._assert_settled()

    def test_invoiced_refund(self):
        self._topup_at_till(200)
        order = self._sell([self._line(self.cup)], stored=50, to_invoice=True)
        self._refund(order, stored=50, to_invoice=True)
        self._close()
        self._assert_settled()
        self.assertEqual(self._wallet()[0], 220)

    def test_refund_in_a_later_session(self):
        self._topup_at_till(200)
        order = self._sell([self._line(self.tea)], stored=60)
        self._close()
        session = self._open_session(self.config)
        self._refund(order, stored=60, cash=40, session=session)
        self._close(session)
        self._assert_settled()

    def test_invoice_made_after_closing(self):
        self._topup_at_till(200)
        order = self._sell([self._line(self.tea)], stored=70)
        self._close()
        order.action_pos_order_invoice()
        self.assertEqual(order.account_move.payment_state, "paid")
        self._assert_settled()

    def test_invoice_made_before_closing(self):
        self._topup_at_till(200)
        order = self._sell([self._line(self.tea)], stored=70)
        order.action_pos_order_invoice()
        self._close()
        self._assert_settled()

    def test_invoiced_top_up(self):
        self._topup_at_till(200, to_invoice=True)
        proof = self._assert_tied()
        self.assertEqual(proof._get_unposted_amount(self.company), 0)
        self._close()
        self._assert_settled()

    def test_top_up_invoiced_while_the_session_is_open(self):
        order = self._topup_at_till(200)
        order.action_pos_order_invoice()
        self._assert_tied()
        self._close()
        self._assert_settled()

    def test_no_top_up_is_invoiced_after_closing(self):
        order = self._topup_at_till(200)
        self._close()
        with self._assert_refused("a top-up is no sale"):
            order.action_pos_order_invoice()
        self._assert_settled()

    def test_liability_account_that_is_not_reconciled(self):
        self.liability.reconcile = False
        self._topup_at_till(200)
        self._sell([self._line(self.tea)], stored=70)
        self._close()
        self._assert_settled()

    def test_every_entry_leads_to_its_journal_entry(self):
        self._topup_at_till(200)
        order = self._sell([self._line(self.tea)], stored=60)
        self._refund(order, stored=60, cash=40)
        move = self._close()
        entries = self.member._get_wallet().entry_ids
        self.assertEqual(len(entries), 4)
        self.assertEqual(set(entries.mapped("move_id")), {move})
        self.assertEqual(move.membership_entry_count, 4)

    def test_closing_asks_for_no_count_of_stored_value(self):
        self._topup_at_till(200)
        self._sell([self._line(self.tea)], stored=60)
        data = self.pos_session.with_user(self.cashier).get_closing_control_data()
        method = [m for m in data["non_cash_payment_methods"] if m["amount"]]
        self.assertEqual(
            [(m["name"], m["amount"], m["type"]) for m in method],
            [(self.stored_value.name, 60, "membership")],
        )

    def test_sale_that_arrives_after_closing(self):
        self._topup_at_till(200)
        key = self._hold(60)
        payments = [
            self._payment(self.stored_value, 60, key),
            self._payment(self.cash_method, 40),
        ]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        self._close()
        session = self._open_session(self.config)
        with self.assertLogs("odoo.addons.point_of_sale.models.pos_order", "WARNING"):
            order = self._sync(data)
        self.assertEqual(order.session_id, session)
        self.assertTrue(self._get_entries(order).is_forced)
        self._close(session)
        self._assert_settled()

    def test_plain_session_is_closed_as_ever(self):
        self._sync(
            self._order_data(
                [self._line(self.tea)], [self._payment(self.cash_method, 100)]
            )
        )
        self.assertFalse(self._get_liability_lines(self._close()))
