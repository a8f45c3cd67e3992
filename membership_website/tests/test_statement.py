import re
from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.portal.controllers.portal import CustomerPortal

from .common import PortalCommon

PERIOD = "from=2026-02-01&to=2026-02-28"


@tagged("post_install", "-at_install")
class TestStatement(PortalCommon):
    """What a member reads is what the ledger holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = cls.member._get_wallet()
        for day, amount in (
            ("2026-01-31 23:59:59", 100),
            ("2026-02-01 00:00:00", 50),
            ("2026-02-28 23:59:59", -30),
            ("2026-03-01 00:00:00", 7),
        ):
            with freeze_time(day):
                cls._post(cls.wallet, amount, "topup" if amount > 0 else "spend")

    def _get(self, path, user=None):
        self._login(user or self.user)
        return self.url_open(f"/my/membership/statement/{path}")

    def _read_sums(self, html):
        found = re.findall(r'data-amount="(\w+)"[^>]*>([^<]*)<', html)
        return {
            name: float(re.sub(r"[^\d.-]", "", text.replace("−", "-")))
            for name, text in found
        }

    def test_the_sums_are_the_ledgers(self):
        response = self._get(f"money?{PERIOD}")
        self.assertEqual(
            self._read_sums(response.text),
            {"opening": 100, "credits": 50, "debits": 30, "closing": 120},
        )

    def test_points_have_a_statement_of_their_own(self):
        with freeze_time("2026-02-10 12:00:00"):
            self._post(self.member._get_points_account(), 42, "earn")
        sums = self._read_sums(self._get(f"points?{PERIOD}").text)
        self.assertEqual(
            sums, {"opening": 0, "credits": 42, "debits": 0, "closing": 42}
        )

    def test_who_never_moved_anything_sees_an_empty_statement(self):
        response = self._get(f"points?{PERIOD}", user=self.other_user)
        self.assertIn("Nothing happened in this period", response.text)

    def test_another_members_money_is_not_in_it(self):
        sums = self._read_sums(self._get(f"money?{PERIOD}", user=self.other_user).text)
        self.assertEqual(set(sums.values()), {0})

    def test_who_is_no_member_gets_nothing(self):
        self.assertEqual(self._get("money", user=self.stranger).status_code, 404)
        self.assertEqual(self._get("money/xlsx", user=self.stranger).status_code, 404)

    def test_there_is_no_third_kind(self):
        self.assertEqual(self._get("uses").status_code, 404)

    def test_what_makes_no_sense_is_this_month(self):
        for query in ("from=x&to=y", "from=2026-02-01", "period='--", "page=x"):
            with self.subTest(query=query):
                self.assertEqual(self._get(f"money?{query}").status_code, 200)

    def test_long_statements_have_pages_that_keep_the_period(self):
        self.patch(CustomerPortal, "_items_per_page", 1)
        first = self._get(f"money?{PERIOD}").text
        self.assertEqual(first.count("o_membership_movement "), 1)
        (link,) = set(re.findall(r'href="([^"]*/page/2[^"]*)"', first))
        second = self.url_open(link.replace("&amp;", "&")).text
        self.assertEqual(self._read_sums(second), self._read_sums(first))
        self.assertEqual(second.count("o_membership_movement "), 1)
        self.assertNotEqual(first, second)

    def test_the_workbook_holds_the_same_sums(self):
        response = self._get(f"money/xlsx?{PERIOD}")
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        self.assertIn("no-store", response.headers["Cache-Control"])
        sheet = load_workbook(BytesIO(response.content)).active
        rows = list(sheet.values)
        self.assertEqual(rows[2][6], 100)
        self.assertEqual(rows[-1][6], 120)
        self.assertEqual([row[5] for row in rows[4:-1]], [50, -30])
