from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestMembershipMember(CardCommon):
    def test_enrolment_makes_contact_member_and_active_card(self):
        member = self._create_member(
            name="李莉",
            phone="139 8047 9377",
            birthdate_date="1996-08-15",
            gender="female",
        )
        self.assertEqual(member.phone, "+8613980479377")
        self.assertEqual(member.partner_id.gender, "female")
        self.assertEqual(member.level_id, self.regular)
        self.assertEqual(member.outlet_id, self.outlet)
        self.assertEqual(member.card_ids.state, "active")
        self.assertEqual(member.card_ids.event_ids.outlet_id, self.outlet)

    def test_one_phone_one_member_in_every_notation(self):
        first = self._create_member(name="First", phone="13912345678")
        for phone in ("+86 139 1234 5678", "0086-13912345678", "(+86)13912345678"):
            with (
                self.subTest(phone=phone),
                self.assertRaisesRegex(ValidationError, f"First.*{first.number}"),
            ):
                self._create_member(phone=phone)

    def test_phone_of_a_contact_cannot_become_anothers(self):
        first = self._create_member(name="First")
        second = self._create_member()
        with self.assertRaisesRegex(ValidationError, "First"):
            second.partner_id.phone = first.phone
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_lost_race_for_a_phone_names_the_winner(self):
        """Two tills enrol one phone at once: the index refuses the second, and after
        the rollback its message is made from what PostgreSQL says."""
        first = self._create_member(name="First")
        second = self._create_member()
        with self.assertRaises(IntegrityError) as caught, self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE membership_member SET phone = %s WHERE id = %s",
                [first.phone, second.id],
            )
        message = self.env["membership.member"]._sql_error_to_message(caught.exception)
        self.assertIn("First", message)
        self.assertIn(first.number, message)

    def test_phone_of_a_closed_membership_is_free(self):
        first = self._create_member(phone="13912345678")
        first._change_state("close")
        second = self._create_member(phone="13912345678")
        self.assertEqual(second.phone, "+8613912345678")
        self.assertEqual(first.card_ids.state, "cancelled")

    def test_member_needs_a_name_and_a_possible_phone(self):
        for values in ({"name": " "}, {"phone": "12345"}, {"phone": False}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._create_member(**values)

    def test_known_contact_with_same_phone_and_name_is_used(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Known",
                "phone": "+8613812340000",
                "country_id": self.company.country_id.id,
            }
        )
        member = self._create_member(name="Known", phone="13812340000")
        self.assertEqual(member.partner_id, partner)
        other = self._create_member(name="Other", phone="13812340001")
        self.assertNotEqual(other.partner_id, partner)

    def test_phone_of_a_foreign_contact_is_read_in_his_country(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Wong",
                "phone": "9123 4567",
                "country_id": self.env.ref("base.hk").id,
            }
        )
        member = self._create_member(partner_id=partner.id, name="Wong", phone=False)
        self.assertEqual(member.phone, "+85291234567")

    def test_preprinted_card_is_taken_and_a_taken_one_refused(self):
        member = self._create_member(card_number="00010000")
        self.assertEqual(member.card_ids.number, "00010000")
        with self.assertRaisesRegex(ValidationError, member.number):
            self._create_member(card_number="00010000")

    def test_found_by_card_number_phone_name_and_member_number(self):
        member = self._create_member(name="Zhuge Liang", phone="13912345678")
        Member = self.env["membership.member"]
        for term in (
            member.card_ids.number,
            member.number,
            "13912345678",
            "+86 139 1234 5678",
            "zhuge",
        ):
            with self.subTest(term=term):
                self.assertEqual(Member._find(term, self.company), member)
        for term in ("", "x", "13912345679", "99999"):
            with self.subTest(term=term):
                self.assertFalse(Member._find(term, self.company))

    def test_chinese_names_are_found_from_their_beginning(self):
        member = self._create_member(name="诸葛亮_1")
        Member = self.env["membership.member"]
        for term in ("诸", "诸葛", "诸葛亮_"):
            self.assertEqual(Member._find(term, self.company), member)
        self.assertFalse(Member._find("诸葛亮%1", self.company))

    def test_one_box_finds_like_the_till(self):
        member = self._create_member(name="Zhuge Liang", phone="13912345678")
        Member = self.env["membership.member"]
        for term in ("139 1234 5678", member.card_ids.number, "zhuge"):
            with self.subTest(term=term):
                found = Member.search([("search_term", "ilike", term)])
                self.assertEqual(found, member)
                self.assertEqual(Member.name_search(term)[0][0], member.id)

    def test_names_have_the_indexes_that_searching_needs(self):
        self.env.cr.execute(
            "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'res_partner_name_%'"
        )
        names = {row[0] for row in self.env.cr.fetchall()}
        self.assertIn("res_partner_name_pattern_index", names)
        if self.registry.has_trigram:
            self.assertIn("res_partner_name_trigram_index", names)

    def test_finding_stays_within_the_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        member = self._create_member()
        Member = self.env["membership.member"]
        self.assertFalse(Member._find(member.card_ids.number, other))
        self.assertFalse(Member._find(member.phone, other))

    def test_till_identifies_by_card_and_refuses_a_lost_one(self):
        member = self._create_member()
        card = member.card_ids
        Member = self.env["membership.member"]
        self.assertEqual(Member._identify(card.number, self.company), (member, card))
        card._change_state("report_loss")
        with self.assertRaisesRegex(UserError, "lost"):
            Member._identify(card.number, self.company)
        found, no_card = Member._identify(member.phone, self.company)
        self.assertEqual((found, bool(no_card)), (member, False))

    def test_finding_costs_the_same_with_more_members(self):
        members = [self._create_member() for _i in range(3)]
        self.env.flush_all()
        Member = self.env["membership.member"]
        with self.assertQueryCount(1):
            Member._find(members[0].card_ids.number, self.company)
        # By number, by the member's phone, by the phone of a card's holder.
        with self.assertQueryCount(3):
            Member._find(members[1].phone, self.company)

    def test_freezing_stops_accounts_and_unfreezing_lets_them_go_on(self):
        member = self._create_member()
        account = member._get_account(self.env.ref("membership_ledger.unit_points"))
        member._change_state("freeze")
        self.assertEqual((member.state, account.state), ("frozen", "frozen"))
        member._change_state("unfreeze")
        self.assertEqual((member.state, account.state), ("active", "open"))
        with self.assertRaises(UserError):
            member._change_state("unfreeze")

    def test_membership_with_a_balance_does_not_end(self):
        member = self._create_member()
        unit = self.env["membership.unit"].create(
            {"name": "Pots of tea", "code": "pots", "kind": "uses"}
        )
        account = member._get_account(unit)  # nobody settles these
        account._post(5, "earn", "k", reason="test")
        with self.assertRaisesRegex(UserError, "settle"), self.env.cr.savepoint():
            member._change_state("close")
        account._post(-5, "settle", "k2", reason="test")
        member._change_state("close")
        self.assertEqual((member.state, account.state), ("closed", "closed"))

    def test_what_others_rely_on_is_not_editable_over_rpc(self):
        member = self._create_member().with_user(self.card_centre)
        for vals in (
            {"state": "closed"},
            {"phone": "+8613900000000"},
            {"level_id": self.gold.id},
            {"number": "1"},
            {"level_locked_until": "2099-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                member.write(vals)

    def test_account_is_made_once_per_unit(self):
        member = self._create_member()
        unit = self.env.ref("membership_ledger.unit_points")
        self.assertFalse(member._get_account(unit, create=False))
        account = member._get_account(unit)
        self.assertEqual(member._get_account(unit), account)
        self.assertEqual(account.company_id, self.company)
        self.assertIn(member.number, account.name)

    def test_till_data_survives_json_and_masks_the_phone(self):
        import json

        member = self._create_member(phone="13912345678")
        account = member._get_account(
            self.env["membership.unit"]._for_currency(self.company.currency_id)
        )
        account._post("12.50", "topup", "k", reason="test")
        data = json.loads(json.dumps(member._get_till_data()))
        self.assertEqual(data["phone"], "+86139****5678")
        self.assertEqual(data["accounts"][0]["available"], "12.50")
        self.assertEqual(data["level"]["id"], self.regular.id)
        self.assertEqual(data["cards"][0]["number"], member.card_ids.number)

    def test_card_centre_enrols_in_the_window_and_sees_who_has_a_phone(self):
        first = self._create_member(phone="13912345678")
        form = Form(self.env["membership.member.enrol"].with_user(self.card_centre))
        form.phone = "139 1234 5678"
        self.assertEqual(form.member_id, first)
        form.phone = "13912345679"
        self.assertFalse(form.member_id)
        form.name = "New"
        action = form.save().action_enrol()
        member = self.env["membership.member"].browse(action["res_id"])
        self.assertEqual((member.name, member.phone), ("New", "+8613912345679"))

    def test_members_belong_to_the_main_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        outlet = self._create_outlet(company_id=branch.id)
        member = self._create_member(company_id=branch.id, outlet=outlet)
        self.assertEqual(member.company_id, self.company)
        with self.assertRaises(ValidationError):
            self.env["membership.member"].create(
                {
                    "partner_id": self.env["res.partner"].create({"name": "x"}).id,
                    "company_id": branch.id,
                    "level_id": self.regular.id,
                }
            )

    def test_enrolling_is_no_way_into_the_account_of_a_colleague(self):
        colleague = self._create_user("auditor", email="colleague@example.com")
        vals = {
            "partner_id": colleague.partner_id.id,
            "name": colleague.name,
            "email": "somebody@example.com",
        }
        member = self._create_member(**vals)
        self.assertEqual(member.partner_id, colleague.partner_id)
        self.assertEqual(colleague.email, "colleague@example.com")
        member._change_state("close", "test")
        with self.assertRaisesRegex(ValidationError, "has an account"):
            self._create_member(**vals)

    def test_contacts_of_other_companies_are_not_enrolled(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        contact = self.env["res.partner"].create(
            {"name": "Li Na", "company_id": elsewhere.id}
        )
        with self.assertRaisesRegex(ValidationError, "another company"):
            self._create_member(partner_id=contact.id, name="Li Na")
