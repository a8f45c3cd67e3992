from decimal import Decimal

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WalletCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-15")
class TestMembershipTopupRule(WalletCommon):
    def _get_bonus(self, amount, member=None):
        Rule = self.env["membership.topup.rule"].with_user(self.operator)
        return Rule._get_bonus(member or self.member, Decimal(amount))

    def test_highest_step_that_is_reached_counts(self):
        self._create_rule(500, bonus=30)
        self._create_rule(1000, percent=10)
        self.assertEqual(self._get_bonus(499), 0)
        self.assertEqual(self._get_bonus(500), 30)
        self.assertEqual(self._get_bonus(999), 30)
        self.assertEqual(self._get_bonus(1000), 100)
        self.assertEqual(self._get_bonus("1234.56"), Decimal("123.46"))
        self.assertIsInstance(self._get_bonus(1000), Decimal)

    def test_rule_counts_in_its_period_both_ends_included(self):
        self._create_rule(100, bonus=10, date_from="2026-05-10", date_to="2026-05-15")
        for day, bonus in (("09", 0), ("10", 10), ("15", 10), ("16", 0)):
            with self.subTest(day=day), freeze_time(f"2026-05-{day}"):
                self.assertEqual(self._get_bonus(100), bonus)

    def test_rule_counts_for_its_levels(self):
        self._create_rule(100, bonus=10, level_ids=self.gold.ids)
        gold = self._create_member(level_id=self.gold.id)
        self.assertEqual(self._get_bonus(100), 0)
        self.assertEqual(self._get_bonus(100, gold), 10)

    def test_lower_step_for_all_stands_in_for_a_step_of_other_levels(self):
        self._create_rule(100, bonus=10)
        self._create_rule(200, bonus=50, level_ids=self.gold.ids)
        self.assertEqual(self._get_bonus(200), 10)

    def test_rule_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Coffee House"})
        self._create_rule(100, bonus=10, company_id=other.id)
        self.assertEqual(self._get_bonus(100), 0)

    def test_archived_rule_does_not_count(self):
        self._create_rule(100, bonus=10).active = False
        self.assertEqual(self._get_bonus(100), 0)

    def test_rule_without_a_bonus_is_refused(self):
        for values in ({"bonus": 0}, {"bonus_type": "percent"}):
            with self.assertRaisesRegex(ValidationError, "how much bonus"):
                self._create_rule(100, **values)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_impossible_rules(self):
        for values in (
            {"amount_from": 0},
            {"amount_from": -1},
            {"bonus": -5},
            {"bonus_months": -1},
            {"date_from": "2026-05-02", "date_to": "2026-05-01"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                vals = {"amount_from": 100, "bonus": 10} | values
                self._create_rule(vals.pop("amount_from"), **vals)
