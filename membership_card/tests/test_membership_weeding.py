from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import membership_weeding
from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22")
class TestMembershipWeeding(CardAlone, CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("manager")
        cls.asleep = cls._create_member(joined_on="2020-01-01")
        cls.buyer = cls._create_member(joined_on="2020-01-01")
        cls.saver = cls._create_member(joined_on="2020-01-01")
        cls.young = cls._create_member(joined_on="2026-06-01")
        cls._record_purchase(cls.asleep, 10, date=datetime(2021, 5, 1))
        cls._record_purchase(cls.buyer, 10, date=datetime(2026, 5, 1))
        unit = cls.env.ref("membership_ledger.unit_points")
        cls.saver._get_account(unit)._post(5, "topup", "a", reason="test")

    def _review(self, **values):
        vals = {"company_id": self.company.id} | values
        review = self.env["membership.weeding"].with_user(self.manager).create(vals)
        review.action_propose()
        return review

    def test_who_was_not_seen_is_proposed_with_the_reasons(self):
        review = self._review()
        self.assertEqual((review.months, review.state), (24, "review"))
        self.assertEqual(review.line_ids.member_id, self.asleep)
        line = review.line_ids
        self.assertEqual(line.last_purchase_on, date(2021, 5, 1))
        self.assertEqual(line.last_seen_on, date(2021, 5, 1))
        self.assertFalse(line.last_entry_on)

    def test_retired_members_keep_everything_and_one_purchase_wakes_them(self):
        unit = self.env.ref("membership_ledger.unit_points")
        account = self.asleep._get_account(unit)
        account._post(7, "adjust", "b", reason="test")
        review = self._review()
        review.action_retire()
        self.assertEqual(review.state, "done")
        self.assertEqual(self.asleep.dormant_since, date(2026, 11, 22))
        self.assertEqual(self.asleep.state, "active")
        self.assertEqual(account._get_exact("balance"), 7)
        self.asleep._check_active()
        self.assertFalse(self._review().line_ids)
        self._record_purchase(self.asleep, 5)
        self.assertFalse(self.asleep.dormant_since)
        self.assertEqual(self.asleep.last_seen_on, date(2026, 11, 22))

    def test_a_review_that_finds_nobody_can_be_tried_with_fewer_months(self):
        review = self._review(months=120)
        self.assertEqual(review.state, "draft")
        self.assertIn("fewer months", review.action_propose()["params"]["message"])
        review.months = 24
        review.action_propose()
        self.assertEqual(review.state, "review")

    def test_an_old_purchase_recorded_late_wakes_nobody(self):
        self._review().action_retire()
        self._record_purchase(self.asleep, 5, date=datetime(2021, 6, 1))
        self.assertTrue(self.asleep.dormant_since)
        self.assertEqual(self.asleep.last_seen_on, date(2021, 6, 1))

    def test_a_touch_wakes_and_asks_the_database_once_a_day(self):
        self._review().action_retire()
        self.asleep._touch()
        self.assertFalse(self.asleep.dormant_since)
        self.assertEqual(self.asleep.last_seen_on, date(2026, 11, 22))
        with self.assertQueryCount(0):
            self.asleep._touch()

    def test_kept_members_stay_and_so_do_those_who_came_meanwhile(self):
        other = self._create_member(joined_on="2020-01-01")
        third = self._create_member(joined_on="2020-01-01")
        review = self._review()
        self.assertEqual(review.proposed_count, 3)
        review.line_ids.filtered(lambda line: line.member_id == other).action_keep()
        third._touch()
        review.action_retire()
        self.assertTrue(self.asleep.dormant_since)
        self.assertFalse((other | third).filtered("dormant_since"))
        self.assertEqual((review.kept_count, review.retired_count), (1, 1))

    def test_a_large_shop_is_finished_by_the_job(self):
        for _index in range(5):
            self._create_member(joined_on="2020-01-01")
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 3600
        )
        with (
            patch.object(membership_weeding, "CHUNK", 2),
            patch.object(membership_weeding, "CHUNKS_AT_ONCE", 1),
        ):
            review = self._review()
            self.assertEqual(review.state, "proposing")
            self.env["membership.weeding"]._cron_weed()
            self.assertEqual((review.state, review.proposed_count), ("review", 6))
            review.action_retire()
            self.env["membership.weeding"]._cron_weed()
        self.assertEqual((review.state, review.retired_count), ("done", 6))

    def test_an_outlet_reviews_its_own_members(self):
        elsewhere = self._create_outlet()
        self._create_member(joined_on="2020-01-01", outlet=elsewhere)
        review = self._review(outlet_id=elsewhere.id)
        self.assertEqual(review.line_ids.member_id.outlet_id, elsewhere)

    def test_refused_twice_and_to_others_than_managers(self):
        review = self._review()
        with self.assertRaises(UserError):
            review.action_propose()
        with self.assertRaises(AccessError):
            review.with_user(self.card_centre).action_retire()
        with self.assertRaises(UserError):
            self.asleep.with_user(self.card_centre).dormant_since = "2026-01-01"
        self.asleep.with_user(self.card_centre).action_wake()
