from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CardCommon

TODAY = "2026-06-15 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPaidLevel(CardCommon):
    """A level that is bought is there at once, holds, and goes back with its refund."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {
                "name": "Gold for a Year",
                "membership_level_id": cls.gold.id,
                "membership_level_months": 12,
            }
        )
        cls.member = cls._create_member()

    def _buy(self, quantity=1, member=None, **values):
        """Buy the level by a document whose lines are these."""
        line = {"product_id": self.product.id, "qty": quantity, "amount_total": 0}
        self.patch(
            type(self.env["membership.purchase"]), "_get_lines", lambda purchase: [line]
        )
        return self._record_purchase(member or self.member, quantity, **values)

    def _evaluate(self, day):
        with freeze_time(day):
            self.member._evaluate_level()
        return self.member.level_id

    def test_the_level_is_there_at_once_and_not_looked_at(self):
        self._buy()
        member = self.member
        self.assertEqual((member.level_id, member.level_source), (self.gold, "paid"))
        self.assertEqual(member.level_locked_until, date(2027, 6, 14))
        self.assertEqual(self._evaluate("2027-06-14 04:00:00"), self.gold)
        self.assertEqual(self._evaluate("2027-06-15 04:00:00"), self.regular)

    def test_who_renews_early_loses_nothing(self):
        self._buy()
        with freeze_time("2027-05-01 04:00:00"):
            self._buy(2)
        self.assertEqual(self.member.level_locked_until, date(2029, 6, 14))

    def test_a_refund_takes_the_level_back(self):
        bought = self._buy()
        self._buy(-1, refunded_purchase_id=bought.id)
        self.assertEqual(self.member.level_id, self.regular)
        self.assertEqual(self.member.level_term_ids.state, "revoked")

    def test_a_refund_of_one_of_two_shortens(self):
        bought = self._buy(2)
        self._buy(-1, refunded_purchase_id=bought.id)
        self.assertEqual(self.member.level_locked_until, date(2027, 6, 14))
        self.assertEqual(self.member.level_id, self.gold)

    def test_a_refunded_first_year_moves_the_second(self):
        first = self._buy()
        self._buy()
        self._buy(-1, refunded_purchase_id=first.id)
        self.assertEqual(self.member.level_locked_until, date(2027, 6, 14))

    def test_who_earned_more_keeps_it_and_falls_on_what_was_paid(self):
        self.member._set_level(self.platinum, "test", date(2026, 12, 31))
        self._buy()
        self.assertEqual(self.member.level_id, self.platinum)
        self.assertEqual(self._evaluate("2027-01-01 04:00:00"), self.gold)
        self.assertEqual(self.member.level_source, "paid")
        self.assertEqual(self._evaluate("2027-06-15 04:00:00"), self.regular)

    def test_who_paid_for_a_full_level_gets_the_next_place(self):
        self.gold.member_cap = 1
        other = self._create_member(level_id=self.gold.id)
        self._buy()
        self.assertEqual(self.member.level_id, self.regular)
        self.assertTrue(self.member.activity_ids)
        other._set_level(self.regular, "makes room")
        self.env["membership.level.term"]._give_places()
        self.assertEqual(self.member.level_id, self.gold)

    def test_a_purchase_recorded_twice_gives_the_level_once(self):
        self._buy(origin_key="same")
        self._buy(origin_key="same")
        self.assertEqual(self.member.level_locked_until, date(2027, 6, 14))

    def test_what_was_bought_goes_along_in_a_merge_and_back_with_its_refund(self):
        bought = self._buy()
        survivor = self._create_member()
        survivor._absorb(self.member, "one person")
        self.assertEqual(
            (survivor.level_id, survivor.level_source), (self.gold, "paid")
        )
        self.assertEqual(survivor.level_locked_until, date(2027, 6, 14))
        self._buy(-1, member=survivor, refunded_purchase_id=bought.id)
        self.assertEqual(survivor.level_id, self.regular)

    def test_two_bought_years_of_one_person_follow_one_another(self):
        self._buy()
        survivor = self._create_member()
        self._buy(member=survivor)
        choices = {"level_id": self.member}
        survivor._absorb(self.member, "one person", choices)
        self.assertEqual(survivor.level_source, "paid")
        self.assertEqual(survivor.level_locked_until, date(2028, 6, 14))

    def test_buying_shortens_no_promise(self):
        self.member._set_level(self.gold, "test", date(2030, 12, 31))
        bought = self._buy()
        self.assertEqual(self.member.level_source, "paid")
        self.assertEqual(self._evaluate("2027-06-15 04:00:00"), self.gold)
        self.assertEqual(self.member.level_locked_until, date(2030, 12, 31))
        self._buy(-1, refunded_purchase_id=bought.id)
        self.assertEqual(self.member.level_id, self.gold)
