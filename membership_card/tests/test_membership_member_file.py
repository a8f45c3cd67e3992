from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import CardAlone, CardCommon

RESIDENT = "11010519491231002X"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22")
class TestMembershipMemberFile(CardAlone, CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member(name="Zhang San")
        cls.Item = cls.env["membership.file.item"]
        cls.till = cls._create_user("till")

    def _count(self, *codes):
        items = self.Item.search([("code", "in", codes)])
        self.company.membership_file_item_ids = items

    def test_the_score_follows_the_file_and_names_what_is_missing(self):
        self.assertEqual(self.member.completeness, 25)
        self.assertEqual(self.member.file_missing, "birthday,gender,email")
        self.assertEqual(self.member.missing_items, "Birthday, Gender, Email")
        self.member.partner_id.write({"email": "z@example.com", "gender": "male"})
        self.assertEqual(self.member.completeness, 75)
        self.member.birthdate_date = "1990-01-01"
        self.assertEqual(
            (self.member.completeness, self.member.file_missing), (100, "")
        )

    def test_a_company_has_neither_birthday_nor_gender(self):
        self.member.partner_id.is_company = True
        self.assertEqual(self.member.file_missing, "email")

    def test_what_counts_is_a_setting_applied_to_all_by_the_job(self):
        self._count("phone", "address")
        self.env["membership.member"]._refresh_completeness(self.member.ids)
        self.assertEqual(self.member.completeness, 50)
        self.member.partner_id.write({"street": "1 Nanjing Road", "city": "Shanghai"})
        self.assertEqual(self.member.completeness, 100)
        self._count()
        self.env["membership.member"]._refresh_completeness(self.member.ids)
        self.assertEqual(self.member.completeness, 100, "nothing counts")

    def test_files_are_sorted_and_filtered_by_the_score(self):
        full = self._create_member(
            birthdate_date="1990-01-01", gender="female", email="f@example.com"
        )
        Member = self.env["membership.member"]
        domain = [("company_id", "=", self.company.id)]
        self.assertEqual(
            Member.search(domain, order="completeness"), self.member | full
        )
        self.assertEqual(
            Member.search([*domain, ("completeness", "<", 100)]), self.member
        )

    def test_confirmation_falls_due_and_staff_confirm(self):
        self.assertEqual(self.member.data_confirmed_on, date(2026, 11, 22))
        self.assertFalse(self.member.is_confirmation_due)
        domain = [("is_confirmation_due", "=", True), ("id", "=", self.member.id)]
        Member = self.env["membership.member"]
        self.assertFalse(Member.search(domain))
        with freeze_time("2027-11-23"):
            self.member.invalidate_recordset()
            self.assertTrue(self.member.is_confirmation_due)
            self.assertTrue(self.member._get_till_data()["confirm_data"])
            self.assertEqual(Member.search(domain), self.member)
            self.member.with_user(self.till).action_confirm_data()
            self.assertFalse(self.member.is_confirmation_due)
            self.assertEqual(self.member.data_confirmed_by_id, self.till)
            self.assertFalse(Member.search(domain))
        with freeze_time("2036-01-01"):
            self.company.membership_confirm_months = 0
            self.member.invalidate_recordset()
            self.assertFalse(self.member.is_confirmation_due, "the shop never asks")

    def test_an_auditor_confirms_nothing(self):
        auditor = self._create_user("auditor")
        with self.assertRaises(UserError):
            self.member.with_user(auditor).action_confirm_data()

    def test_properties_are_defined_by_the_company(self):
        self.company.membership_file_properties = [
            {"name": "a1b2c3d4e5f60718", "string": "Hobby", "type": "char"}
        ]
        self.member.properties = {"a1b2c3d4e5f60718": "Tea"}
        found = self.env["membership.member"].search(
            [("properties.a1b2c3d4e5f60718", "=", "Tea")]
        )
        self.assertEqual(found, self.member)

    def test_tags_of_the_contact_are_searchable_on_the_member(self):
        tag = self.env["res.partner.category"].create({"name": "Green tea"})
        self.member.category_ids = tag
        self.assertEqual(self.member.partner_id.category_id, tag)
        found = self.env["membership.member"].search([("category_ids", "=", tag.id)])
        self.assertEqual(found, self.member)

    def test_the_identity_document_is_checked_and_normalised(self):
        identity = self.env["membership.identity"].create(
            {"member_id": self.member.id, "number": " 110105 19491231 002x"}
        )
        self.assertEqual(identity.number, RESIDENT)
        self.assertEqual(self.member.birthdate_date, date(1949, 12, 31))
        self.assertEqual(self.member.gender, "female")
        self.assertEqual(identity.number_masked, "1****************X")
        with self.assertRaisesRegex(ValidationError, "18 characters"):
            identity.number = "110105194912310021"

    def test_one_identity_document_one_member(self):
        vals = {"kind": "passport", "number": "E1234567"}
        self.env["membership.identity"].create({"member_id": self.member.id, **vals})
        other = self._create_member()
        with self.assertRaisesRegex(ValidationError, self.member.number):
            self.env["membership.identity"].create({"member_id": other.id, **vals})

    def test_only_the_card_centre_sees_identity_documents(self):
        identity = self.env["membership.identity"].create(
            {"member_id": self.member.id, "number": RESIDENT, "scan": b"c2Nhbg=="}
        )
        scan = self.env["ir.attachment"].search(
            [
                ("res_model", "=", identity._name),
                ("res_field", "=", "scan"),
                ("res_id", "=", identity.id),
            ]
        )
        self.assertTrue(scan)
        self.assertTrue(identity.with_user(self.card_centre).number)
        for user in (self.till, self._create_user("auditor")):
            with self.assertRaises(AccessError):
                identity.with_user(user).read(["number"])
            with self.assertRaises(AccessError):
                self.member.with_user(user).read(["identity_ids"])
            with self.assertRaises(AccessError):
                scan.with_user(user).read(["datas"])

    def test_anniversaries_of_any_kind_come_round(self):
        wedding = self.env.ref("membership_card.anniversary_kind_wedding")
        self.member.anniversary_ids = [
            (0, 0, {"kind_id": wedding.id, "date": "2010-11-28", "note": "Silver"})
        ]
        self.member.birthdate_date = "1990-11-30"
        Occasion = self.env["membership.occasion"].with_user(self.card_centre)
        mine = [("member_id", "=", self.member.id)]
        month = Occasion.search([*mine, ("is_this_month", "=", True)])
        self.assertEqual(
            month.mapped(lambda o: (o.kind, o.day_text)),
            [("joining", "11-22"), ("other", "11-28"), ("birthday", "11-30")],
        )
        soon = Occasion.search([*mine, ("is_soon", "=", True)])
        self.assertEqual(soon.mapped("kind"), ["joining", "other"])
        self.member._change_state("close")
        self.assertFalse(Occasion.search(mine), "who has left is left alone")

    def test_a_leap_day_is_celebrated_in_every_year(self):
        self.member.birthdate_date = "2000-02-29"
        with freeze_time("2027-02-28"):
            soon = self.env["membership.occasion"].search(
                [("member_id", "=", self.member.id), ("is_soon", "=", True)]
            )
            self.assertIn("birthday", soon.mapped("kind"))

    def test_the_form_shows_the_file_to_the_card_centre(self):
        with Form(self.member.with_user(self.card_centre)) as form:
            form.email = "z@example.com"
        self.assertEqual(self.member.partner_id.email, "z@example.com")

    def test_several_members_share_a_phone_where_the_company_allows_it(self):
        with self.assertRaisesRegex(ValidationError, "Zhang San"):
            self._create_member(phone=self.member.phone)
        self.company.membership_one_phone = False
        child = self._create_member(phone=self.member.phone)
        self.assertEqual(
            self.env["membership.member"]._find(self.member.phone, self.company),
            self.member | child,
        )
        with self.assertRaisesRegex(UserError, "1 phones"):
            self.company.membership_one_phone = True
        child.partner_phone = self._next_phone()
        self.company.membership_one_phone = True
        with self.assertRaises(ValidationError):
            child.partner_phone = self.member.phone

    def test_a_stranger_is_not_told_the_name_behind_a_phone(self):
        public = self.env.ref("base.public_user")
        with self.assertRaisesRegex(ValidationError, r"Z\*\*") as caught:
            self.env["membership.member"].with_user(public)._enrol(
                {
                    "name": "X",
                    "phone": self.member.phone,
                    "company_id": self.company.id,
                }
            )
        self.assertNotIn("Zhang", str(caught.exception))

    def test_a_recycled_number_goes_to_a_new_member_with_event_and_reason(self):
        phone = self.member.phone
        enrol = Form(self.env["membership.member.enrol"].with_user(self.card_centre))
        enrol.phone = phone
        enrol.name = "Qian New"
        self.assertEqual(enrol.member_id, self.member)
        begun = enrol.save().with_context(membership_desk=True)
        action = begun.action_take_over_phone()
        takeover = Form(
            self.env[action["res_model"]]
            .with_user(self.card_centre)
            .with_context(**action["context"])
        )
        takeover.proof = "call"
        takeover.reason = "told at the counter"
        action = takeover.save().action_take_over()
        self.assertFalse(self.member.phone)
        self.assertEqual(self.member.state, "active")
        # What was typed waited, and goes back to where it was typed: the desk.
        self.assertEqual((action["res_id"], begun.member_id.id), (begun.id, False))
        opened = begun.with_context(**action["context"]).action_enrol()
        member = self.env["membership.member"].browse(opened["params"]["member_id"])
        self.assertEqual((member.name, member.phone), ("Qian New", phone))
        log = self.env["membership.access.log"].search([("kind", "=", "takeover")])
        self.assertEqual((log.member_id, log.user_id), (self.member, self.card_centre))
        self.assertIn("told at the counter", log.detail)

    def test_who_takes_a_phone_sees_his_own_window_again_and_nobody_elses(self):
        phone = self.member.phone
        Enrol = self.env["membership.member.enrol"]
        begun = Enrol.with_user(self.env.user).create({"phone": phone, "name": "Sun"})
        takeover = (
            self.env["membership.phone.takeover"]
            .with_user(self.card_centre)
            .create(
                {"member_id": self.member.id, "enrol_id": begun.id, "proof": "call"}
            )
        )
        action = takeover.action_take_over()
        self.assertFalse(action["res_id"])
        self.assertEqual(action["context"], {"default_phone": phone})

    def test_a_number_is_taken_over_once_and_by_somebody_who_can_have_it(self):
        other, left = self._create_member(), self._create_member()
        left._change_state("close", "test")
        Window = self.env["membership.phone.takeover"].with_user(self.card_centre)

        def take(new):
            vals = {"member_id": self.member.id, "new_member_id": new.id}
            Window.create(vals | {"proof": "call"}).action_take_over()

        phone = self.member.phone
        for new, why in ((self.member, "somebody else"), (left, "has ended")):
            with self.assertRaisesRegex(UserError, why):
                take(new)
        take(other)
        with self.assertRaisesRegex(UserError, "no phone any more"):
            take(other)
        self.assertEqual(other.phone, phone)

    def test_nobody_refers_himself(self):
        with self.assertRaisesRegex(ValidationError, "referred by himself"):
            self.member.with_user(self.card_centre).referrer_id = self.member

    def test_a_recycled_number_goes_to_a_member_and_never_without_proof(self):
        phone, other = self.member.phone, self._create_member()
        takeover = (
            self.env["membership.phone.takeover"]
            .with_user(self.card_centre)
            .create({"member_id": self.member.id, "new_member_id": other.id})
        )
        with self.assertRaisesRegex(UserError, "how you know"):
            takeover.action_take_over()
        takeover.proof = "code"
        takeover.action_take_over()
        self.assertEqual(other.phone, phone)
        self.assertFalse(self.member.phone)
