import uuid

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestOptions(GiftCommon):
    """Topping up and buying back: off unless the shop wants it."""

    def _top_up(self, card, amount, key=None):
        key = key or str(uuid.uuid4())
        card = card.with_user(self.operator)
        return card._top_up(amount, key, method=self.cash, outlet=self.outlet)

    def _pay_out(self, card, user, **values):
        vals = {
            "card_ids": card.ids,
            "action": "buy_back",
            "reason": "Wish of the customer",
            "outlet_id": self.outlet.id,
            "method_id": self.cash.id,
        } | values
        return self.env["membership.gift.act"].with_user(user).create(vals)

    def test_a_sold_card_is_not_topped_up_unless_the_shop_wants_it(self):
        card = self._sold(100)
        with self.assertRaisesRegex(UserError, "not topped up"):
            self._top_up(card, 50)
        self.company.membership_gift_topup = True
        self._top_up(card, 50, "k")
        self._top_up(card, 50, "k")
        self.assertEqual(card.balance, 150)
        self.assertEqual(self._get_balance(self.gift_liability), -150)
        self.assertEqual(card.event_ids[0].action, "top_up")
        self._assert_gift_tied()

    def test_no_card_holds_more_than_its_type_may(self):
        self.company.membership_gift_topup = True
        card = self._sold(900)
        with self.assertRaisesRegex(UserError, "at most .*1,000.00"):
            self._top_up(card, "100.01")
        self._top_up(card, 100)
        card._change_state("block", "stolen")
        with self.assertRaisesRegex(UserError, "blocked"):
            self._top_up(card, 1)

    def test_the_sale_window_tops_up_a_sold_card(self):
        card = self._sold(100)
        Sell = self.env["membership.gift.sell"].with_user(self.operator)
        vals = {"term": card.number, "outlet_id": self.outlet.id, "amount": 30}
        self.assertIn("sold already", Sell.create(vals).problem)
        self.company.membership_gift_topup = True
        wizard = Sell.create(vals)
        self.assertFalse(wizard.problem)
        self.assertTrue(wizard.is_topup)
        wizard.action_confirm()
        wizard.action_confirm()
        self.assertEqual(card.balance, 130)

    def test_what_is_left_is_paid_out_by_a_manager_where_the_shop_wants_it(self):
        card = self._sold(100)
        self._pay(card, 30)
        with self.assertRaisesRegex(UserError, "not bought back"):
            self._pay_out(card, self.manager).action_confirm()
        self.company.membership_gift_buy_back = True
        with self.assertRaises(AccessError):
            self._pay_out(card, self.card_centre).action_confirm()
        with self.assertRaisesRegex(UserError, "how the money"):
            self._pay_out(card, self.manager, method_id=False).action_confirm()
        window = self._pay_out(card, self.manager)
        window.action_confirm()
        window.action_confirm()
        self.assertEqual((card.state, card.balance), ("recovered", 0))
        self.assertEqual(self._get_balance(self.gift_liability), 0)
        self.assertEqual(self._get_balance(self.cash_account), 30)
        actions = card.event_ids.mapped("action")
        self.assertEqual(actions[:2], ["recover", "buy_back"])
        self._assert_gift_tied()

    def test_an_empty_or_dead_card_has_nothing_to_pay_out(self):
        self.company.membership_gift_buy_back = True
        card = self._sold(100)
        self._pay(card, 100)
        with self.assertRaisesRegex(UserError, "nothing on"):
            self._pay_out(card, self.manager).action_confirm()
        card._change_state("recover")
        with self.assertRaisesRegex(UserError, "taken back"):
            self._pay_out(card, self.manager).action_confirm()
