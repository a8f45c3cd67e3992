from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.membership_member_level_writing import Change
from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 04:00:00")
class TestLevelPreview(CardAlone, CardCommon):
    """Who writes rules sees first whom they lift and drop, and nothing is written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("manager")
        cls.rule = cls.silver.rule_ids
        cls.poor, cls.fair, cls.rich = (cls._create_member() for _number in range(3))
        for member, amount in ((cls.poor, 400), (cls.fair, 1200), (cls.rich, 6000)):
            with freeze_time("2026-06-15 04:00:00"):
                cls._record_purchase(member, amount)

    def _preview(self, record=None, changes=None, user=None):
        record = self.program if record is None else record
        Preview = self.env["membership.level.preview"].with_user(user or self.manager)
        action = Preview.action_open_preview(record._name, record.id, changes or {})
        return Preview.browse(action["res_id"])

    def _preview_rule(self, **values):
        changes = {"rule_ids": [Command.update(self.rule.id, values)]}
        return self._preview(self.silver, changes)

    def _read(self, preview):
        """{(kind, from, to): count} of what happens."""
        return {
            (line.kind, line.level_from, line.level_to): line.member_count
            for line in preview.line_ids
            if line.member_count
        }

    def test_what_is_typed_is_previewed_and_not_saved(self):
        self.assertEqual(self.fair.level_id, self.silver)
        preview = self._preview_rule(threshold=300)
        self.assertEqual(self._read(preview)["rise", "Regular", "Silver"], 1)
        line = preview.line_ids.filtered(lambda line: line.kind == "rise")
        self.assertEqual((line.sample, line.count_before), (self.poor.ids, 0))
        self.assertEqual(self.rule.threshold, 1000)
        self.assertFalse(self.rule.date_to)
        self.assertEqual(self.poor.level_id, self.regular)

    def test_the_night_does_what_the_preview_said(self):
        preview = self._preview_rule(threshold=300)
        said = self._read(preview)
        self.rule.threshold = 300
        (self.poor + self.fair + self.rich)._evaluate_level()
        self.assertEqual(self.poor.level_id, self.silver)
        after = self._read(self._preview())
        self.assertEqual(said["rise", "Regular", "Silver"], 1)
        self.assertEqual(after["stay", "Silver", False], 2)
        self.assertNotIn(("rise", "Regular", "Silver"), after)

    def test_a_fall_is_a_warning_while_there_is_grace(self):
        key = ("drop", "Silver", "Regular")
        self.assertEqual(self._read(self._preview_rule(threshold=2000))[key], 1)
        self.program.grace_days = 10
        found = self._read(self._preview_rule(threshold=2000))
        self.assertEqual(found["warn", "Silver", "Regular"], 1)
        self.assertNotIn(key, found)

    def test_what_was_given_is_kept(self):
        self.fair._set_level(self.silver, "friend", date(2026, 12, 31))
        found = self._read(self._preview_rule(threshold=2000))
        self.assertEqual(found["hold", "Silver", False], 1)

    def test_nobody_is_told_to_fall_below_what_he_was_promised(self):
        self.poor._set_level(self.silver, "friend", date(2026, 12, 31))
        risen = Change(self.poor.id, self.silver.id, self.gold.id)
        self.poor._write_levels([risen._replace(level_source="earned")])
        self.assertEqual(self._read(self._preview())["drop", "Gold", "Silver"], 1)
        self.poor._evaluate_level()
        self.assertEqual(self.poor.level_id, self.silver)

    def test_a_programme_that_looks_once_a_year_drops_nobody_tonight(self):
        changes = {"review": "calendar", "review_period": "year", "warning_days": 0}
        self.program.write(changes)
        self.fair._evaluate_level()
        found = self._read(self._preview_rule(threshold=2000))
        self.assertEqual(found["hold", "Silver", False], 1)

    def test_a_new_rule_with_a_condition(self):
        condition = {"basis": "visits", "measure": "sum", "threshold": 2}
        values = {
            "purpose": "reach",
            "basis": "spending",
            "measure": "sum",
            "threshold": 100,
            "window": "rolling",
            "window_months": 6,
            "condition_ids": [Command.create(condition)],
        }
        changes = {"rule_ids": [[0, "virtual_1", values]]}
        found = self._read(self._preview(self.silver, changes))
        self.assertNotIn(("rise", "Regular", "Silver"), found)
        condition["threshold"] = 1
        found = self._read(self._preview(self.silver, changes))
        self.assertEqual(found["rise", "Regular", "Silver"], 1)

    def test_a_level_that_is_not_saved_yet(self):
        rule = {
            "purpose": "reach",
            "basis": "spending",
            "measure": "sum",
            "threshold": 300,
            "window": "rolling",
            "window_months": 6,
        }
        changes = {
            "name": "Bronze",
            "sequence": self.silver.sequence - 1,
            "active": True,
            "program_id": self.program.id,
            "rule_ids": [[0, "virtual_1", rule]],
        }
        found = self._read(self._preview(self.silver.browse(), changes))
        self.assertEqual(found["rise", "Regular", "Bronze"], 1)

    def test_rules_of_a_later_day(self):
        self.rule.write({"threshold": 300, "date_from": date(2026, 8, 1)})
        preview = self._preview()
        self.assertNotIn(("rise", "Regular", "Silver"), self._read(preview))
        preview.day = date(2026, 8, 1)
        preview.action_calculate()
        self.assertEqual(self._read(preview)["rise", "Regular", "Silver"], 1)
        self.assertTrue(preview.notes)

    def test_without_a_rule_members_fall(self):
        changes = {"rule_ids": [Command.delete(self.rule.id)]}
        found = self._read(self._preview(self.silver, changes))
        self.assertEqual(found["drop", "Silver", "Regular"], 1)

    def test_the_terms_of_a_programme_are_previewed(self):
        self.rule.threshold = 2000
        self.assertEqual(self._read(self._preview())["drop", "Silver", "Regular"], 1)
        found = self._read(self._preview(changes={"grace_days": 30}))
        self.assertEqual(found["warn", "Silver", "Regular"], 1)
        self.assertEqual(self.program.grace_days, 0)

    def test_who_finds_a_level_full_is_told_to_go_where_the_night_puts_him(self):
        """Three earn gold, one place is free; of the others one gets into silver."""
        rich = [self._create_member() for _number in range(3)]
        for member, amount in zip(rich, (7000, 9000, 8000), strict=True):
            self._record_purchase(member, amount)
        everybody = self.env["membership.member"].browse(
            [member.id for member in (self.poor, self.fair, self.rich, *rich)]
        )
        everybody._write_levels(
            [
                Change(member.id, member.level_id.id, self.regular.id)
                for member in everybody
                if member.level_id != self.regular
            ]
        )
        self.platinum.rule_ids.threshold = 100000
        self.gold.member_cap, self.silver.member_cap = 1, 2
        preview = self._preview()
        said = self._read(preview)
        self.assertEqual(
            said,
            {
                ("rise", "Regular", "Gold"): 1,
                ("rise", "Regular", "Silver"): 2,
                ("stay", "Regular", False): 3,
            },
        )
        shown = {line.level_to: line.sample for line in preview.line_ids}
        self.assertEqual(shown["Gold"], rich[1].ids)
        self.assertEqual(sorted(shown["Silver"]), [rich[0].id, rich[2].id])
        for words in ("Gold has 1 places left and 4", "Silver has 2 places left and 4"):
            self.assertIn(words, preview.notes)
        everybody._evaluate_level()
        self.assertEqual(rich[1].level_id, self.gold)
        self.assertEqual((rich[0] + rich[2]).level_id, self.silver)
        left = self.poor + self.fair + self.rich
        self.assertEqual(left.level_id, self.regular)

    def test_gifts_cost_what_those_who_rise_would_get(self):
        product = self.env["product.product"].create(
            {"name": "Tin", "standard_price": 12.5}
        )
        self.env["membership.gift.pack"].create(
            {
                "name": "Silver",
                "occasion": "upgrade",
                "level_ids": self.silver.ids,
                "line_ids": [
                    Command.create({"kind": "item", "product_id": product.id})
                ],
            }
        )
        preview = self._preview_rule(threshold=300)
        self.assertEqual((preview.gift_cost, preview.gift_counts), (12.5, ""))

    def test_gifts_without_a_known_cost_are_counted(self):
        self.env["membership.gift.pack"].create(
            {
                "name": "Silver",
                "occasion": "upgrade",
                "level_ids": self.silver.ids,
                "line_ids": [
                    Command.create({"kind": "coupon", "name": "Tea", "quantity": 2}),
                    Command.create({"kind": "item", "name": "A surprise"}),
                ],
            }
        )
        preview = self._preview_rule(threshold=300)
        self.assertEqual(preview.gift_counts, "Gift: 1, Coupon: 2")
        self.assertFalse(preview.gift_cost)

    def test_members_are_shown_in_the_preview(self):
        preview = self._preview_rule(threshold=300)
        line = preview.line_ids.filtered(lambda line: line.kind == "rise")
        line.action_show_members()
        self.assertEqual(preview.shown_member_ids, self.poor)
        preview.action_show_all()
        self.assertFalse(preview.shown_line_id)

    def test_it_reads_by_one_statement_and_writes_nothing(self):
        Member = self.env["membership.member"]
        today = Member._get_level_day()
        ladder = self.program._get_facts(self.program.id, today)
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute("SET LOCAL transaction_read_only = on")
            # Compiling is switched off, then everybody is looked at.
            with self.assertQueryCount(2):
                found, _crowded = Member._forecast_levels(ladder, today)
            savepoint.rollback()
        self.assertEqual(sum(count for count, _ids in found.values()), 3)

    def test_who_may_not_write_rules_has_no_preview(self):
        for group in ("card_centre", "operator", "auditor"):
            with self.assertRaises(AccessError):
                self._preview(user=self._create_user(group))
        other = self.env["res.company"].create({"name": "Other"})
        level = self.env["membership.level"]._get_ladder(other)[:1]
        with self.assertRaises(AccessError):
            self._preview(level)
        with self.assertRaises(AccessError):
            self._preview(level.program_id)

    def test_a_draft_does_not_reach_another_programme(self):
        preview = self._preview()
        other = self.env["res.company"].create({"name": "Other"})
        level = self.env["membership.level"]._get_ladder(other)[:1]
        preview.draft = {
            "model": "membership.level",
            "id": level.id,
            "changes": {"name": "Mine"},
        }
        with self.assertRaisesRegex(UserError, "another programme"):
            preview.action_calculate()

    def test_what_could_not_be_saved_is_refused(self):
        with self.assertRaisesRegex(UserError, "more than 0"):
            self._preview_rule(threshold=0)
        with self.assertRaisesRegex(UserError, "1 to 120"):
            self._preview(changes={"review_months": 0})
        preview = self._preview()
        preview.day = date(2026, 6, 14)
        with self.assertRaisesRegex(UserError, "later day"):
            preview.action_calculate()
