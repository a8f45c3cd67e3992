from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestStatement(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for moment, amount in (
            ("2026-01-31 22:00:00", 100),
            ("2026-02-10 10:00:00", -30),
            ("2026-02-28 20:00:00", 50),
            ("2026-03-01 00:00:00", -5),
        ):
            with freeze_time(moment):
                cls._post(amount, "topup" if amount > 0 else "spend")

    def _statement(self, **values):
        return self.account._get_statement(
            date(2026, 2, 1), date(2026, 2, 28), **values
        )

    def test_opening_movements_and_closing_tie(self):
        found = self._statement(tz="UTC")
        self.assertEqual(
            [found[name] for name in ("opening", "credits", "debits", "closing")],
            [Decimal(100), Decimal(50), Decimal(30), Decimal(120)],
        )
        self.assertEqual(found["entries"].mapped("amount"), [-30, 50])

    def test_days_are_those_of_the_reader(self):
        # 22:00 UTC on 31 January is 1 February in Shanghai.
        found = self._statement(tz="Asia/Shanghai")
        self.assertEqual(found["opening"], 0)
        self.assertEqual(found["closing"], Decimal(70))

    def test_before_the_first_entry_everything_is_zero(self):
        found = self.account._get_statement(
            date(2025, 1, 1), date(2025, 1, 31), tz="UTC"
        )
        self.assertEqual((found["opening"], found["closing"]), (0, 0))
        self.assertFalse(found["entries"])

    def test_the_latest_of_several_accounts_are_the_latest_of_all(self):
        other = self._create_account()
        with freeze_time("2026-02-20 10:00:00"):
            other._post(7, "topup", "latest", reason="test")
        both = self.account | other
        found = both._get_latest_entries(3)
        self.assertEqual(found.mapped("amount"), [-5, 50, 7])
        self.assertEqual(len(both._get_latest_entries(80)), 5)
        self.assertFalse(both.browse()._get_latest_entries(80))

    def test_screen_and_workbook_show_the_same(self):
        self.env.user.tz = "UTC"
        form = Form(
            self.env["membership.account.statement"].with_context(
                default_account_id=self.account.id
            )
        )
        form.date_from, form.date_to = date(2026, 2, 1), date(2026, 2, 28)
        statement = form.save()
        self.assertEqual((statement.opening, statement.closing), (100, 120))
        report = self.env["ir.actions.report"]
        content, _kind = report._render_xlsx(
            "membership_ledger.statement_xlsx", statement.ids, {}
        )
        rows = list(openpyxl.load_workbook(BytesIO(content)).active.values)
        self.assertEqual(rows[2][6], 100)
        self.assertEqual([row[5] for row in rows[4:6]], [-30, 50])
        self.assertEqual(rows[6][6], 120)
        page, _kind = report._render_qweb_html(
            "membership_ledger.statement", statement.ids
        )
        for movement in ("Opening Balance", "02/10/2026", "02/28/2026"):
            self.assertIn(movement, page.decode())

    def test_a_reason_is_never_a_formula(self):
        with freeze_time("2026-02-11 10:00:00"):
            self._post(1, "adjust", reason="=1+1")
        statement = self.env["membership.account.statement"].create(
            {
                "account_id": self.account.id,
                "date_from": date(2026, 2, 1),
                "date_to": date(2026, 2, 28),
            }
        )
        content, _kind = self.env["ir.actions.report"]._render_xlsx(
            "membership_ledger.statement_xlsx", statement.ids, {}
        )
        sheet = openpyxl.load_workbook(BytesIO(content)).active
        cells = [cell for row in sheet.rows for cell in row if cell.value == "=1+1"]
        self.assertEqual([cell.data_type for cell in cells], ["s"])

    def test_a_period_runs_forward(self):
        with self.assertRaises(ValidationError):
            self.env["membership.account.statement"].create(
                {
                    "account_id": self.account.id,
                    "date_from": date(2026, 3, 1),
                    "date_to": date(2026, 2, 1),
                }
            )
