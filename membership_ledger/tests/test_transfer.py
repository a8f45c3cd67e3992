from datetime import date

from odoo.tests import tagged

from ..exceptions import KeyReused, NotEnough
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestTransfer(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_account(name="Other")
        cls._post(50, bucket="principal")
        cls._post(50, "bonus", bucket="bonus", expires_on=date(2027, 1, 31))

    def _transfer(self, amount, key="move", source=None, target=None):
        return (source or self.account)._transfer(
            target or self.other, amount, key, origin=self.document
        )

    def test_a_transfer_keeps_bucket_and_expiry(self):
        self._transfer(70)
        self.assertBalance(30)
        self.assertBalance(70, account=self.other)
        self.assertLots(("principal", 50), ("bonus", 20), account=self.other)
        self.assertEqual(
            self.other.lot_ids.sorted("id")[1].expires_on, date(2027, 1, 31)
        )
        self.assertProven()

    def test_a_transfer_repays_a_debt_first(self):
        self._post(-30, "spend", account=self.other, force=True)
        self._transfer(70)
        self.assertBalance(40, account=self.other)
        self.assertProven()

    def test_a_repeated_transfer_moves_once(self):
        self.assertEqual(self._transfer(10), self._transfer(10))
        with self.assertRefused(KeyReused):
            self._transfer(11)
        self.assertBalance(90)

    def test_what_is_not_there_is_not_moved(self):
        with self.assertRefused(NotEnough), self.env.cr.savepoint():
            self._transfer(101)
        self.assertBalance(100)
        self.assertBalance(0, account=self.other)

    def test_refused_between_units_and_to_itself_and_in_reverse(self):
        points = self._create_account(unit_id=self.points.id)
        with self.assertRefused():
            self._transfer(10, target=points)
        with self.assertRefused():
            self._transfer(10, target=self.account)
        out, _in = self._transfer(10)
        with self.assertRefused():
            out._reverse(5, "undo", reason="try")
