from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 04:00:00")
class TestGivenLevel(CardAlone, CardCommon):
    """A level given by hand: by whom, to whom, how long, and only where is place."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("manager")
        cls.member = cls._create_member()

    def _give(self, level, user=None, **values):
        Window = self.env["membership.member.set.level"].with_user(user or self.manager)
        vals = {"member_id": self.member.id, "level_id": level.id, "reason": "test"}
        Window.create(vals | values).action_apply()

    def test_the_day_until_which_it_holds_is_not_over(self):
        with self.assertRaisesRegex(UserError, "from today on"):
            self._give(self.gold, locked_until="2026-06-14")
        self._give(self.gold, locked_until="2026-06-15")
        self.assertEqual(self.member.level_id, self.gold)

    def test_levels_of_others_and_old_ones_are_not_given(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.env["membership.level"].create(
            {"name": "Theirs", "company_id": elsewhere.id}
        )
        with self.assertRaisesRegex(UserError, "another company"):
            self.member._set_level(theirs, "test")
        self.silver.active = False
        with self.assertRaisesRegex(UserError, "not given any more"):
            self._give(self.silver)

    def test_who_has_left_gets_none(self):
        self.member._change_state("close", "left")
        with self.assertRaisesRegex(UserError, "has ended"):
            self._give(self.gold)

    def test_a_full_level_takes_no_new_member_either(self):
        self.gold.member_cap = 1
        first = self._create_member(level_id=self.gold.id)
        with self.assertRaisesRegex(UserError, "is full"):
            self._create_member(level_id=self.gold.id)
        first._change_state("close", "left")
        self.assertEqual(self._create_member(level_id=self.gold.id).level_id, self.gold)

    def test_at_the_counter_everybody_starts_where_all_do(self):
        Enrol = self.env["membership.member.enrol"]
        vals = {
            "name": "Li Na",
            "company_id": self.company.id,
            "outlet_id": self.outlet.id,
            "type_id": self.card_type.id,
            "level_id": self.platinum.id,
        }
        window = Enrol.with_user(self.card_centre).create(
            vals | {"phone": self._next_phone()}
        )
        with self.assertRaises(AccessError):
            window.action_enrol()
        window = Enrol.with_user(self.manager).create(
            vals | {"phone": self._next_phone()}
        )
        member = Enrol.env["membership.member"].browse(window.action_enrol()["res_id"])
        event = member.level_event_ids
        self.assertEqual(
            (event.level_to_id, event.user_id), (self.platinum, self.manager)
        )
        self.assertTrue(event.reason)

    def test_nobody_makes_a_member_by_rpc_who_is_what_only_acts_make_him(self):
        Member = self.env["membership.member"].with_user(self.card_centre)
        partner = self.env["res.partner"].create({"name": "Li Na"})
        for vals in (
            {"level_id": self.platinum.id},
            {"state": "closed"},
            {"is_phone_shared": True},
            {"number": "M1", "source": "website"},
        ):
            with self.assertRaisesRegex(UserError, "use the buttons"):
                Member.create({"partner_id": partner.id, **vals})

    def test_nobody_is_born_or_joins_tomorrow(self):
        for vals in (
            {"birthdate_date": "2026-07-01"},
            {"birthdate_date": "0199-07-01"},
            {"joined_on": date(2062, 1, 1)},
        ):
            with self.assertRaisesRegex(ValidationError, "check the year"):
                self._create_member(**vals)
        with self.assertRaisesRegex(ValidationError, "check the year"):
            self.member.with_user(self.card_centre).birthdate_date = "2090-01-01"

    def _evaluate(self, day):
        with freeze_time(day):
            self.member._evaluate_level()
        return self.member.level_id

    def test_who_earned_more_falls_back_on_what_was_promised_until_its_day(self):
        self._give(self.silver, locked_until="2028-12-31")
        self._record_purchase(self.member, self.gold.threshold)
        self.assertEqual(self.member.level_id, self.gold)
        self.assertEqual(self._evaluate("2027-06-20 04:00:00"), self.silver)
        self.assertEqual(
            (self.member.level_source, self.member.level_locked_until),
            ("given", date(2028, 12, 31)),
        )
        self.assertEqual(self._evaluate("2028-12-31 04:00:00"), self.silver)
        self.assertEqual(self._evaluate("2029-01-01 04:00:00"), self.regular)

    def test_a_promise_that_is_over_holds_nobody(self):
        self._give(self.silver, locked_until="2026-07-01")
        self._record_purchase(self.member, self.gold.threshold)
        self.assertEqual(self._evaluate("2027-06-20 04:00:00"), self.regular)

    def test_a_level_chosen_in_a_merge_is_held_as_it_was_and_no_longer(self):
        self._give(self.silver, locked_until="2030-12-31")
        other = self._create_member()
        self._record_purchase(other, self.gold.threshold)
        self.member._absorb(other, "one person", {"level_id": other})
        self.assertEqual(
            (self.member.level_id, self.member.level_source), (self.gold, "earned")
        )
        self.assertFalse(self.member.level_locked_until)
        self.assertEqual(self._evaluate("2027-06-20 04:00:00"), self.silver)
