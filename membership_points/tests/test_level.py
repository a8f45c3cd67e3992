from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PointsCommon

TODAY = "2026-06-15 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLevel(PointsCommon):
    """The level follows what was earned within the window, not what is left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(per_amount=1)
        cls.bottom = cls.member.level_id
        cls.bottom.program_id.grace_days = 0
        cls.env["membership.level"]._get_ladder(cls.company)[1:].active = False
        cls.silver = cls._create_level(name="Silver", sequence=91, threshold=100)
        cls.gold = cls._create_level(name="Gold", sequence=92, threshold=500)

    def _evaluate(self, months=0):
        day = fields.Datetime.from_string(TODAY) + relativedelta(months=months)
        with freeze_time(day):
            self.member._evaluate_level()
        return self.member.level_id

    def test_a_purchase_that_reaches_the_threshold_raises_at_once(self):
        self._buy(99)
        self.assertEqual(self.member.level_id, self.bottom)
        self._buy(1)
        self.assertEqual(self.member.level_id, self.silver)

    def test_while_all_that_was_ever_earned_would_not_do_nothing_is_counted(self):
        counting = patch.object(type(self.member), "_get_meter_query")
        with counting as count:
            self._buy(99)
            count.assert_not_called()
        self.assertEqual(self.member.level_id, self.bottom)

    def test_what_was_earned_before_a_merge_lifts_with_the_next_purchase(self):
        other = self._create_member(name="Lin Daiyu", phone="+8613800139999")
        points = self.env["membership.account"]
        for member, amount in ((other, 60), (self.member, 30)):
            self._buy(amount, member=member)
            points |= member._get_points_account()
        points[0]._merge_into(points[1], other)
        self._buy(10)
        self.assertEqual(self.member.level_id, self.silver)

    def test_one_large_purchase_climbs_several_rungs(self):
        self._buy(600)
        self.assertEqual(self.member.level_id, self.gold)

    def test_the_basis_is_what_was_earned_not_what_is_left(self):
        self._buy(90)
        account = self.member._get_points_account()
        account._post(-90, "redeem", "gift", reason="A cup")
        account._post(1000, "adjust", "gift back", reason="Sorry")
        self._buy(9)
        self.assertEqual(self.member.level_id, self.bottom)
        self.assertEqual(self.member.points_earned, 99)

    def test_a_refund_lowers_the_basis(self):
        purchase = self._buy(99)
        self._buy(-50, refund_of=purchase)
        self._buy(50)
        self.assertEqual(self.member.level_id, self.bottom)

    def test_a_refund_does_not_lower_the_level_before_the_night(self):
        purchase = self._buy(100)
        self._buy(-100, refund_of=purchase)
        self.assertEqual(self.member.level_id, self.silver)
        self.assertEqual(self._evaluate(), self.bottom)

    def test_the_nightly_job_lowers_who_earned_before_the_window(self):
        self._buy(100)
        self.assertEqual(self._evaluate(months=5), self.silver)
        self.assertEqual(self._evaluate(months=7), self.bottom)

    def test_a_purchase_never_lowers(self):
        self.member._set_level(self.gold, "A guest of the owner")
        self._buy(100)
        self.assertEqual(self.member.level_id, self.gold)

    def test_a_return_counts_on_the_day_of_its_purchase(self):
        purchase = self._buy(100)
        with freeze_time("2026-12-20 04:00:00"):
            self._buy(-100, refund_of=purchase)
            self._buy(99)
            self.assertEqual(self.member.points_earned, 99)

    def test_the_basis_of_many_members_is_one_query(self):
        members = self.member
        for name in ("Baoyu", "Baochai", "Xifeng"):
            members += self._create_member(name=name)
        for member in members:
            self._buy(10, member=member)
        program = self.bottom.program_id
        today = fields.Date.today()
        ladder = program._get_facts(program.id, today)
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = members._fetch_standings(ladder, today, which="all")
        self.assertEqual([standing.values for standing in found], [(10,)] * 4)
