from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestExpiry(LedgerCommon):
    def test_a_lot_is_good_until_its_last_day_and_no_longer(self):
        self._post(10, "bonus", bucket="bonus", expires_on=date(2026, 3, 31))
        self._post(20)
        self.assertFalse(self.account._expire_lots(date(2026, 3, 31)))
        entry = self.account._expire_lots(date(2026, 4, 1))
        self.assertEqual((entry.kind, entry.amount), ("expire", -10))
        self.assertEqual(entry.allocation_ids.bucket, "bonus")
        self.assertBalance(20)
        self.assertFalse(self.account._expire_lots(date(2026, 4, 1)))
        self.assertProven()

    def test_only_the_remainder_expires(self):
        self._post(10, "bonus", bucket="bonus", expires_on=date(2026, 3, 31))
        self._post(-4, "spend")
        self.assertEqual(self.account._expire_lots(date(2026, 4, 1)).amount, -6)

    def test_what_is_held_expires_when_the_hold_ends(self):
        self._post(10, "bonus", bucket="bonus", expires_on=date(2026, 3, 31))
        hold = self.account._hold(7, "h", origin=self.document)
        self.assertEqual(self.account._expire_lots(date(2026, 4, 1)).amount, -3)
        hold._release()
        self.assertEqual(self.account._expire_lots(date(2026, 4, 2)).amount, -7)
        self.assertBalance(0)
        self.assertProven()

    def test_a_refund_restores_the_old_expiry(self):
        self._post(10, "bonus", bucket="bonus", expires_on=date(2026, 3, 31))
        spent = self._post(-10, "spend")
        spent._reverse(10, "refund", origin=self.document)
        self.assertEqual(self.account._expire_lots(date(2026, 4, 1)).amount, -10)
        self.assertProven()

    def test_expiry_ignores_freezing_and_credit_limits(self):
        self._post(10, "bonus", bucket="bonus", expires_on=date(2026, 3, 31))
        self.account._set_credit_limit(50)
        self.account._freeze()
        self.assertEqual(self.account._expire_lots(date(2026, 4, 1)).amount, -10)
        self.assertBalance(0)

    @freeze_time("2026-04-01 00:30:00")
    def test_the_job_expires_every_account(self):
        accounts = self.account
        for number in range(3):
            accounts |= self._create_account(name=f"A{number}")
        for account in accounts:
            self._post(5, account=account, expires_on=date(2026, 3, 31))
            self._post(5, account=account, expires_on=date(2026, 3, 30))
        self._run_job("membership.account", "_cron_expire_lots")
        self.assertEqual(sum(accounts.mapped("balance")), 0)
        self.assertProven()
