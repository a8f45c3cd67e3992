from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CardAlone, CardCommon

TODAY = "2026-06-15 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCombinedRules(CardAlone, CardCommon):
    """Silver asks for 1000 spent and visits on three days, both within six months."""

    def setUp(self):
        super().setUp()
        self.levels.rule_ids.unlink()
        self.env["membership.level.rule"].search(
            [("level_id.company_id", "=", self.company.id)]
        ).date_to = date(2026, 6, 14)
        self.member = self._create_member()
        self.rule = self._create_rule()

    def _create_rule(self, level=None, **values):
        visits = Command.create({"basis": "visits", "threshold": 3})
        return self.env["membership.level.rule"].create(
            {
                "level_id": (level or self.silver).id,
                "basis": "spending",
                "threshold": 1000,
                "condition_ids": [visits],
                **values,
            }
        )

    def _buy(self, amount, day):
        self._record_purchase(self.member, amount, date=f"2026-06-{day:02} 04:00:00")

    def _evaluate(self, day=TODAY):
        with freeze_time(day):
            self.member._evaluate_level()
        return self.member.level_id

    # === UP === #
    def test_one_of_them_does_not_suffice(self):
        self._buy(5000, 1)
        self.assertEqual(self._evaluate(), self.regular)
        self._buy(1, 2)
        self.assertEqual(self._evaluate(), self.regular)

    def test_all_of_them_lift_at_once(self):
        for day, amount in ((1, 5000), (2, 1), (3, 1)):
            self._buy(amount, day)
        self.assertEqual(self.member.level_id, self.silver)
        event = self.member.level_event_ids[:1]
        self.assertEqual(event.rule_id, self.rule)

    def test_the_night_decides_alike(self):
        Member = self.env["membership.member"]
        self.patch(type(Member), "_rise_at_once", lambda members: None)
        for day, amount in ((1, 998), (2, 1), (3, 1)):
            self.assertEqual(self._evaluate(), self.regular)
            self._buy(amount, day)
        self.assertEqual(self._evaluate(), self.silver)

    def test_another_rule_suffices_instead(self):
        single = {"measure": "single", "threshold": 8000, "condition_ids": False}
        self._create_rule(**single)
        self._buy(8000, 1)
        self.assertEqual(self.member.level_id, self.silver)

    # === DOWN === #
    def test_who_misses_one_of_them_falls(self):
        for day, amount in ((1, 5000), (2, 1), (3, 1)):
            self._buy(amount, day)
        self.assertEqual(self._evaluate("2026-12-02 03:00:00"), self.regular)

    def test_a_rule_to_keep_asks_for_all_as_well(self):
        keep = [Command.create({"basis": "visits", "threshold": 1})]
        self._create_rule(purpose="keep", threshold=4000, condition_ids=keep)
        for day, amount in ((1, 1), (2, 1), (3, 5000)):
            self._buy(amount, day)
        self.assertEqual(self._evaluate("2026-12-02 03:00:00"), self.silver)
        self.assertEqual(self._evaluate("2026-12-04 05:00:00"), self.regular)

    # === WHAT IS TOLD === #
    def test_the_rule_says_all_of_it(self):
        self.assertIn("spent and 3 visits within 6 months", self.rule.summary)

    def test_the_member_is_told_what_is_missing(self):
        self._buy(400, 1)
        progress = self.member._get_level_progress()
        self.assertEqual(progress["percent"], 33, "visits are furthest away")
        self.assertIn("600.00", progress["sentence"])
        self.assertIn("and 2 visits more and you are Silver", progress["sentence"])
        self._buy(700, 1)
        progress = self.member._get_level_progress()
        self.assertEqual(progress["sentence"], "2 visits more and you are Silver.")

    # === VERSIONS === #
    def test_a_changed_condition_makes_another_version(self):
        condition = self.rule.condition_ids
        self.silver.write(
            {
                "rule_ids": [
                    Command.update(
                        self.rule.id,
                        {
                            "condition_ids": [
                                Command.update(condition.id, {"threshold": 2}),
                                Command.create({"basis": "spending", "threshold": 7}),
                            ]
                        },
                    )
                ]
            }
        )
        self.assertEqual(self.rule.date_to, date(2026, 6, 14))
        self.assertEqual(self.rule.condition_ids.mapped("threshold"), [3])
        new = self.silver.rule_ids
        self.assertEqual(new.threshold, 1000)
        self.assertEqual(new.condition_ids.mapped("threshold"), [2, 7])

    def test_a_version_keeps_its_conditions(self):
        self.rule.threshold = 2000
        new = self.silver.rule_ids
        self.assertNotEqual(new, self.rule)
        self.assertEqual(new.condition_ids.mapped("basis"), ["visits"])
        self.rule = new
        self.rule.condition_ids = [Command.clear()]
        self.assertFalse(self.silver.rule_ids.condition_ids)

    def test_a_condition_in_force_is_not_edited_by_itself(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE membership_level_rule SET create_date = '2026-01-01' WHERE id = %s",
            [self.rule.id],
        )
        self.rule.invalidate_recordset()
        condition = self.rule.condition_ids
        for act in (
            lambda: condition.write({"threshold": 1}),
            condition.unlink,
            lambda: condition.copy({"rule_id": self.rule.id}),
        ):
            with self.assertRaisesRegex(ValidationError, "was in force"):
                act()

    def test_without_the_addon_that_counts_it_a_rule_ends(self):
        self.env["membership.level.rule.condition"]._forget("visits")
        self.assertEqual(self.rule.date_to, date(2026, 6, 14))
