from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestMembershipOutlet(CardCommon):
    def test_names_show_the_region_but_not_head_office(self):
        region = self._create_outlet(name="East", kind="region")
        store = self._create_outlet(name="Pudong", parent_id=region.id)
        self.assertEqual(region.complete_name, "East")
        self.assertEqual(store.complete_name, "East / Pudong")
        self.assertEqual(store.display_name, "East / Pudong")
        region.name = "Far East"
        self.assertEqual(store.complete_name, "Far East / Pudong")

    def test_no_outlet_above_itself(self):
        region = self._create_outlet(kind="region")
        store = self._create_outlet(parent_id=region.id)
        with self.assertRaises(UserError):
            region.parent_id = store

    def test_books_may_narrow_to_a_branch_never_change_house(self):
        branch = self.env["res.company"].create(
            {"name": "Franchise", "parent_id": self.company.id}
        )
        stranger = self.env["res.company"].create({"name": "Stranger"})
        franchise = self._create_outlet(company_id=branch.id, kind="franchise")
        with self.assertRaisesRegex(ValidationError, "Stranger"):
            self._create_outlet(company_id=stranger.id)
        with self.assertRaises(ValidationError):
            self._create_outlet(parent_id=franchise.id)

    def test_code_is_unique_within_the_company(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._create_outlet(code=self.outlet.code)

    def test_copies_get_a_code_of_their_own(self):
        self.assertNotEqual(self.outlet.copy().code, self.outlet.code)

    def test_home_of_members_is_not_deleted(self):
        self._create_member()
        with self.assertRaisesRegex(ValidationError, "archive"):
            self.outlet.unlink()

    def test_an_outlet_counts_the_members_below_it_as_well(self):
        region = self._create_outlet(kind="region")
        store = self._create_outlet(parent_id=region.id)
        self._create_member(outlet=store)
        self._create_member(outlet=region)
        self.assertEqual((region | store).mapped("member_count"), [2, 1])
        shown = region.action_view_members()["domain"]
        self.assertEqual(self.env["membership.member"].search_count(shown), 2)

    def test_default_is_the_users_outlet_else_head_office(self):
        Outlet = self.env["membership.outlet"].with_user(self.card_centre)
        self.assertEqual(Outlet._get_default(self.company), self.head_office)
        self.card_centre.membership_outlet_id = self.outlet
        self.assertEqual(Outlet._get_default(self.company), self.outlet)

    def test_every_new_company_can_enrol_at_once(self):
        company = self.env["res.company"].create(
            {"name": "New", "country_id": self.env.ref("base.cn").id}
        )
        member = self.env["membership.member"]._enrol(
            {"name": "First", "phone": "13912345678", "company_id": company.id}
        )
        self.assertEqual(member.company_id, company)
        self.assertEqual(member.outlet_id.kind, "head_office")
        self.assertEqual(len(self.env["membership.level"]._get_ladder(company)), 4)
