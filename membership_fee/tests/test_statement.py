from freezegun import freeze_time

from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestStatement(FeeCommon):
    """A statement on paper costs the service fee, once for its period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.member._get_account(
            cls.env.ref("membership_ledger.unit_points")
        )
        cls.clerk = cls._create_user("card_centre")

    def _statement(self, first="2026-02-01", last="2026-02-28", account=None):
        vals = {"date_from": first, "date_to": last}
        vals["account_id"] = (account or self.account).id
        Statement = self.env["membership.account.statement"]
        return Statement.with_user(self.clerk).create(vals)

    def test_printing_charges_once_for_a_period(self):
        self._schedule("service", 10)
        statement = self._statement()
        self.assertIn("10.00", statement.fee_note)
        statement.action_print()
        statement.action_print()
        again = self._statement()
        again.action_print()
        fee = self._fees(kind="service")
        self.assertEqual((len(fee), fee.amount), (1, 10))
        self.assertIn(fee.name, again.fee_note)
        self._statement("2026-01-01", "2026-01-31").action_print()
        self.assertEqual(len(self._fees(kind="service")), 2)

    def test_looking_and_excel_cost_nothing(self):
        self._schedule("service", 10)
        statement = self._statement()
        self.assertEqual(statement.closing, 0)
        statement.action_export()
        self.assertFalse(self._fees())

    def test_nothing_is_said_and_charged_where_it_is_free(self):
        statement = self._statement()
        self.assertFalse(statement.fee_note)
        statement.action_print()
        self.assertFalse(self._fees())
