from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestOutletScope(CardCommon):
    """Head office sees all, a region its stores, a store itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.region = cls._create_outlet(kind="region", name="East")
        cls.store = cls._create_outlet(parent_id=cls.region.id, name="Bund")
        cls.elsewhere = cls._create_outlet(name="Canton")
        cls.member = cls._create_member(outlet=cls.store)
        cls.card = cls.member.card_ids
        cls.card_centre.membership_outlet_id = cls.store

    def _sees(self, user=None, record=None):
        self.env.invalidate_all()
        record = record or self.member
        user = user or self.card_centre
        companies = user.company_ids.ids
        Model = record.browse().with_user(user)
        Model = Model.with_context(allowed_company_ids=companies)
        return bool(Model.search([("id", "=", record.id)]))

    def _identify(self, term, user=None):
        Member = self.env["membership.member"].with_user(user or self.card_centre)
        return Member._identify(term, self.company)

    # === WHO SEES WHOM === #
    def test_a_users_new_outlet_counts_at_once(self):
        self.assertTrue(self._sees())
        self.card_centre.membership_outlet_id = self.elsewhere
        self.assertFalse(self._sees())
        self.card_centre.membership_outlet_id = self.region
        self.assertTrue(self._sees())
        self.card_centre.membership_outlet_id = False
        self.assertTrue(self._sees())

    def test_a_store_that_moves_is_seen_by_its_new_region_at_once(self):
        south = self._create_outlet(kind="region", name="South")
        self.card_centre.membership_outlet_id = south
        self.assertFalse(self._sees())
        self.store.parent_id = south
        self.assertTrue(self._sees())

    def test_people_of_a_closed_store_see_nothing_from_then_on(self):
        for record in (self.member, self.card):
            self.assertTrue(self._sees(record=record))
        self.store.active = False
        for record in (self.member, self.card):
            self.assertFalse(self._sees(record=record))
        self.card_centre.membership_outlet_id = self.region
        for record in (self.member, self.card):
            self.assertTrue(self._sees(record=record))

    def test_a_member_who_moves_house_is_seen_there(self):
        self.card_centre.membership_outlet_id = self.elsewhere
        self.member.outlet_id = self.elsewhere
        self.assertTrue(self._sees())

    def test_a_counter_sees_what_its_store_sees(self):
        self.card_centre.membership_outlet_id = self._create_outlet(
            kind="counter", parent_id=self.store.id
        )
        self.assertTrue(self._sees())

    def test_what_happened_here_is_seen_here_whoevers_member_it_was(self):
        purchase = self._record_purchase(
            self.member, 10, outlet_id=self.elsewhere.id, card_id=self.card.id
        )
        self.card_centre.membership_outlet_id = self.elsewhere
        self.assertTrue(self._sees(record=purchase))
        self.assertFalse(self._sees(record=self.card))

    def test_identity_documents_are_seen_at_home_only(self):
        identity = self.env["membership.identity"].create(
            {"member_id": self.member.id, "kind": "passport", "number": "E7654321"}
        )
        self.assertTrue(self._sees(record=identity))
        self.card_centre.membership_outlet_id = self.elsewhere
        self.assertFalse(self._sees(record=identity))

    def test_a_branch_without_outlets_of_its_users_sees_its_own_only(self):
        branch = self.env["res.company"].create(
            {"name": "Franchise", "parent_id": self.company.id}
        )
        outlet = self._create_outlet(company_id=branch.id, kind="franchise")
        user = self._create_user(
            "card_centre", company_id=branch.id, company_ids=[Command.set(branch.ids)]
        )
        self.assertFalse(self._sees(user))
        self.assertTrue(self._sees(user, self._create_member(outlet=outlet)))

    # === GUESTS === #
    def test_papers_are_for_those_who_see_what_is_on_them(self):
        Report = self.env["ir.actions.report"].with_user(self.card_centre)
        papers = (
            ("membership_card.report_membership_card", self.card),
            ("membership_card.report_membership_card_sheet", self.card),
            ("membership_card.report_membership_card_form", self.card.event_ids[:1]),
        )
        for place in (self.store, self.elsewhere):
            self.card_centre.membership_outlet_id = place
            for name, record in papers:
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(name=name, place=place.name):
                    if place == self.store:
                        html = Report._render_qweb_html(name, record.ids)[0]
                        self.assertIn(self.member.name.encode(), html)
                        continue
                    with self.assertRaises(AccessError):
                        Report._render_qweb_html(name, record.ids)

    def test_cards_are_printed_by_who_sees_their_numbers(self):
        till = self._create_user("till")
        card = self.card.with_user(till)
        self.assertIn("*", card._get_shown_number())
        self.assertEqual(card.sudo()._get_shown_number(), self.card.number)
        Report = self.env["ir.actions.report"].with_user(till)
        form = "membership_card.report_membership_card_form"
        page = Report._render_qweb_html(form, self.card.event_ids[:1].ids)[0].decode()
        self.assertNotIn(self.card.number, page)
        self.assertIn(card._get_shown_number(), page)
        for kind in ("card", "card_sheet"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                Report._render_qweb_html(
                    f"membership_card.report_membership_{kind}", self.card.ids
                )
        for act in (card.action_print, card.action_print_sheet):
            with self.subTest(act=act.__name__), self.assertRaises(AccessError):
                act()

    def test_a_window_shows_nobody_whom_its_user_does_not_see(self):
        self.card_centre.membership_outlet_id = self.elsewhere
        for name, values in (
            ("membership.card.act", {"card_id": self.card.id, "action": "freeze"}),
            (
                "membership.card.issue",
                {"member_id": self.member.id, "type_id": self.card_type.id},
            ),
            ("membership.phone.takeover", {"member_id": self.member.id}),
        ):
            Window = self.env[name].with_user(self.card_centre)
            defaults = {f"default_{key}": value for key, value in values.items()}
            filled = Window.with_context(**defaults)
            spec = {field: {} for field in Window._fields}
            changed = [next(iter(values))]
            with self.subTest(window=name):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    Window.create(values)
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    filled.create({})
                with self.assertRaises(AccessError):
                    Window.onchange(values, changed, spec)
                with self.assertRaises(AccessError):
                    filled.onchange({}, [], spec)
                self.env.invalidate_all()

    def test_who_shows_card_or_phone_is_served_anywhere_for_a_day(self):
        self.card_centre.membership_outlet_id = self.elsewhere
        for term in (self.card.number, self.member.phone, self.member.number):
            with self.subTest(term=term), self.env.cr.savepoint() as savepoint:
                self.assertEqual(self._identify(term)[0], self.member)
                self.assertTrue(self._sees())
                tomorrow = fields.Datetime.now() + timedelta(days=1)
                with freeze_time(tomorrow):
                    self.assertFalse(self._sees())
                savepoint.rollback()
                self.env.invalidate_all()

    def test_names_find_members_of_the_own_outlets_only(self):
        self.card_centre.membership_outlet_id = self.elsewhere
        self.assertFalse(self._identify(self.member.name)[0])
        self.assertFalse(self._sees())

    def test_a_guest_is_noted_once_and_home_can_see_by_whom(self):
        self.card_centre.membership_outlet_id = self.elsewhere
        self._identify(self.card.number)
        self._identify(self.member.phone)
        manager = self._create_user("manager", membership_outlet_id=self.store.id)
        guests = self.member.guest_ids.with_user(manager)
        self.assertEqual(len(guests), 1)
        self.assertEqual(guests.read(["user_id"])[0]["user_id"][0], self.card_centre.id)

    def test_serving_at_home_notes_nothing(self):
        self._identify(self.card.number)
        self.assertFalse(self.member.guest_ids)

    def test_corrections_are_made_at_home(self):
        self.card_centre.membership_outlet_id = self.elsewhere
        self._identify(self.card.number)
        member = self.member.with_user(self.card_centre)
        with self.assertRaisesRegex(AccessError, "guest here"):
            member.action_close()
        act = self.env["membership.member.act"].with_user(self.card_centre)
        act = act.create(
            {
                "member_id": self.member.id,
                "action": "close",
                "reason": "test",
                "identified_by": "document",
            }
        )
        with self.assertRaisesRegex(AccessError, "guest here"):
            act.action_apply()
        self.card_centre.membership_outlet_id = self.region
        act.outlet_id = self.store
        act.action_apply()
        self.assertEqual(self.member.state, "closed")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_files_anything_at_an_outlet_of_others(self):
        act = self.env["membership.card.act"].with_user(self.card_centre)
        values = {"card_id": self.card.id, "action": "report_loss"}
        act = act.create(values | {"outlet_id": self.elsewhere.id})
        with self.assertRaisesRegex(AccessError, "do not work for"):
            act.action_apply()

    def test_a_list_reads_its_own_members_only(self):
        """Ids that indexes know: a join would read the members of all outlets."""
        self.card_centre.membership_outlet_id = self.elsewhere
        self._identify(self.card.number)
        query = self.env["membership.member"].with_user(self.card_centre)._search([])
        self.assertIn(self.member.id, query.get_result_ids())
        code = query.select().code
        self.assertNotIn("JOIN", code)
        self.assertNotIn("membership_outlet", code)
        self.assertNotIn("membership_guest", code)

    # === SHARING === #
    def test_cards_that_are_not_shared_are_served_at_home_only(self):
        self.company.membership_share_cards = False
        self.assertEqual(self._identify(self.card.number)[0], self.member)
        self.card_centre.membership_outlet_id = self.elsewhere
        for term in (self.card.number, self.member.phone):
            with self.subTest(term=term), self.assertRaisesRegex(UserError, "Bund"):
                self._identify(term)
        self.assertFalse(self.member.guest_ids)

    def test_head_office_and_online_shop_are_at_home_everywhere(self):
        online = self._create_outlet(kind="online")
        expected = {
            self.head_office: True,
            online: True,
            self.region: True,
            self.store: True,
            self.elsewhere: False,
            self.env["membership.outlet"]: True,
        }
        for outlet, is_home in expected.items():
            with self.subTest(outlet=outlet.name):
                self.assertEqual(self.member._is_home(outlet), is_home)

    def test_money_and_points_are_shared_each_by_its_own_setting(self):
        for what in ("cards", "money", "points"):
            with self.subTest(what=what):
                self.member._check_shared(what, self.elsewhere)
                self.company[f"membership_share_{what}"] = False
                self.member._check_shared(what, self.store)
                with self.assertRaises(UserError):
                    self.member._check_shared(what, self.elsewhere)
