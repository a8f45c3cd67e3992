from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..models import membership_member_level_moves
from .common import CardAlone, CardCommon

TODAY = "2026-06-15 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLevelRules(CardAlone, CardCommon):
    """What takes a member up and down, and that a changed rule leaves history alone."""

    def setUp(self):
        super().setUp()
        self.member = self._create_member()

    def _create_rule(self, level, **values):
        return self.env["membership.level.rule"].create(
            {"level_id": level.id, "basis": "spending", "threshold": 1000, **values}
        )

    def _only_rule(self, level, **values):
        """``level`` has this rule and no other, and nothing is above it."""
        self.levels.filtered(lambda other: other != level).rule_ids.unlink()
        level.rule_ids.unlink()
        self.env["membership.level.rule"].search(
            [("level_id.company_id", "=", self.company.id)]
        ).date_to = date(2026, 6, 14)
        return self._create_rule(level, **values)

    def _evaluate(self, day=TODAY):
        with freeze_time(day):
            self.member._evaluate_level()
        return self.member.level_id

    # === WHAT COUNTS === #
    def test_one_amount_at_once_is_not_many_small_ones(self):
        self._only_rule(self.silver, measure="single")
        self._record_purchase(self.member, 600)
        self._record_purchase(self.member, 600)
        self.assertEqual(self._evaluate(), self.regular)
        self._record_purchase(self.member, 1000)
        self.assertEqual(self.member.level_id, self.silver)

    def test_what_came_back_is_not_spent_at_once(self):
        self._only_rule(self.silver, measure="single")
        bought = self._record_purchase(self.member, 999)
        self._record_purchase(self.member, -200, refunded_purchase_id=bought.id)
        bought = self._record_purchase(self.member, 1100)
        self._record_purchase(self.member, -200, refunded_purchase_id=bought.id)
        self.program.grace_days = 0
        self.assertEqual(self._evaluate(), self.regular)

    def test_visits_are_days_with_a_purchase(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        self._only_rule(self.silver, basis="visits", threshold=2)
        self._record_purchase(self.member, 5, date="2026-06-14 16:30:00")
        self._record_purchase(self.member, 5, date="2026-06-15 01:00:00")
        self.assertEqual(self._evaluate(), self.regular)
        self._record_purchase(self.member, 5, date="2026-06-14 15:30:00")
        self.assertEqual(self._evaluate(), self.silver)

    def test_a_calendar_period_begins_on_its_first_day(self):
        self._only_rule(self.silver, window="calendar", window_period="quarter")
        self._record_purchase(self.member, 1500, date="2026-03-31 12:00:00")
        self.assertEqual(self._evaluate(), self.regular)
        self._record_purchase(self.member, 1500, date="2026-04-01 12:00:00")
        self.assertEqual(self._evaluate(), self.silver)

    def test_any_rule_of_a_level_suffices(self):
        self._only_rule(self.silver)
        self._create_rule(self.silver, basis="visits", threshold=1)
        self._record_purchase(self.member, 1)
        self.assertEqual(self.member.level_id, self.silver)

    def test_a_rule_to_keep_a_level_makes_keeping_easier(self):
        self._only_rule(self.silver)
        self._create_rule(self.silver, purpose="keep", threshold=100)
        self._record_purchase(self.member, 1500)
        with freeze_time("2026-12-10 04:00:00"):
            self._record_purchase(self.member, 100)
        self.assertEqual(self._evaluate("2027-01-15 04:00:00"), self.silver)
        self.assertEqual(self._evaluate("2027-07-15 04:00:00"), self.regular)

    # === REVIEWS === #
    def test_grace_comes_before_the_fall_and_earning_ends_it(self):
        self._only_rule(self.silver)
        self.program.grace_days = 10
        self._record_purchase(self.member, 1000)
        self.assertEqual(self._evaluate("2026-12-16 04:00:00"), self.silver)
        self.assertEqual(self.member.level_drop_on, date(2026, 12, 26))
        self.assertIn("2026", self.member._get_till_data()["level_progress"]["warning"])
        with freeze_time("2026-12-20 04:00:00"):
            self._record_purchase(self.member, 1000)
        self.assertEqual(self._evaluate("2026-12-26 04:00:00"), self.silver)
        self.assertFalse(self.member.level_drop_on)

    def test_grace_ends_in_the_fall(self):
        self._only_rule(self.silver)
        self.program.grace_days = 10
        self._record_purchase(self.member, 1000)
        self._evaluate("2026-12-16 04:00:00")
        self.assertEqual(self._evaluate("2026-12-25 04:00:00"), self.silver)
        self.assertEqual(self._evaluate("2026-12-26 04:00:00"), self.regular)

    def test_a_level_holds_until_its_anniversary(self):
        self._only_rule(self.silver)
        self.program.write({"review": "anniversary", "review_months": 12})
        self.program.warning_days = 30
        self._record_purchase(self.member, 1000)
        self.assertEqual(self.member.level_review_on, date(2027, 6, 15))
        self.assertEqual(self._evaluate("2027-05-01 04:00:00"), self.silver)
        self.assertFalse(self.member.level_drop_on)
        self.assertEqual(self._evaluate("2027-05-20 04:00:00"), self.silver)
        self.assertEqual(self.member.level_drop_on, date(2027, 6, 15))
        self.assertEqual(self._evaluate("2027-06-15 04:00:00"), self.regular)

    def test_what_was_earned_in_a_year_holds_through_the_next(self):
        self._only_rule(self.silver, window="calendar", window_period="year")
        self.program.write({"review": "calendar", "review_period": "year"})
        self._record_purchase(self.member, 1000)
        self.assertEqual(self._evaluate("2027-01-01 04:00:00"), self.silver)
        self.assertEqual(self.member.level_review_on, date(2028, 1, 1))
        self.assertEqual(self._evaluate("2028-01-01 04:00:00"), self.regular)

    def test_one_level_at_a_time(self):
        self.program.falls_one_level = True
        self._record_purchase(self.member, 10000)
        self.assertEqual(self.member.level_id, self.platinum)
        self.assertEqual(self._evaluate("2027-01-15 04:00:00"), self.gold)
        self.assertEqual(self._evaluate("2027-01-16 04:00:00"), self.silver)

    # === VERSIONS === #
    def test_a_changed_rule_leaves_history_alone(self):
        rule = self.silver.rule_ids
        self._record_purchase(self.member, 1200)
        event = self.member.level_event_ids
        rule.threshold = 2000
        self.assertEqual((rule.threshold, rule.date_to), (1000, date(2026, 6, 14)))
        self.assertEqual(self.silver.rule_ids.threshold, 2000)
        self.assertEqual(self.silver.rule_version_ids, rule | self.silver.rule_ids)
        self.assertEqual(event.rule_id, rule)
        self.assertEqual((event.earned, event.threshold), (1200, 1000))
        self.assertIn("1,000", event.rule_id.summary)

    def test_a_change_can_begin_later(self):
        self.silver.rule_ids.write({"threshold": 10, "date_from": "2026-07-01"})
        self._record_purchase(self.member, 20)
        self.assertEqual(self.member.level_id, self.regular)
        self.assertEqual(self._evaluate("2026-06-30 04:00:00"), self.regular)
        self.assertEqual(self._evaluate("2026-07-01 04:00:00"), self.silver)

    def test_a_removed_rule_stays_on_file(self):
        rule = self.silver.rule_ids
        rule.unlink()
        self.assertEqual(rule.exists().date_to, date(2026, 6, 14))
        self.assertFalse(self.silver.rule_ids)

    def test_history_is_not_edited(self):
        rule = self.silver.rule_ids
        rule.threshold = 2000
        with self.assertRaisesRegex(ValidationError, "history"):
            rule.threshold = 500
        with self.assertRaisesRegex(ValidationError, "at the earliest"):
            self.gold.rule_ids.date_to = "2026-01-01"

    def test_before_there_are_members_a_rule_is_simply_corrected(self):
        company = self.env["res.company"].create({"name": "New Tea"})
        silver = self.env["membership.level"]._get_ladder(company)[1]
        rule = silver.rule_ids
        rule.threshold = 700
        self.assertEqual(silver.rule_version_ids, rule)

    # === THE NIGHT === #
    def test_the_night_and_the_purchase_decide_alike(self):
        amounts = (999.99, 1000, 2999.99, 3000, 3000.01, 10000)
        at_once = [self._create_member() for _amount in amounts]
        by_night = [self._create_member() for _amount in amounts]
        for member, amount in zip(at_once, amounts, strict=True):
            self._record_purchase(member, amount)
        Member = self.env["membership.member"]
        self.patch(type(Member), "_rise_at_once", lambda members: None)
        for member, amount in zip(by_night, amounts, strict=True):
            self._record_purchase(member, amount)
        Member.union(*by_night)._evaluate_level()
        self.assertEqual(
            [member.level_id for member in at_once],
            [member.level_id for member in by_night],
        )
        self.assertEqual(at_once[1].level_id, self.silver)

    def test_an_interrupted_night_goes_on_where_it_was(self):
        members = self.member.union(*(self._create_member() for _i in range(4)))
        self.patch(membership_member_level_moves, "LEVEL_SPAN", 2)
        Member = self.env["membership.member"]
        self.patch(type(Member), "_rise_at_once", lambda members: None)
        for member in members:
            self._record_purchase(member, 1500)
        last_id = members.sorted("id")[0].id - 1
        Bookmark = self.env["membership.bookmark"]
        Bookmark._set(membership_member_level_moves.BOOKMARK, last_id)
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0
        )
        Member._cron_evaluate_levels()
        self.assertEqual(len(members.filtered(lambda m: m.level_id == self.silver)), 2)
        Member._cron_evaluate_levels()
        Member._cron_evaluate_levels()
        self.assertEqual(members.level_id, self.silver)
        self.assertEqual(len(members.level_event_ids), 5)

    # === PLACES === #
    def test_a_full_level_takes_nobody_and_who_earned_most_goes_first(self):
        self.gold.member_cap = 1
        rich, poor = self._create_member(), self._create_member()
        Member = self.env["membership.member"]
        self.patch(type(Member), "_rise_at_once", lambda members: None)
        self._record_purchase(poor, 3100)
        self._record_purchase(rich, 4100)
        (poor | rich)._evaluate_level()
        self.assertEqual((rich.level_id, poor.level_id), (self.gold, self.silver))
        with self.assertRaisesRegex(UserError, "full"):
            poor._set_level(self.gold, "please")
        rich._set_level(self.silver, "makes room")
        poor._evaluate_level()
        self.assertEqual(poor.level_id, self.gold)

    # === SEVERAL LADDERS === #
    def test_a_member_climbs_the_ladder_of_his_level(self):
        other = self.env["membership.program"].create(
            {"name": "Business", "company_id": self.company.id, "sequence": 20}
        )
        start, partner = self.env["membership.level"].create(
            [
                {
                    "name": name,
                    "program_id": other.id,
                    "company_id": self.company.id,
                    "sequence": number,
                    "threshold": number,
                }
                for number, name in enumerate(("Start", "Partner"))
            ]
        )
        partner.rule_ids.write({"threshold": 50, "basis": "spending"})
        self.member._set_level(start, "a company")
        self._record_purchase(self.member, 5000)
        self.assertEqual(self.member.level_id, partner)
        self.assertEqual(self._create_member().level_id, self.regular)

    def test_a_rule_does_not_end_before_it_begins(self):
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self._create_rule(
                self.silver, date_from=date(2027, 2, 1), date_to=date(2027, 1, 1)
            )

    # === WHAT CAME BACK === #
    def _run_night(self, day=TODAY):
        commit = type(self.env["ir.cron"])
        self.patch(commit, "_commit_progress", lambda *_args, **_values: 3600)
        with freeze_time(day):
            self.env["membership.member"]._cron_evaluate_levels()
        self.member.invalidate_recordset()
        return self.member.level_id

    def test_what_was_reached_by_a_returned_purchase_has_no_grace(self):
        for review in ("rolling", "anniversary", "calendar"):
            with self.subTest(review=review):
                self.program.write({"grace_days": 30, "review": review})
                self.member = self._create_member()
                bought = self._record_purchase(self.member, self.gold.threshold)
                self.assertEqual(self._run_night(), self.gold)
                self._record_purchase(
                    self.member,
                    -self.gold.threshold,
                    refunded_purchase_id=bought.id,
                )
                self.assertEqual(self.member.level_id, self.gold, "not at the till")
                self.assertEqual(self._run_night(), self.regular)
                self.assertEqual(self._run_night(), self.regular)

    def test_a_return_takes_no_more_than_the_purchase_gave(self):
        self.program.write({"grace_days": 30, "review": "anniversary"})
        with freeze_time("2025-12-01 04:00:00"):
            self._record_purchase(self.member, self.silver.threshold)
        with freeze_time("2026-06-14 04:00:00"):
            bought = self._record_purchase(self.member, self.gold.threshold)
        self._record_purchase(
            self.member, -self.gold.threshold, refunded_purchase_id=bought.id
        )
        self.assertEqual(self._run_night(), self.silver)
        self.assertEqual(self._run_night(), self.silver)

    def test_who_keeps_his_level_without_what_came_back_keeps_it(self):
        self.program.grace_days = 30
        bought = self._record_purchase(self.member, self.gold.threshold + 500)
        self._record_purchase(self.member, -200, refunded_purchase_id=bought.id)
        self.assertEqual(self._run_night(), self.gold)
        later = self._record_purchase(self.member, 100, date="2026-06-20 04:00:00")
        with freeze_time("2026-06-21 04:00:00"):
            self._record_purchase(self.member, -100, refunded_purchase_id=later.id)
        self.assertEqual(self._run_night("2026-06-21 20:00:00"), self.gold)
