import uuid

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestInvoice(GiftCommon):
    """Gift cards on an invoice: reserved at once, good for paying once it is paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ordered = cls._create_account("220303", "liability_current")
        cls.company.membership_gift_order_account_id = cls.ordered
        transit = cls._create_account("100203", "asset_current", reconcile=True)
        journal = cls.bank.journal_id
        journal.inbound_payment_method_line_ids.payment_account_id = transit
        cls.customer = cls.member.partner_id
        cls.customer.with_company(
            cls.company
        ).property_account_receivable_id = cls.receivable
        cls.cards = cls._blanks(3)

    def _order(self, first=None, last=None, **values):
        vals = {
            "partner_id": self.customer.id,
            "outlet_id": self.outlet.id,
            "first": first or self.cards[0].number,
            "last": last or self.cards[2].number,
            "amount": 200,
        } | values
        Wizard = self.env["membership.gift.invoice"].with_user(self.operator)
        return Wizard.create(vals)

    def _invoice(self):
        self._order().action_confirm()
        return self.cards.invoice_id

    def _pay_invoice(self, invoice, amount=None):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {
                    "journal_id": self.bank.journal_id.id,
                    "amount": amount or invoice.amount_residual,
                }
            )
        )
        return wizard._create_payments()

    def test_an_operator_orders_a_range(self):
        order = self._order()
        self.assertEqual((order.quantity, order.total), (3, 600))
        self.assertEqual(order.type_id, self.gift_type)
        action = order.action_confirm()
        self.assertEqual(action["res_model"], "membership.gift.card", "keeps no books")
        invoice = self.cards.invoice_id
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 600))
        self.assertFalse(invoice.invoice_line_ids.tax_ids)
        self.assertEqual(set(self.cards.mapped("state")), {"blank"})
        self.assertTrue(all(self.cards.mapped("is_reserved")))
        self.assertEqual(self._get_balance(self.ordered), -600)
        self.assertEqual(self._get_balance(self.gift_liability), 0)
        self._assert_gift_tied()

    def test_the_payment_activates_the_cards_once(self):
        invoice = self._invoice()
        self._pay_invoice(invoice, 200)
        self.assertEqual(set(self.cards.mapped("state")), {"blank"}, "part is not all")
        self._pay_invoice(invoice)
        self.assertEqual(set(self.cards.mapped("state")), {"active"})
        self.assertEqual(self.cards.mapped("balance"), [200, 200, 200])
        self.assertEqual(self._get_balance(self.ordered), 0)
        self.assertEqual(self._get_balance(self.gift_liability), -600)
        invoice._activate_gift_cards()
        self._assert_gift_tied()
        self.assertFalse(self.cards[0].sudo().code)

    def test_a_reserved_card_is_sold_nowhere_else(self):
        self._invoice()
        card = self.cards[1]
        with self.assertRaisesRegex(UserError, "not paid yet"):
            card._sell(200, str(uuid.uuid4()), method=self.cash, outlet=self.outlet)
        with self.assertRaisesRegex(UserError, "not paid yet"):
            card._change_state("spoil", "test")
        self.assertIn("not paid yet", self._order(card.number, card.number).problem)

    def test_a_cancelled_order_frees_the_cards(self):
        invoice = self._invoice()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertFalse(any(self.cards.mapped("is_reserved")))
        self.cards[0]._sell(200, "k", method=self.cash, outlet=self.outlet)
        self.assertEqual(self.cards[0].state, "active")

    def test_what_sold_cards_stays_as_it_is(self):
        invoice = self._invoice()
        self._pay_invoice(invoice)
        with self.assertRaisesRegex(UserError, "has sold gift cards"):
            invoice.button_draft()
        with self.assertRaisesRegex(UserError, "has sold gift cards"):
            invoice._reverse_moves()

    def test_a_payment_that_is_undone_stops_the_cards(self):
        invoice = self._invoice()
        self._pay_invoice(invoice)
        self._pay(self.cards[0], 50)
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual(set(self.cards.mapped("state")), {"blocked"})
        self.assertIn("was undone", self.cards[0].event_ids[0].reason)
        self._assert_gift_tied()

    def test_the_invoice_says_what_the_cards_are(self):
        invoice = self._invoice()
        invoice.button_draft()
        invoice.invoice_line_ids.quantity = 2
        with self.assertRaisesRegex(UserError, "sells 3 gift cards"):
            invoice.action_post()

    def test_it_is_no_purchase_and_not_paid_from_stored_value(self):
        self._topup(self.member, 1000)
        invoice = self._invoice()
        with self.assertRaisesRegex(UserError, "not paid from stored value"):
            invoice._pay_from_wallet(self.member._get_wallet(), 600, "k")
        self._pay_invoice(invoice)
        self.assertFalse(self.member.purchase_ids)

    def test_goods_beside_the_cards_are_a_purchase(self):
        invoice = self._invoice()
        invoice.button_draft()
        invoice.invoice_line_ids = [
            Command.create(
                {
                    "name": "Tea",
                    "price_unit": 60,
                    "account_id": self.income.id,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        invoice.action_post()
        self._pay_invoice(invoice)
        self.assertEqual(self.member.purchase_ids.amount_total, 60)

    def test_only_cards_that_are_here_are_sold(self):
        away = self._blanks(1, self.head_office)
        order = self._order(away.number, away.number)
        self.assertIn("stock of Head Office", order.problem)
        self.assertIn("no blank card", self._order("4711", "4711").problem)
        backwards = self._order(self.cards[2].number, self.cards[0].number)
        self.assertIn("no range", backwards.problem)

    def test_nobody_reserves_the_cards_of_an_outlet_he_does_not_work_for(self):
        store = self._create_outlet()
        away = self._blanks(1, store)
        self.operator.membership_outlet_id = self.outlet
        order = self._order(away.number, away.number, outlet_id=store.id)
        with self.assertRaisesRegex(AccessError, "You do not work for"):
            order.action_confirm()
