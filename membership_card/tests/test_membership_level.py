from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 04:00:00")
class TestMembershipLevel(CardAlone, CardCommon):
    def test_who_has_earned_enough_rises_and_who_has_not_falls(self):
        member = self._create_member()
        with freeze_time("2026-01-10 04:00:00"):
            self._record_purchase(member, 3500)
        member._evaluate_level()
        self.assertEqual(member.level_id, self.gold)
        with freeze_time("2026-07-20 04:00:00"):
            member._evaluate_level()
        self.assertEqual(member.level_id, self.regular)
        self.assertEqual(
            member.level_event_ids.sorted("id").mapped("level_to_id"),
            self.gold | self.regular,
        )

    def test_refunds_count_against_the_level(self):
        member = self._create_member()
        self._record_purchase(member, 1200)
        self._record_purchase(member, -300)
        member._evaluate_level()
        self.assertEqual(member.level_id, self.regular)

    def test_each_level_counts_within_its_own_window(self):
        self.gold.window_months = 1
        member = self._create_member()
        with freeze_time("2026-03-10 04:00:00"):
            self._record_purchase(member, 4000)
        member._evaluate_level()
        self.assertEqual(member.level_id, self.silver)

    def test_given_level_holds_for_a_window_but_may_rise(self):
        member = self._create_member(level_id=self.silver.id)
        self.assertEqual(member.level_locked_until, date(2026, 12, 15))
        member._evaluate_level()
        self.assertEqual(member.level_id, self.silver)
        self._record_purchase(member, 3500)
        member._evaluate_level()
        self.assertEqual(member.level_id, self.gold)

    def test_given_level_falls_after_its_day(self):
        member = self._create_member(level_id=self.silver.id)
        with freeze_time("2026-12-15 04:00:00"):
            member._evaluate_level()
            self.assertEqual(member.level_id, self.silver)
        with freeze_time("2026-12-16 04:00:00"):
            member._evaluate_level()
        self.assertEqual(member.level_id, self.regular)

    def test_fixed_level_neither_rises_nor_falls(self):
        member = self._create_member()
        manager = self._create_user("manager")
        wizard = (
            self.env["membership.member.set.level"]
            .with_user(manager)
            .create(
                {
                    "member_id": member.id,
                    "level_id": self.silver.id,
                    "reason": "decided",
                    "locked_until": "2026-12-31",
                    "is_fixed": True,
                }
            )
        )
        wizard.action_apply()
        self._record_purchase(member, 50000)
        member._evaluate_level()
        self.assertEqual(member.level_id, self.silver)
        event = member.level_event_ids
        self.assertEqual((event.reason, event.user_id), ("decided", manager))

    def test_frozen_members_keep_their_level(self):
        member = self._create_member(level_id=self.gold.id)
        member.level_locked_until = False
        member._change_state("freeze")
        member._evaluate_level()
        self.assertEqual(member.level_id, self.gold)

    def test_evaluation_costs_the_same_for_many(self):
        members = self.env["membership.member"].union(
            *(self._create_member() for _i in range(10))
        )
        for member in members:
            self._record_purchase(member, 1500)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            members._evaluate_level()
        self.assertEqual(members.level_id, self.silver)

    def test_job_goes_through_all_members(self):
        members = [self._create_member() for _i in range(3)]
        self._record_purchase(members[1], 1500)
        with self.enter_registry_test_mode():
            self.env.ref("membership_card.cron_evaluate_levels").method_direct_trigger()
        self.assertEqual(
            [member.level_id for member in members],
            [self.regular, self.silver, self.regular],
        )

    def test_progress_to_the_next_level_is_shown(self):
        member = self._create_member()
        self._record_purchase(member, 400)
        self.assertEqual(member.next_level_id, self.silver)
        self.assertEqual(member.next_level_missing, 600)
        self.assertEqual(member.points_earned, 400)

    def test_level_price_list_reaches_the_contact(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Gold", "company_id": self.company.id}
        )
        member = self._create_member(level_id=self.gold.id)
        stranger = self.env["res.partner"].create({"name": "No member"})
        before = stranger.property_product_pricelist
        self.gold.pricelist_id = pricelist
        partner = member.partner_id
        self.assertEqual(partner.property_product_pricelist, pricelist)
        self.assertEqual(stranger.property_product_pricelist, before)
        self.assertEqual(member._get_till_data()["pricelist_id"], pricelist.id)
        member._set_level(self.regular, "test")
        self.assertNotEqual(partner.property_product_pricelist, pricelist)

    def test_agreed_price_list_wins_over_the_level(self):
        agreed, level = self.env["product.pricelist"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Agreed", "Gold")
            ]
        )
        self.gold.pricelist_id = level
        member = self._create_member(level_id=self.gold.id)
        member.partner_id.specific_property_product_pricelist = agreed
        self.assertEqual(member.partner_id.property_product_pricelist, agreed)
        self.assertEqual(member._get_pricelist(), agreed)

    def test_without_level_prices_nobody_pays_a_query(self):
        partner = self.env["res.partner"].create({"name": "No member"})
        self.env["membership.level"].search([]).pricelist_id = False
        Pricelist = self.env["product.pricelist"]
        self.env["membership.level"]._has_pricelists()
        Pricelist._get_partner_pricelist_multi(partner.ids)  # what others remember
        self.env.flush_all()
        self.assertFalse(partner.specific_property_product_pricelist)
        statements = []
        execute = type(self.env.cr).execute

        def spy(cr, query, *args, **kwargs):
            statements.append(str(query))
            return execute(cr, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", spy)
        Pricelist._get_partner_pricelist_multi(partner.ids)
        self.assertFalse([s for s in statements if "membership" in s])
