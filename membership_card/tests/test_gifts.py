from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CardAlone, CardCommon

TODAY = "2026-06-15 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestGifts(CardAlone, CardCommon):
    """Each gift is given once, handed over once, and lapses when it is said to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = cls._create_user("till")

    def _create_pack(self, occasion, **values):
        return self.env["membership.gift.pack"].create(
            {
                "name": occasion,
                "occasion": occasion,
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"kind": "coupon", "name": "A pot of tea"})],
                **values,
            }
        )

    def _give(self, day=TODAY):
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("membership_card.cron_give_gifts").method_direct_trigger()

    def _states(self, member):
        member.invalidate_recordset()
        return member.gift_line_ids.sorted("id").mapped("state")

    def test_who_joins_is_welcomed_once(self):
        self._create_pack("welcome")
        member = self._create_member()
        self.assertEqual(self._states(member), ["open"])
        member._after_enrol({})
        self.assertEqual(self._states(member), ["open"])
        self.assertEqual(member._get_till_data()["gifts"][0]["name"], "A pot of tea")

    def test_a_pack_is_for_its_levels_and_its_time(self):
        self._create_pack("welcome", level_ids=self.gold.ids)
        self._create_pack("welcome", date_to="2026-06-14")
        self.assertFalse(self._create_member().gift_line_ids)
        member = self._create_member(level_id=self.gold.id)
        self.assertEqual(self._states(member), ["open"])

    def test_a_level_brings_its_gift_once_and_takes_what_waits(self):
        self._create_pack("upgrade", level_ids=self.silver.ids)
        member = self._create_member()
        self._record_purchase(member, 1000)
        self.assertEqual(self._states(member), ["open"])
        member._set_level(self.regular, "test")
        self.assertEqual(self._states(member), ["lapsed"])
        member._set_level(self.silver, "test")
        self.assertEqual(self._states(member), ["lapsed"])

    def test_what_was_handed_over_stays(self):
        self._create_pack("upgrade")
        member = self._create_member()
        member._set_level(self.silver, "test")
        member.gift_line_ids.with_user(self.cashier).action_hand_over()
        member._set_level(self.regular, "test")
        self.assertEqual(self._states(member), ["done"])
        self.assertEqual(member.gift_line_ids.done_by, self.cashier)

    def test_a_gift_is_handed_over_once(self):
        self._create_pack("welcome")
        line = self._create_member().gift_line_ids.with_user(self.cashier)
        line.action_hand_over()
        with self.assertRaisesRegex(UserError, "not waiting"):
            line.action_hand_over()

    def test_a_gift_is_collected_in_time(self):
        self._create_pack("welcome", good_days=10)
        line = self._create_member().gift_line_ids.with_user(self.cashier)
        with (
            freeze_time("2026-06-26 04:00:00"),
            self.assertRaisesRegex(UserError, "until"),
        ):
            line.action_hand_over()
        self._give("2026-06-26 04:00:00")
        self.assertEqual(line.state, "lapsed")

    def test_who_serves_no_members_hands_nothing_over(self):
        self._create_pack("welcome")
        line = self._create_member().gift_line_ids
        with self.assertRaises(AccessError):
            line.with_user(self._create_user("auditor")).action_hand_over()

    def test_a_birthday_comes_once_a_year(self):
        self._create_pack("birthday", days_before=3, good_days=10)
        member = self._create_member(birthdate_date="1990-06-18")
        self._create_member(birthdate_date="1990-06-19")
        self._give("2026-06-14 04:00:00")
        self.assertFalse(self._states(member))
        self._give()
        self._give("2026-06-20 04:00:00")
        self.assertEqual(self._states(member), ["open"])
        gift = member.gift_line_ids
        self.assertEqual(
            (gift.good_from, gift.good_until), (date(2026, 6, 15), date(2026, 6, 28))
        )
        self._give("2027-06-18 04:00:00")
        self.assertEqual(self._states(member), ["lapsed", "open"])

    def test_a_changed_birthday_brings_no_second_gift(self):
        self._create_pack("birthday")
        member = self._create_member(birthdate_date="1990-06-15")
        self._give()
        member.sudo().partner_id.birthdate_date = "1990-06-16"
        self._give("2026-06-16 04:00:00")
        self.assertEqual(self._states(member), ["open"])

    def test_new_year_does_not_hide_a_birthday(self):
        self._create_pack("birthday", days_before=5, good_days=2)
        member = self._create_member(birthdate_date="1990-01-02")
        self._give("2026-12-29 04:00:00")
        self.assertEqual(member.gift_line_ids.good_until, date(2027, 1, 4))

    def test_leap_days_are_celebrated_a_day_early_as_points_do(self):
        self._create_pack("birthday", good_days=0)
        member = self._create_member(birthdate_date="1992-02-29")
        self._give("2027-03-01 04:00:00")
        self.assertFalse(self._states(member))
        self._give("2027-02-28 04:00:00")
        self.assertEqual(self._states(member), ["open"])
        self._give("2028-02-28 04:00:00")
        self.assertEqual(self._states(member), ["lapsed"])
        self._give("2028-02-29 04:00:00")
        self.assertEqual(self._states(member), ["lapsed", "open"])

    def test_joining_day_is_celebrated_a_year_later(self):
        self._create_pack("joining")
        member = self._create_member()
        self._give()
        self.assertFalse(self._states(member))
        self._give("2027-06-15 04:00:00")
        self.assertEqual(self._states(member), ["open"])

    def test_what_waits_goes_along_when_two_files_become_one(self):
        self._create_pack("welcome")
        first = self._create_member()
        self._create_pack("welcome", name="Second")
        second = self._create_member()
        self.assertEqual((len(first.gift_line_ids), len(second.gift_line_ids)), (1, 2))
        first._absorb(second, "one person")
        self.assertEqual(self._states(first), ["open", "open"])
        self.assertEqual(first.gift_line_ids.gift_id.member_id, first)
        self.assertEqual(first.open_gift_count, 2)
