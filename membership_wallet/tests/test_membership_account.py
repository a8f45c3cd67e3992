from datetime import date
from decimal import Decimal
from random import Random
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.membership_ledger.exceptions import NotEnough

from .common import WalletCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-01")
class TestMembershipAccount(WalletCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(1000, bonus=100, bonus_months=6)
        cls.wallet = cls.member._get_wallet()

    def _get_buckets(self):
        amounts = self._get_amounts(self.member)
        return amounts["principal"], amounts["bonus"]

    # === ORDER OF SPENDING === #
    def test_money_paid_in_is_spent_first_by_default(self):
        self._topup(self.member, 1000)
        self._spend(self.member, 1050)
        self.assertEqual(self._get_buckets(), (0, 50))

    def test_bonus_is_spent_first_if_the_company_says_so(self):
        self.company.membership_spend_order = "bonus"
        self._topup(self.member, 1000)
        self._spend(self.member, 50)
        self.assertEqual(self._get_buckets(), (1000, 50))

    def test_other_units_keep_their_own_order(self):
        points = self.env.ref("membership_ledger.unit_points")
        account = self.member._get_account(points)
        self.assertEqual(account._get_bucket_order(), points.bucket_order.split(","))

    # === EXPIRY === #
    def _run_expiry_job(self):
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *_args, **_values: 3600):
            self.env["membership.account"]._cron_expire_lots()

    def test_expired_bonus_is_booked_in_one_journal_entry_per_company(self):
        other = self._create_member()
        for member in self.member | other:
            self._topup(member, 1000)
        with freeze_time("2026-11-02"):
            self._run_expiry_job()
        entries = self.env["membership.entry"].search(
            [("kind", "=", "expire"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(entries), 2)
        self.assertEqual(len(entries.move_id), 1)
        self.assertEqual(self._get_balance(self.promotion), 0)
        self.assertEqual(self._get_balance(self.liability), -2000)
        self._assert_tied()

    def test_expiry_is_booked_once(self):
        self._topup(self.member, 1000)
        with freeze_time("2026-11-02"):
            self._run_expiry_job()
            self._run_expiry_job()
            self.env["membership.account"]._book_expired()
        self.assertEqual(self._get_balance(self.promotion), 0)

    def test_bonus_is_good_on_its_last_day(self):
        self._topup(self.member, 1000)
        with freeze_time("2026-11-01"):
            self._run_expiry_job()
        self.assertEqual(self._get_buckets(), (1000, 100))

    def test_company_without_accounts_is_booked_when_it_has_them(self):
        self._topup(self.member, 1000)
        self.company.membership_promotion_account_id = False
        with freeze_time("2026-11-02"):
            self._run_expiry_job()
            proof = self._prove()
            self.assertIn("nothing books it", proof.line_ids.mapped("message")[1])
            self.company.membership_promotion_account_id = self.promotion
            self._run_expiry_job()
        self._assert_tied()

    # === ADJUSTMENT === #
    def test_adjustment_is_booked_with_its_reason(self):
        entry = self.wallet._adjust_money("12.30", "fix", "Till was offline")
        self.assertEqual(entry.reason, "Till was offline")
        self.assertEqual(entry.move_id.ref, "Till was offline")
        self.assertEqual(self._get_balance(self.promotion), Decimal("12.30"))
        self.wallet._adjust_money("-2.30", "fix back", "Too much")
        self.assertEqual(self._get_balance(self.promotion), 10)
        self.assertEqual(self._get_buckets(), (10, 0))
        self._assert_tied()

    def test_adjustment_goes_to_the_account_that_was_chosen(self):
        self.wallet._adjust_money(10, "fix", "Gift", counterpart=self.opening)
        self.assertEqual(self._get_balance(self.opening), 10)
        self.assertEqual(self._get_balance(self.promotion), 0)

    def test_adjustment_happens_once_per_key(self):
        first = self.wallet._adjust_money(10, "fix", "Gift")
        self.assertEqual(self.wallet._adjust_money(10, "fix", "Gift"), first)
        self.assertEqual(self._get_balance(self.promotion), 10)
        with self.assertRaises(UserError):
            self.wallet._adjust_money(11, "fix", "Gift")

    def test_adjustment_without_a_reason_is_refused(self):
        for reason in (None, "", "  "):
            with self.assertRaisesRegex(UserError, "why"):
                self.wallet._adjust_money(10, "fix", reason)

    def test_adjustment_below_zero_is_refused(self):
        with self.assertRaises(NotEnough):
            self.wallet._adjust_money(-1, "fix", "Too much")

    def test_points_are_not_adjusted_here(self):
        points = self.env.ref("membership_ledger.unit_points")
        with self.assertRaisesRegex(UserError, "no money"):
            self.member._get_account(points)._adjust_money(1, "fix", "Gift")

    # === BOOKS === #
    def test_books_tie_after_a_random_sequence(self):
        dice = Random(20261122)
        members = self.member | self._create_member() | self._create_member()
        acts = (self._do_topup, self._do_spend, self._do_adjust, self._do_back)
        for number in range(60):
            act = dice.choice(acts)
            act(dice, dice.choice(members), number)
        members._get_wallets()[self.member.id]._expire_lots(date(2027, 1, 1))
        self.env["membership.account"]._book_expired()
        self._assert_tied()

    def _do_topup(self, dice, member, number):
        amount = Decimal(dice.randint(1, 300000)) / 100
        method = dice.choice(self.cash | self.bank)
        self._topup(member, amount, key=f"random:{number}", method=method)

    def _do_spend(self, dice, member, _number):
        available = self._get_cents(member)
        if available:
            self._spend(member, Decimal(dice.randint(1, available)) / 100)

    def _do_adjust(self, dice, member, number):
        low = -self._get_cents(member)
        amount = Decimal(dice.randint(low, 5000) or 1) / 100
        member._get_wallet()._adjust_money(amount, f"random:{number}", "dice")

    def _do_back(self, dice, member, number):
        topups = self.Topup.search([("member_id", "=", member.id)])
        for topup in topups.filtered(lambda topup: topup.state == "posted")[:1]:
            largest = int(topup._get_largest_refund() * 100)
            if largest:
                amount = Decimal(dice.randint(1, largest)) / 100
                topup._pay_back(amount, f"random:{number}", "dice")

    def _get_cents(self, member):
        return int(member._get_wallet()._get_exact("available") * 100)
