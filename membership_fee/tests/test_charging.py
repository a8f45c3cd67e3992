from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestCharging(FeeCommon):
    def test_joining_costs_once_in_the_life_of_a_person(self):
        self._schedule("joining", 50)
        member = self._create_member()
        fee = self._fees(member)
        self.assertEqual((fee.kind, fee.amount, fee.state), ("joining", 50, "due"))
        fee.settled_on = "2026-03-05"
        member._change_state("close")
        again = self._create_member(
            partner_id=member.partner_id.id, phone=member.partner_id.phone
        )
        self.assertFalse(self._fees(again), "the same person paid it before")

    def test_same_key_charges_once(self):
        fee = self._charge(key="replace:7")
        again = self.member._charge_fee("replacement", "replace:7")
        self.assertEqual(again, fee)
        self.assertEqual(len(self._fees()), 1)

    def test_what_is_not_in_the_schedule_is_free(self):
        self.assertFalse(self.member._charge_fee("renewal", "x"))
        self._schedule("renewal", 0)
        self.assertFalse(self.member._charge_fee("renewal", "x"))

    def test_the_most_particular_schedule_counts(self):
        self._schedule("renewal", 30)
        self._schedule("renewal", 20, level_id=self.gold.id)
        self._schedule("renewal", 10, card_type_id=self.card_type.id)
        Schedule = self.env["membership.fee.schedule"]
        self.assertEqual(Schedule._find(self.member, "renewal").amount, 10)
        Schedule.search([("amount", "=", 10)]).active = False
        self.assertEqual(Schedule._find(self.member, "renewal").amount, 30)
        self.member._set_level(self.gold, "test")
        self.assertEqual(Schedule._find(self.member, "renewal").amount, 20)

    def test_a_new_version_holds_from_its_day_on(self):
        old = self._schedule("yearly", 100)
        self._run_night()
        with self.assertRaisesRegex(UserError, "New Version"):
            old.amount = 120
        new = self.env["membership.fee.schedule"].browse(
            old.action_new_version()["res_id"]
        )
        new.amount = 120
        Schedule = self.env["membership.fee.schedule"]
        self.assertEqual(Schedule._find(self.member, "yearly"), old)
        with freeze_time("2027-03-01 04:00:00"):
            self._run_night()
        self.assertEqual(self._fees().mapped("amount"), [120, 100])

    def test_yearly_fee_comes_in_the_month_of_joining_and_once(self):
        self._schedule("yearly", 100)
        with freeze_time("2026-02-28 04:00:00"):
            self._run_night()
        feb = self._fees()
        self.assertEqual(feb.period_start.isoformat(), "2025-03-01")
        self._run_night()
        self._run_night()
        march = self._fees() - feb
        self.assertEqual(len(march), 1)
        self.assertEqual(march.period_start.isoformat(), "2026-03-01")
        self.assertEqual(march.period_end.isoformat(), "2027-02-28")
        self.assertEqual(march.due_on.isoformat(), "2026-04-04")

    def test_a_missed_month_is_made_up_for(self):
        self._schedule("yearly", 100, date_from="2026-03-15")
        with freeze_time("2026-05-20 04:00:00"):
            self._run_night()
        self.assertEqual(self._fees().period_start.isoformat(), "2026-03-01")

    def test_fees_are_not_charged_for_years_before_the_schedule(self):
        self._schedule("yearly", 100, date_from="2026-05-01")
        with freeze_time("2026-05-20 04:00:00"):
            self._run_night()
        self.assertFalse(self._fees())

    def test_who_joined_this_year_pays_no_yearly_fee_yet(self):
        self._schedule("yearly", 100)
        member = self._create_member(joined_on="2026-03-01")
        frozen = self._create_member(joined_on="2020-03-01")
        frozen._change_state("freeze")
        self._run_night()
        self.assertFalse(self._fees(member))
        self.assertFalse(self._fees(frozen))

    def test_one_supplementary_card_costs_less_than_the_basic_card(self):
        self._schedule("yearly", 100)
        with (
            self.assertRaisesRegex(ValidationError, "less than the basic card"),
            self.env.cr.savepoint(),
        ):
            self._schedule("supplementary", 100)
        self._schedule("supplementary", 99)

    def test_supplementary_cards_together_stay_below_the_basic_fee(self):
        if "kind" not in self.env["membership.card.type"]._fields:
            self.skipTest("card types have no kinds")
        self._schedule("yearly", 100)
        self._schedule("supplementary", 40)
        extra = self.card_type.copy({"code": "SUP", "prefix": "7"})
        extra.kind = "supplementary"
        with freeze_time("2025-06-01 04:00:00"):
            cards = [self._create_held_card(self.member, extra) for _number in range(3)]
        self._run_night()
        fees = self._fees(kind="supplementary").sorted(lambda fee: fee.card_id.id)
        self.assertEqual(fees.card_id.ids, [card.id for card in cards])
        self.assertEqual(fees.mapped("state"), ["due", "due", "waived"])
        self.assertIn("Together", fees[-1].waive_reason)

    def test_many_members_are_charged_by_a_few_statements(self):
        self._schedule("yearly", 100)
        self._run_night()
        before = self.env.cr.sql_log_count
        self._run_night()
        alone = self.env.cr.sql_log_count - before
        for _number in range(20):
            self._create_member(joined_on="2020-03-01")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._run_night()
        self.assertLessEqual(self.env.cr.sql_log_count - before, alone + 3)

    def test_a_job_that_is_stopped_goes_on_the_next_night(self):
        self._schedule("yearly", 100)
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *_args, **_values: 0)
        self.assertFalse(self.Fee._cron_run())
        self.patch(cron, "_commit_progress", lambda *_args, **_values: 3600)
        self.assertTrue(self.Fee._cron_run())
        self.assertEqual(len(self._fees()), 1)

    def test_staff_charge_a_statement_by_hand_once_per_window(self):
        self._schedule("service", 5)
        action = self.member.with_user(self.card_centre).action_charge_fee()
        wizard = (
            self.env["membership.fee.charge"]
            .with_user(self.card_centre)
            .with_context(**action["context"])
            .create({"kind": "service"})
        )
        self.assertEqual(wizard.amount, 5)
        wizard.action_confirm()
        wizard.action_confirm()
        self.assertEqual(self._fees().kind, "service")
        wizard = wizard.create({"member_id": self.member.id, "kind": "renewal"})
        with self.assertRaisesRegex(UserError, "free"):
            wizard.action_confirm()

    def test_members_who_become_one_owe_each_thing_once(self):
        self._schedule("yearly", 100)
        other = self._create_member(joined_on="2020-03-10")
        self._run_night()
        service = self._charge(key="service", member=other, kind="service")
        twin = self._fees(other, kind="yearly")
        other._merge_into(self.member)
        self.assertEqual((service | twin).member_id, self.member)
        self.assertEqual((service.state, twin.state), ("due", "cancelled"))
        self._run_night()
        self.assertEqual(len(self._fees(kind="yearly", state="due")), 1)

    def test_replacing_an_expired_card_renews_it_and_costs_both(self):
        self._schedule("replacement", 10)
        self._schedule("renewal", 30)
        card = self.member.card_ids
        new = card._take_step("replace", "lost", identified_by="known")
        self.assertEqual(self._fees().mapped("kind"), ["replacement"])
        new._change_state("expire")
        new._take_step("replace", "lost", identified_by="known")
        self.assertEqual(
            sorted(self._fees().mapped("kind")),
            ["renewal", "replacement", "replacement"],
        )

    def test_who_was_two_joins_once(self):
        self._schedule("joining", 50)
        first, second = self._create_member(), self._create_member()
        paid = self._fees(second)
        paid.settled_on = "2026-01-01"
        first._absorb(second, "one person")
        fees = self._fees(first).sorted("id")
        self.assertEqual(fees.mapped("state"), ["cancelled", "paid"])
        self.assertFalse(first.fee_open)

    def test_what_one_of_them_has_paid_is_not_owed_by_who_goes_on(self):
        self._schedule("yearly", 100)
        other = self._create_member(joined_on="2020-03-10")
        self._run_night()
        self._fees(other).settled_on = "2026-01-01"
        self.member._absorb(other, "one person")
        self.assertEqual(sorted(self._fees().mapped("state")), ["cancelled", "paid"])
        self._run_night()
        self.assertEqual(len(self._fees()), 2)

    def test_nobody_writes_or_deletes_a_fee(self):
        fee = self._charge()
        with self.assertRaises(AccessError):
            fee.with_user(self.manager).write({"amount": 1})
        with self.assertRaises(AccessError):
            self.Fee.with_user(self.manager).create({"amount": 1})
        with self.assertRaisesRegex(UserError, "never deleted"):
            fee.unlink()
        elsewhere = self.env.ref("base.main_company")
        other = self._create_user(
            "manager", company_id=elsewhere.id, company_ids=[(6, 0, elsewhere.ids)]
        )
        fees = self.Fee.with_user(other).with_context(allowed_company_ids=elsewhere.ids)
        self.assertFalse(fees.search([("id", "=", fee.id)]))

    def test_fees_go_along_in_a_merge_of_members(self):
        fee = self._charge(key="renewal:9")
        survivor = self._create_member()
        survivor._absorb(self.member, "one person")
        self.assertEqual(fee.member_id, survivor)
