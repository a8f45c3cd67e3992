from datetime import date

from odoo.tests import tagged

from ..exceptions import NotEnough
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestReverse(LedgerCommon):
    def _reverse(self, entry, amount, **values):
        values.setdefault("key", next(self.keys))
        return entry._reverse(amount, origin=self.document, **values)

    def test_a_refund_restores_the_lots_last_drawn_first(self):
        self._post(50, bucket="principal")
        self._post(50, "bonus", bucket="bonus", expires_on=date(2027, 1, 31))
        spent = self._post(-80, "spend")
        self.assertLots(("bonus", 20))
        self._reverse(spent, 40)
        self.assertLots(("principal", 10), ("bonus", 50))
        self._reverse(spent, 40)
        self.assertLots(("principal", 50), ("bonus", 50))
        self.assertEqual(
            self.account.lot_ids.sorted("id")[1].expires_on, date(2027, 1, 31)
        )
        self.assertProven()

    def test_reversals_never_exceed_the_original(self):
        self._post(50)
        spent = self._post(-30, "spend")
        self._reverse(spent, "29.99")
        with self.assertRefused():
            self._reverse(spent, "0.02")
        self._reverse(spent, "0.01")
        self.assertBalance(50)

    def test_a_repeated_reversal_is_posted_once(self):
        self._post(50)
        spent = self._post(-30, "spend")
        first = self._reverse(spent, 30, key="refund")
        self.assertEqual(self._reverse(spent, 30, key="refund"), first)
        self.assertBalance(50)

    def test_a_reversal_is_not_reversed(self):
        self._post(50)
        back = self._reverse(self._post(-30, "spend"), 30)
        with self.assertRefused():
            self._reverse(back, 10)

    def test_taking_back_a_credit_draws_its_own_lot_first(self):
        self._post(10, "earn", bucket="points", expires_on=date(2026, 1, 1))
        earned = self._post(10, "earn", bucket="points", expires_on=date(2027, 1, 1))
        self._reverse(earned, 10)
        self.assertEqual(self.account.lot_ids.expires_on, date(2026, 1, 1))
        self.assertProven()

    def test_a_clawback_may_overdraw_and_an_ordinary_one_may_not(self):
        earned = self._post(10, "earn")
        self._post(-8, "spend")
        with self.assertRefused(NotEnough):
            self._reverse(earned, 10)
        self._reverse(earned, 10, force=True)
        self.assertBalance(-8)
        self._post(10)
        self.assertLots(("principal", 2))
        self.assertProven()

    def test_a_refund_of_what_was_drawn_on_credit_becomes_a_lot(self):
        self.account._set_credit_limit(100)
        spent = self._post(-100, "spend")
        self._post(100)
        self._reverse(spent, 100)
        self.assertLots(("principal", 100))
        self.assertProven()
