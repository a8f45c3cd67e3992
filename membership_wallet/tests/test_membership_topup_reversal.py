from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-01")
class TestMembershipTopupReversal(WalletCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(1000, bonus=100, bonus_months=12)
        cls.topup = cls._topup(cls.member, 1000).sudo()

    def _pay_back(self, amount, key="back", **values):
        values.setdefault("reason", "typed wrong")
        return self.topup.with_user(self.manager)._pay_back(amount, key, **values)

    def test_untouched_topup_goes_back_with_its_bonus(self):
        self._pay_back(1000)
        self.assertEqual(self.topup.state, "reversed")
        self.assertEqual(self.topup.reversed_amount, 1000)
        self.assertEqual(self.topup.reversed_bonus, 100)
        self.assertEqual(self._get_amounts(self.member)["balance"], 0)
        for account in (self.cash_account, self.liability, self.promotion):
            self.assertEqual(self._get_balance(account), 0)
        self._assert_tied()

    def test_part_goes_back_with_its_share_of_the_bonus(self):
        self._pay_back(250)
        self.assertEqual(self.topup.state, "posted")
        self.assertEqual(self.topup.reversed_amount, 250)
        self.assertEqual(self.topup.reversed_bonus, 25)
        self.assertEqual(self._get_amounts(self.member)["balance"], 825)
        self._pay_back(750, key="rest")
        self.assertEqual(self.topup.state, "reversed")
        self.assertEqual(self._get_amounts(self.member)["balance"], 0)
        self._assert_tied()

    def test_entries_of_the_reversal_lead_to_their_journal_entry(self):
        self._pay_back(1000)
        entries = self.env["membership.entry"].search(
            self.topup.action_view_entries()["domain"]
        )
        back = entries.filtered("reversed_entry_id")
        self.assertEqual(len(back), 2)
        self.assertEqual(back.mapped("reason"), ["typed wrong"] * 2)
        self.assertEqual(len(back.move_id), 1)
        self.assertNotEqual(back.move_id, self.topup.move_id)

    def test_same_key_pays_back_once(self):
        self._pay_back(100)
        self._pay_back(100)
        self.assertEqual(self.topup.reversed_amount, 100)
        self.assertEqual(self._get_balance(self.cash_account), 900)

    def test_same_key_with_another_amount_is_refused(self):
        self._pay_back(100)
        with self.assertRaises(UserError):
            self._pay_back(200)

    def test_more_than_unspent_is_refused_with_the_maximum(self):
        self._spend(self.member, 300)
        with self.assertRaisesRegex(UserError, "At most.*700.00"):
            self._pay_back(1000)
        self.assertEqual(self.topup._get_largest_refund(), Decimal("700.00"))
        self._pay_back(700)
        # 30 of the bonus belong to the 300 that were spent.
        self.assertEqual(self._get_amounts(self.member)["balance"], 30)
        self._assert_tied()

    def test_spent_bonus_keeps_the_money_that_earned_it(self):
        self.company.membership_spend_order = "bonus"
        self._spend(self.member, 40)
        self.assertEqual(self.topup._get_largest_refund(), 600)
        self._pay_back(600)
        self.assertEqual(self._get_amounts(self.member)["balance"], 400)
        self._assert_tied()

    def test_everything_spent_is_refused_in_a_sentence(self):
        self._spend(self.member, 1100)
        with self.assertRaisesRegex(UserError, "Nothing of"):
            self._pay_back(1)

    def test_money_reserved_at_a_till_stays(self):
        self.member._get_wallet()._hold(900, "till", reason="test")
        self.assertEqual(self.topup._get_largest_refund(), Decimal("181.81"))
        with self.assertRaisesRegex(UserError, "reserved"):
            self._pay_back(500)

    def test_expired_bonus_does_not_stand_in_the_way(self):
        wallet = self.member._get_wallet()
        wallet._expire_lots(date(2027, 6, 1))
        wallet._book_expired()
        self._pay_back(1000)
        self.assertEqual(self.topup.reversed_bonus, 0)
        self.assertEqual(self._get_amounts(self.member)["balance"], 0)
        self._assert_tied()

    def test_other_topups_are_not_touched(self):
        second = self._topup(self.member, 1000)
        self._pay_back(1000)
        self.assertEqual(second.sudo()._get_largest_refund(), 1000)
        self.assertEqual(self._get_amounts(self.member)["bonus"], 100)

    def test_money_goes_back_another_way_if_told_so(self):
        self._pay_back(1000, method=self.bank)
        self.assertEqual(self._get_balance(self.bank_account), -1000)
        self.assertEqual(self._get_balance(self.cash_account), 1000)

    def test_reason_is_mandatory(self):
        for reason in (None, " "):
            with self.assertRaisesRegex(UserError, "why"):
                self._pay_back(100, reason=reason)

    def test_zero_and_less_are_refused(self):
        for amount in (0, -1):
            with self.assertRaises(UserError):
                self._pay_back(amount)

    def test_topup_of_an_open_till_session_is_refused(self):
        self.topup = self._topup(self.member, 50, post_move=False).sudo()
        with self.assertRaisesRegex(UserError, "session is still open"):
            self._pay_back(50)
