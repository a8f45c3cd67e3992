import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import AccountNotOpen, KeyReused, NotEnough
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestHold(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._post(100)

    def _hold(self, amount, key="till:1", **values):
        return self.account._hold(amount, key, origin=self.document, **values)

    def test_what_is_held_cannot_be_spent_elsewhere(self):
        self._hold(60)
        with self.assertRefused(NotEnough):
            self._post(-41, "spend")
        with self.assertRefused(NotEnough):
            self._hold(41, "till:2")
        self.assertBalance(100, 60)
        self.assertProven()

    def test_capture_posts_and_gives_the_rest_back(self):
        entry = self._hold(60)._capture(50)
        self.assertEqual(
            (entry.amount, entry.kind, entry.key), (-50, "spend", "till:1")
        )
        self.assertBalance(50)
        self.assertProven()

    def test_capturing_twice_posts_once(self):
        hold = self._hold(60)
        self.assertEqual(hold._capture(50), hold._capture("50.00"))
        with self.assertRefused(KeyReused):
            hold._capture(40)
        self.assertBalance(50)

    def test_no_more_than_held_is_captured(self):
        hold = self._hold(60)
        with self.assertRefused():
            hold._capture("60.01")
        self.assertBalance(100, 60)

    def test_release_gives_back_once(self):
        hold = self._hold(60)
        hold._release(reason="Customer changed their mind")
        hold._release()
        self.assertEqual(hold.end_reason, "Customer changed their mind")
        self.assertBalance(100)
        with self.assertRefused():
            hold._capture()

    def test_a_captured_hold_is_not_released(self):
        hold = self._hold(60)
        hold._capture()
        with self.assertRefused():
            hold._release()

    def test_the_same_key_holds_once(self):
        self.assertEqual(self._hold(60), self._hold(60))
        with self.assertRefused(KeyReused):
            self._hold(50)
        self.assertBalance(100, 60)

    def test_a_lapsed_hold_is_captured_by_force_and_flagged(self):
        with freeze_time("2026-01-01 08:00:00"):
            hold = self._hold(80)
        with freeze_time("2026-01-02 09:00:00"):
            self._run_job("membership.hold", "_cron_expire")
        self.assertEqual(hold.state, "expired")
        self._post(-70, "spend")
        with self.assertRefused():
            hold._capture()
        entry = hold._capture(force=True)
        self.assertTrue(entry.is_forced)
        self.assertEqual(hold._capture(force=True), entry)
        self.assertBalance(-50)
        self.assertEqual(self.account._get_exact("overdrawn"), 50)
        self.assertProven()

    def test_a_frozen_account_captures_what_was_held_before(self):
        hold = self._hold(60)
        self.account._freeze()
        with self.assertRefused(AccountNotOpen):
            self._hold(1, "till:2")
        hold._capture()
        self.assertBalance(40)

    def test_a_hold_needs_a_positive_amount(self):
        for amount in (0, -5):
            with self.assertRefused():
                self._hold(amount)

    def test_the_database_lets_a_hold_end_once(self):
        hold = self._hold(60)
        hold._release()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE membership_hold SET state = 'pending' WHERE id = %s", [hold.id]
            )

    def test_a_manager_releases_with_a_reason(self):
        hold = self._hold(60)
        wizard = self.env["membership.hold.release"].create(
            {"hold_id": hold.id, "reason": "Till 3 broke down"}
        )
        wizard.action_release()
        self.assertEqual(hold.state, "released")
        with self.assertRaises(UserError):
            hold.unlink()

    def test_a_hold_a_capture_and_a_debit_are_one_statement_each(self):
        self.account.unit_id._get_facts()
        with self.assertQueryCount(1):
            hold = self._hold(10, "counted")
        hold.fetch([name for name, field in hold._fields.items() if field.store])
        self.assertTrue(self.account.company_id.name)  # read before in any request
        with self.assertQueryCount(1):
            hold._capture(10)
        with self.assertQueryCount(1):
            self.account._post(-10, "spend", "counted too", reason="Counted")
