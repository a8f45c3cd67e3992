import uuid
from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestMoney(GiftCommon):
    def test_a_sold_card_is_owed_on_an_account_of_its_own(self):
        card = self._sold(100)
        self._topup(self.member, 40)
        self.assertEqual(card.state, "active")
        self.assertFalse(card.sudo().code, "nobody can read what pays")
        self.assertEqual(self._get_balance(self.gift_liability), -100)
        self.assertEqual(self._get_balance(self.liability), -40)
        book = self._assert_gift_tied()
        self.assertEqual((book.wallets, book.liability), (100, 100))

    def test_the_same_sale_is_made_once(self):
        card, key = self._blanks(1), str(uuid.uuid4())
        first = card._sell(100, key, method=self.cash, outlet=self.outlet)
        again = card._sell(100, key, method=self.cash, outlet=self.outlet)
        self.assertEqual(first, again)
        with self.assertRaisesRegex(UserError, "not possible now"):
            card._sell(100, "other", method=self.cash, outlet=self.outlet)
        self.assertEqual(self._get_balance(self.gift_liability), -100)

    def test_paying_in_parts_refunding_and_the_books(self):
        card = self._sold(100)
        self._pay(card, 30)
        spent = self._pay(card, 70)
        self.assertEqual(card.account_id._get_exact("balance"), 0)
        back = spent._reverse("20.50", "back", reason="Return")
        self.env["membership.wallet.booking"]._post_counterpart(
            back, self.income, "Return"
        )
        self.assertEqual(card.account_id._get_exact("balance"), Decimal("20.50"))
        self._assert_gift_tied()
        with self.assertRaisesRegex(UserError, "20.50 available"):
            self._pay(card, 21)

    def test_amounts_are_those_of_the_type(self):
        card = self._blanks(1)
        for amount in (0.5, 1001):
            with self.assertRaisesRegex(UserError, "is sold for"):
                card._sell(str(amount), "k", method=self.cash, outlet=self.outlet)
        self.gift_type.amount = 500
        with self.assertRaisesRegex(UserError, "500.00"):
            card._sell(100, "k", method=self.cash, outlet=self.outlet)
        card._sell(500, "k", method=self.cash, outlet=self.outlet)

    def test_a_blank_is_sold_where_it_is_in_stock(self):
        card = self._blanks(1, self.head_office)
        with self.assertRaisesRegex(UserError, "stock of Head Office"):
            card._sell(100, "k", method=self.cash, outlet=self.outlet)

    def test_an_operator_sells_by_scanning(self):
        card = self._blanks(1)
        wizard = (
            self.env["membership.gift.sell"]
            .with_user(self.operator)
            .create({"term": card.number, "outlet_id": self.outlet.id, "amount": 200})
        )
        self.assertEqual(wizard.card_id, card)
        self.assertFalse(wizard.problem)
        wizard.action_confirm()
        wizard.action_confirm()
        self.assertEqual((card.amount, card.balance), (200, 200))
        late = wizard.create({"term": card.number, "outlet_id": self.outlet.id})
        self.assertIn("sold already", late.problem)
        with self.assertRaises(AccessError):
            wizard.with_user(self.till).create({"term": card.number})

    def test_a_method_that_needs_a_slip_asks_for_it(self):
        card = self._blanks(1)
        self.cash.needs_reference = True
        wizard = (
            self.env["membership.gift.sell"]
            .with_user(self.operator)
            .create({"term": card.number, "outlet_id": self.outlet.id, "amount": 200})
        )
        with self.assertRaisesRegex(UserError, "needs a reference"):
            wizard.action_confirm()
        self.assertEqual(card.state, "blank")
        wizard.reference = "SLIP-7781"
        wizard.action_confirm()
        move = card.account_id.entry_ids.move_id
        self.assertIn("SLIP-7781", move.ref)

    def test_a_card_that_came_back_is_not_called_sold(self):
        card = self._blanks(1)
        card._change_state("spoil", "bent")
        wizard = (
            self.env["membership.gift.sell"]
            .with_user(self.operator)
            .create({"term": card.number, "outlet_id": self.outlet.id, "amount": 200})
        )
        self.assertIn("Recovered", wizard.problem)

    def test_what_expires_stays_owed_until_it_is_extended_or_written_off(self):
        with freeze_time("2023-01-10 04:00:00"):
            card = self._sold(100)
        self.assertEqual(card.valid_until.isoformat(), "2026-01-09")
        with freeze_time("2026-01-09 04:00:00"):
            card._check_usable()
        with freeze_time("2026-01-10 04:00:00"):
            with self.assertRaisesRegex(UserError, "has expired"):
                card._check_usable()
            self.patch(
                type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_v: 1
            )
            self.Card._cron_expire()
            self.assertEqual((card.state, card.balance), ("expired", 100))
            self._assert_gift_tied()
            self._act(card, "extend", self.card_centre)
            card._check_usable()
        with freeze_time("2030-01-10 04:00:00"):
            self.Card._cron_expire()
            with self.assertRaises(AccessError):
                self._act(card, "write_off", self.card_centre)
            self._act(card, "write_off", self.manager)
        self.assertEqual(card.account_id._get_exact("balance"), 0)
        self.assertEqual(self._get_balance(self.breakage), -100)
        self._assert_gift_tied()

    def test_a_refund_for_a_destroyed_card_goes_to_a_new_one(self):
        card = self._sold(100)
        spent = self._pay(card, 100)
        card._change_state("recover")
        card._change_state("cancel", "card is gone")
        back = spent._reverse(60, "back", reason="Return")
        self.env["membership.wallet.booking"]._post_counterpart(
            back, self.income, "Return"
        )
        new = self._blanks(1)
        self._act(card, "pass_on", self.card_centre, term=new.number)
        self.assertEqual(card.account_id._get_exact("balance"), 0)
        self.assertEqual(card.account_id.state, "frozen")
        self.assertEqual(new.account_id._get_exact("balance"), 60)
        self.assertEqual((new.state, card.replaced_by_id), ("active", new))
        self._assert_gift_tied()

    def test_a_damaged_card_is_replaced_once(self):
        card, new = self._sold(100), self._blanks(1)
        card._pass_on(new, "k", "Strip damaged", self.outlet)
        card._pass_on(new, "k", "Strip damaged", self.outlet)
        self.assertEqual((card.state, card.balance), ("recovered", 0))
        self.assertEqual(new.balance, 100)
        self._assert_gift_tied()

    def test_the_accounts_stay_apart_and_stay(self):
        with self.assertRaisesRegex(ValidationError, "another account"):
            self.company.membership_gift_liability_account_id = self.liability
        self._sold(10)
        with self.assertRaisesRegex(UserError, "the account stays"):
            self.company.membership_gift_liability_account_id = False

    def test_a_gift_card_has_no_member_no_points_no_benefits(self):
        card = self._sold(100)
        self._pay(card, 50)
        self.assertFalse(card.account_id.member_id)
        self.assertFalse(
            self.env["membership.purchase"].search(
                [("company_id", "=", self.company.id)]
            )
        )
        self.assertFalse(
            self.env["membership.card"]._find_by_code(card.number, self.company)
        )

    def _act(self, card, action, user, **values):
        wizard = (
            self.env["membership.gift.act"]
            .with_user(user)
            .create(
                {
                    "card_ids": card.ids,
                    "action": action,
                    "reason": "test",
                    "outlet_id": self.outlet.id,
                    **values,
                }
            )
        )
        return wizard.action_confirm()
