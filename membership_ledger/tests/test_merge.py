import random
from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..exceptions import AccountNotOpen, NotEnough, PostingRefused
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestMerge(LedgerCommon):
    """An account goes on as another; what happens to it later is passed on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heir = cls._create_account(name="Heir")
        cls.topup = cls._post(50, bucket="principal")
        cls._post(50, "bonus", bucket="bonus", expires_on=date(2027, 1, 31))
        cls.spend = cls._post(-70, "spend")

    def _merge(self, source=None, target=None):
        (source or self.account)._merge_into(target or self.heir, self.document)

    def test_a_merge_keeps_bucket_and_expiry_and_ends_the_account(self):
        self._merge()
        self.assertBalance(0)
        self.assertEqual(self.account.state, "closed")
        self.assertEqual(self.account.merged_into_id, self.heir)
        self.assertLots(("bonus", 30), account=self.heir)
        self.assertEqual(self.heir.lot_ids.expires_on, date(2027, 1, 31))
        self.assertEqual(self.heir.entry_ids.origin_id, self.document.id)
        self.assertProven()

    def test_what_was_credited_before_counts_for_the_heir_once(self):
        self._post(20, account=self.heir)
        self._merge()
        self.assertEqual(self.heir.credited, 120)
        self.spend._reverse(60, "return", origin=self.document)
        self.assertEqual(self.heir.credited, 180)
        self.assertProven()

    def test_a_debt_moves_as_a_debt(self):
        self._post(-40, "spend", force=True)
        self._post(25, account=self.heir)
        self._merge()
        self.assertBalance(0)
        self.assertBalance(15, account=self.heir)
        self._post(-30, "spend", account=self.heir, force=True)
        third = self._create_account(name="Third")
        self._merge(self.heir, third)
        self.assertBalance(-15, account=third)
        self.assertEqual(third.overdrawn, 15)
        self.assertProven()

    def test_goods_returned_later_are_paid_back_to_the_heir(self):
        self._merge()
        self.spend._reverse(60, "return", origin=self.document)
        self.spend._reverse(60, "return", origin=self.document)  # sent again
        self.assertBalance(0)
        self.assertBalance(90, account=self.heir)
        # Drawn last, given back first, with the bucket and expiry that it had.
        buckets = {}
        for lot in self.heir.lot_ids:
            buckets[lot.bucket] = buckets.get(lot.bucket, 0) + lot.remaining
        self.assertEqual(buckets, {"bonus": 50, "principal": 40})
        self.assertProven()

    def test_a_credit_taken_back_later_is_taken_from_the_heir(self):
        self._post(40, bucket="bonus", account=self.heir)
        self._post(20, bucket="principal", account=self.heir)
        self._merge()
        self.topup._reverse(15, "wrong", origin=self.document)
        self.topup._reverse(15, "wrong", origin=self.document)
        self.assertBalance(75, account=self.heir)
        left = self.heir.lot_ids.filtered(lambda lot: lot.bucket == "principal")
        self.assertEqual(sum(left.mapped("remaining")), 5, "principal goes first")
        with self.assertRefused(), self.env.cr.savepoint():
            self.topup._reverse(36, "more", origin=self.document)
        self.assertProven()

    def test_what_the_heir_does_not_have_is_taken_by_force_only(self):
        self._merge()
        with self.assertRefused(NotEnough), self.env.cr.savepoint():
            self.topup._reverse(50, "wrong", origin=self.document)
        self.topup._reverse(50, "gone", origin=self.document, force=True)
        self.assertBalance(-20, account=self.heir)
        self.assertEqual((self.account.overdrawn, self.heir.overdrawn), (0, 20))
        self.assertProven()

    def test_a_payment_whose_hold_lapsed_reaches_the_heir(self):
        hold = self.account._hold(10, "late", origin=self.document)
        hold._release()
        self._merge()
        hold._capture(force=True)
        self.assertBalance(0)
        self.assertBalance(20, account=self.heir)
        self.assertProven()

    def test_a_chain_of_merges_is_kept_short(self):
        third = self._create_account(name="Third")
        self._merge()
        self._merge(self.heir, third)
        self.assertEqual((self.account | self.heir).merged_into_id, third)
        self.spend._reverse(70, "return", origin=self.document)
        self.assertBalance(100, account=third)
        self.assertProven()

    def test_the_larger_credit_limit_goes_on(self):
        self.account._set_credit_limit(80)
        self.heir._set_credit_limit(50)
        self._merge()
        self.assertEqual(self.heir._get_exact("credit_limit"), 80)
        self.assertEqual(self.account._get_exact("credit_limit"), 0)

    def test_refused_while_a_payment_is_in_progress(self):
        self.account._hold(10, "hold", origin=self.document)
        with self.assertRefused(PostingRefused), self.env.cr.savepoint():
            self._merge()
        self.assertBalance(30, held=10)

    def test_refused_between_units_to_itself_and_frozen(self):
        other = self._create_account(unit_id=self.points.id)
        with self.assertRefused(PostingRefused):
            self._merge(target=other)
        with self.assertRefused(PostingRefused):
            self._merge(target=self.account)
        self.heir._freeze()
        with self.assertRefused(AccountNotOpen):
            self._merge()

    def test_an_ordinary_posting_on_a_merged_account_is_refused(self):
        self._merge()
        for amount in (5, -5):
            with self.assertRefused(AccountNotOpen), self.env.cr.savepoint():
                self._post(amount)

    def test_any_history_merges_and_unwinds_without_losing_a_cent(self):
        """Random credits, debits and debts; then every debit comes back in parts."""
        days = [None, date(2099, 1, 31), date(2099, 2, 28)]
        for seed in range(15):
            rng = random.Random(seed)
            pair = [self._create_account(), self._create_account()]
            entries = []
            for _step in range(rng.randint(2, 14)):
                account, cents = rng.choice(pair), rng.randint(1, 9999)
                amount = Decimal(cents) / 100
                if rng.random() < 0.6:
                    bucket = rng.choice(["principal", "bonus"])
                    self._post(
                        amount,
                        account=account,
                        bucket=bucket,
                        expires_on=rng.choice(days),
                    )
                else:
                    entries.append(
                        self._post(-amount, "spend", account=account, force=True)
                    )
            before = self._sum_up(pair)
            source, heir = rng.sample(pair, 2)
            self._merge(source, heir)
            self.assertEqual(self._sum_up(pair), before, seed)
            back = Decimal(0)
            for entry in entries:
                half = Decimal(str(-entry.amount)).quantize(Decimal("0.01")) / 2
                half = half.quantize(Decimal("0.01"))
                if half:
                    entry._reverse(half, f"back{entry.id}", origin=self.document)
                    back += half
            self.assertEqual(self._sum_up(pair), before + back, seed)
            self.assertBalance(0, account=source)
            self.assertFalse(source.lot_ids, seed)
            self.assertProven()

    def _sum_up(self, accounts):
        return sum(account._get_exact("balance") for account in accounts)
