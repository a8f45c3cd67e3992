import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tools.discuss import Store

from .common import CardCommon

PHONE, EMAIL = "+8613912340987", "quentin@distinctive.test"
SECRETS = ("12340987", "1234 0987", "quentin")


@tagged("post_install", "-at_install")
class TestMaskedContacts(CardCommon, HttpCase):
    """A contact tells nobody more about a member than the member's file does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member(name="Quentin D", phone=PHONE, email=EMAIL)
        cls.partner = cls.member.partner_id
        cls.card_of_other = cls._create_held_card(cls.member, phone="+8613912340986")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Corner Shop", "phone": "+862112345678", "email": "a@shop.test"}
        )
        cls.till = cls._create_user("till")
        cls.clerk = cls._create_user()
        export = cls.env.ref("base.group_allow_export")
        people = cls.till | cls.clerk | cls.card_centre
        people.write({"group_ids": [Command.link(export.id)]})
        cls.names = ["phone", "phone_sanitized", "email", "email_normalized"]
        cls.names += ["email_formatted"]

    def _assert_hidden(self, answer):
        for secret in SECRETS:
            self.assertNotIn(secret, str(answer))

    # === WHAT IS READ === #
    def test_reading_a_members_contact_shows_masks(self):
        for user in (self.till, self.clerk):
            Partner = self.env["res.partner"].with_user(user)
            partner, domain = Partner.browse(self.partner.id), [("phone", "=", PHONE)]
            spec = {name: {} for name in self.names}
            self._assert_hidden(partner.read(self.names))
            self._assert_hidden(partner.web_read(spec))
            self._assert_hidden(Partner.search_read(domain, self.names))
            self._assert_hidden(Partner.web_search_read(domain, spec))
            self.assertEqual(partner.read(["phone"])[0]["phone"], "+86139****0987")
            deep = {"partner_id": {"fields": spec}}
            member = self.member.with_user(user)
            if user == self.till:
                self._assert_hidden(member.web_read(deep))

    def test_a_name_with_its_address_is_masked(self):
        Partner = self.env["res.partner"].with_user(self.till)
        found = Partner.with_context(show_email=True).name_search("Quentin D")
        self.assertIn("Quentin D", str(found))
        self._assert_hidden(found)

    def test_the_contact_of_a_holder_is_masked(self):
        holder = self.card_of_other.holder_id.with_user(self.till)
        self.assertNotIn("12340986", str(holder.read(self.names)))

    def test_windows_of_discuss_show_masks(self):
        partner = self.partner.with_user(self.till)
        fields = partner._get_store_avatar_card_fields(Store().target)
        self._assert_hidden(Store().add(partner, fields).get_result())

    def test_a_user_of_the_website_is_masked(self):
        user = self.env["res.users"].create(
            {
                "partner_id": self.partner.id,
                "login": EMAIL,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        names = ["login", "email", "phone"]
        self._assert_hidden(user.with_user(self.clerk).read(names))

    # === WHAT IS TAKEN OUT === #
    def test_exports_contain_masks(self):
        partners = (self.partner | self.customer).with_user(self.till)
        answer = partners.export_data(["name", "phone", "email"])
        self._assert_hidden(answer)
        self.assertIn("a@shop.test", str(answer))
        member = self.member.with_user(self.till)
        self._assert_hidden(member.export_data(["number", "partner_id/phone"]))

    def test_groups_and_sums_tell_nothing(self):
        Partner = self.env["res.partner"].with_user(self.till)
        for groups, sums in (
            (["phone"], ["__count"]),
            (["email"], ["__count"]),
            (["country_id"], ["email:array_agg"]),
        ):
            with self.assertRaisesRegex(AccessError, "masked for you"):
                Partner.formatted_read_group([], groups, sums)

    def test_a_part_of_a_phone_or_an_address_finds_no_member(self):
        Partner = self.env["res.partner"].with_user(self.till)
        here = [("id", "in", (self.partner | self.customer).ids)]
        for name, part in (
            ("phone", "+8613"),
            ("phone_sanitized", "+86139"),
            ("phone_mobile_search", "1234098"),
            ("email", "quent"),
            ("email_normalized", "quentin@dist"),
        ):
            for operator in ("ilike", "=like"):
                if operator == "=like" and name == "phone_mobile_search":
                    continue  # core cannot negate it
                term = part if operator == "ilike" else f"%{part}%"
                with self.subTest(name=name, operator=operator):
                    domain = [*here, (name, operator, term)]
                    self.assertFalse(Partner.search(domain))
                    self.assertTrue(Partner.sudo().search(domain))
                    negative = [*here, "!", (name, operator, term)]
                    self.assertIn(self.customer, Partner.search(negative))
        for operator in (">=", "<"):
            found = Partner.search([*here, ("phone", operator, PHONE)])
            self.assertNotIn(self.partner, found)
        guesses = [f"+86139123{n:05}" for n in range(40980, 41020)]
        self.assertFalse(Partner.search([*here, ("phone_sanitized", "in", guesses)]))
        Card = self.env["membership.member"].with_user(self.till)
        path = [("id", "=", self.member.id), ("partner_id.phone", "like", "+86139")]
        self.assertFalse(Card.search_count(path))

    def test_a_whole_phone_or_address_finds_the_member(self):
        Partner = self.env["res.partner"].with_user(self.till)
        for domain in (
            [("phone", "=", PHONE)],
            [("phone", "ilike", PHONE)],
            [("phone_mobile_search", "ilike", "139 1234 0987")],
            [("email", "ilike", EMAIL.upper())],
            ["|", ("name", "ilike", EMAIL), ("email", "ilike", EMAIL)],
        ):
            with self.subTest(domain=domain):
                self.assertEqual(Partner.search(domain), self.partner)
        self.assertEqual(
            Partner.search([("phone_mobile_search", "ilike", "2112345")]), self.customer
        )
        self.assertEqual(Partner.name_search(EMAIL)[0][0], self.partner.id)

    def test_order_and_copies_tell_nothing(self):
        people = self.partner | self.customer
        Partner = self.env["res.partner"].with_user(self.till)
        for direction in ("asc", "desc"):
            order = f"phone {direction} NULLS LAST"
            found = Partner.search([("id", "in", people.ids)], order=order)
            self.assertEqual(found[-1], self.partner)
        row = self.partner.with_user(self.clerk).copy_data()[0]
        self._assert_hidden(row)
        theirs = self.partner.with_user(self.card_centre)
        self.assertTrue(theirs.copy_data()[0]["phone"])

    def test_a_login_is_not_guessed(self):
        user = self._create_user(login=EMAIL, partner_id=self.partner.id)
        user.group_ids = self.env.ref("base.group_portal")
        Users = self.env["res.users"].with_user(self.till)
        for name in ("login", "email", "phone"):
            term = "+8613" if name == "phone" else "quent"
            domain = [("id", "=", user.id), (name, "ilike", term)]
            self.assertFalse(Users.search(domain), name)
            self.assertEqual(Users.sudo().search(domain), user)

    def test_there_is_no_business_card_of_a_member(self):
        with self.assertRaisesRegex(AccessError, "is a member"):
            self.partner.with_user(self.till)._build_vcard()

    # === WHO AND WHAT IS NOT CONCERNED === #
    def test_card_centre_auditors_and_administrators_see_everything(self):
        auditor, admin = self._create_user("auditor"), self._create_user()
        admin.group_ids += self.env.ref("base.group_system")
        for user in (self.card_centre, auditor, admin):
            values = self.partner.with_user(user).read(["phone", "email"])[0]
            self.assertEqual(values["email"], EMAIL)
        self.env["res.config.settings"].create(
            {"group_membership_full_contact": True}
        ).execute()
        self.assertEqual(
            self.partner.with_user(self.clerk).read(["email"])[0]["email"], EMAIL
        )

    def test_customers_companies_and_colleagues_stay_as_they_are(self):
        colleague = self.till.partner_id
        self._create_member(partner_id=colleague.id, phone="+8613912340985")
        company = self.env["res.partner"].create(
            {"name": "Firm", "is_company": True, "phone": "+862112345679"}
        )
        self._create_member(partner_id=company.id, phone="+8613912340984")
        for partner in (self.customer, colleague, company):
            values = partner.with_user(self.clerk).read(["phone"])[0]
            self.assertEqual(values["phone"], partner.phone)
            self.assertNotIn("*", values["phone"])

    def test_saving_a_contact_keeps_what_was_masked(self):
        user = self._create_user("till")
        user.group_ids += self.env.ref("base.group_partner_manager")
        self.partner.with_user(user).web_save({"city": "Xi'an"}, {"phone": {}})
        self.assertEqual((self.partner.phone, self.partner.city), (PHONE, "Xi'an"))

    # === LOG === #
    def _export(self, user, model, records, names):
        """As the export window of the browser does."""
        self.authenticate(user.login, user.login)
        data = {
            "model": model,
            "fields": [{"name": name, "label": name} for name in names],
            "ids": records.ids,
            "domain": [],
            "import_compat": False,
        }
        answer = self.url_open(
            "/web/export/csv",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def test_what_the_export_window_takes_out_is_noted(self):
        for records, names in (
            (self.member, ["number", "level_id/name"]),
            (self.member.card_ids, ["number_masked"]),
            (self.partner | self.customer, ["name", "phone"]),
        ):
            with self.subTest(model=records._name):
                text = self._export(self.card_centre, records._name, records, names)
                self.assertIn(names[0], text)
                log = self.env["membership.access.log"].search(
                    [("kind", "=", "export")], limit=1
                )
                self.assertEqual(log.user_id, self.card_centre)
                label = self.env["ir.model"]._get(records._name).name
                self.assertIn(label, log.detail)
                self.assertIn(names[-1], log.detail)

    def test_exporting_other_contacts_is_nobodys_business(self):
        before = self.env["membership.access.log"].search_count([])
        self.customer.with_user(self.card_centre).export_data(["name", "phone"])
        self.assertEqual(self.env["membership.access.log"].search_count([]), before)

    def test_a_call_that_finds_a_member_by_phone_is_noted(self):
        call = self.env["membership.member.call"].with_user(self.card_centre)
        call.create({"phone": "139 1234 0987"}).action_take()
        log = self.env["membership.access.log"].search(
            [("user_id", "=", self.card_centre.id), ("kind", "=", "lookup")], limit=1
        )
        self.assertEqual((log.member_id, log.term), (self.member, "****0987"))
