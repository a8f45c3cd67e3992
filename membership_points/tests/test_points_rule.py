from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestPointsRule(PointsCommon):
    """What a rule asks about a purchase, and what a rule cannot be."""

    def test_without_rules_nothing_is_earned(self):
        self._buy(1000)
        self.assertPoints(0)

    def test_the_first_rule_in_the_list_decides(self):
        self._create_rule(sequence=20, per_amount=1)
        self._create_rule(sequence=10, per_amount=10)
        self._buy(100)
        self.assertPoints(10)

    def test_a_changed_rule_holds_from_the_next_purchase(self):
        rule = self._create_rule()
        self._buy(100)
        rule.points_per_unit = 5
        self._buy(100)
        rule.active = False
        self._buy(100)
        self.assertPoints(60)

    def test_a_region_stands_for_its_stores(self):
        region = self._create_outlet(name="East", code="EAST", kind="region")
        store = self._create_outlet(name="Lake", code="LAKE", parent_id=region.id)
        self._create_rule(outlet_ids=region.ids)
        self._buy(100)
        self.assertPoints(0)
        self._buy(100, outlet_id=store.id)
        self.assertPoints(10)

    def test_only_members_of_the_level_earn(self):
        gold = self._create_level()
        self._create_rule(level_ids=gold.ids)
        self._buy(100)
        self.assertPoints(0)
        self.member._set_level(gold, "test")
        self._buy(100)
        self.assertPoints(10)

    @freeze_time("2026-03-07 12:00:00")  # a Saturday
    def test_weekday_multiplier_holds_on_its_day(self):
        self._create_rule()
        working_days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), False)
        self._create_multiplier(3, **working_days)
        self._buy(100)
        self.assertPoints(30)
        self._buy(100, date="2026-03-06 12:00:00")
        self.assertPoints(40)

    def test_the_day_is_the_shops_day(self):
        self._create_rule(date_from="2026-03-07", date_to="2026-03-07")
        # 17:00 UTC on the 6th is one in the morning of the 7th in Shanghai.
        self._buy(100, date="2026-03-06 17:00:00")
        self.assertPoints(10)
        self._buy(100, date="2026-03-07 17:00:00")
        self.assertPoints(10)

    def test_birthday_multiplier_holds_on_the_birthday_only(self):
        self._create_rule()
        self._create_multiplier(2, occasion="birthday")
        self.member.partner_id.birthdate_date = "1990-05-04"
        self._buy(100, date="2026-05-04 04:00:00")
        self.assertPoints(20)
        self._buy(100, date="2026-05-05 04:00:00")
        self.assertPoints(30)

    def test_multipliers_and_level_multiply(self):
        self._create_rule()
        self._create_multiplier(2)
        self.member._set_level(self._create_level(points_multiplier=1.5), "test")
        self._buy(100)
        self.assertPoints(30)

    def test_rules_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_rule(company_id=other.id)
        self._buy(100)
        self.assertPoints(0)

    def test_rules_of_the_company_hold_in_its_branches(self):
        self._create_rule()
        branch = self.env["res.company"].create(
            {"name": "Franchise", "parent_id": self.company.id}
        )
        self._buy(100, company_id=branch.id)
        self.assertPoints(10)

    def test_a_rule_needs_a_weekday(self):
        with self.assertRaises(ValidationError):
            self._create_rule(
                **dict.fromkeys(
                    ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), False
                )
            )

    def test_a_base_rule_gives_something_for_something(self):
        for values in ({"points_per_unit": 0}, {"per_amount": 0}):
            with (
                self.subTest(**values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._create_rule(**values)

    def test_a_rule_begins_before_it_ends(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._create_rule(date_from="2026-02-01", date_to="2026-01-01")
