from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..const import CODE_TRIES, LIMITS
from .common import ApplyCommon


@tagged("post_install", "-at_install")
class TestApply(ApplyCommon):
    def test_page_is_there_only_where_it_is_switched_on(self):
        self.assertEqual(self.url_open("/membership/apply").status_code, 200)
        self.company.membership_apply_is_open = False
        self.assertEqual(self.url_open("/membership/apply").status_code, 404)

    def test_a_dealer_applies_only_for_what_dealers_may_hold(self):
        user = new_test_user(self.env, "apply_dealer", "base.group_portal")
        partner = type(self.env["res.partner"])
        self.patch(partner, "_is_dealer", lambda record: record == user.partner_id)
        self.authenticate("apply_dealer", "apply_dealer")
        self.assertEqual(self.url_open("/membership/apply").status_code, 404)
        offered = self.env["membership.card.type"]._get_offered(self.company)
        offered.allow_dealers = True
        self.assertEqual(self.url_open("/membership/apply").status_code, 200)

    def test_visitor_becomes_a_member_with_the_code(self):
        page = self._begin(phone="138 0013 8002", email="Li.Na@Example.com")
        self.assertIn("Enter the code", page.text)
        self.assertFalse(self._find("+8613800138002"))
        done = self._confirm(page)
        self.assertIn("Welcome, Li Na", done.text.replace("<span>", ""))
        member = self._find("+8613800138002")
        self.assertEqual(member.source, "website")
        self.assertEqual(member.partner_id.email, "li.na@example.com")
        self.assertEqual(member.charter_id, self.charter)
        self.assertEqual(member.card_ids.state, "active")
        self.assertIn("/web/signup?", done.text)
        self.assertEqual(done.headers["Cache-Control"], "private, no-store")

    def test_who_cannot_be_a_member_at_once_applies_and_staff_see_why(self):
        self.card_type.age_min = 18
        phone = self._next_phone()
        done = self._confirm(self._begin(phone=phone))
        self.assertEqual(done.status_code, 200)
        self.assertFalse(self._find(phone))
        application = self._get_registrations()[:1].application_id
        self.assertEqual(application.phone, phone)
        self.assertIn("birthday", application.message_ids[:1].body)

    def test_code_is_kept_as_a_digest_and_in_the_queue_only(self):
        self._begin()
        code = self._get_code()
        registration = self._get_registrations()[:1]
        self.assertNotIn(code, str(registration.read()))
        self.assertFalse(
            self.env["mail.message"].sudo().search_count([("body", "ilike", code)])
        )

    def test_what_is_wrong_is_said_beside_the_field(self):
        page = self._begin(name=" ", phone="12", email="nobody", charter="")
        for sentence in (
            "Please tell us your name.",
            "This is no possible phone number",
            "This is no e-mail address",
            "Please read the charter",
        ):
            self.assertIn(sentence, page.text)
        self.assertFalse(self._get_registrations())

    def test_stranger_never_learns_who_is_a_member(self):
        """Same page, same number of messages; only the owner reads another text."""
        member = self._create_member()
        pages = []
        for phone in (self._next_phone(), member.phone):
            before = self._get_messages()
            page = self._begin(phone=phone)
            self.assertEqual(len(self._get_messages() - before), 1)
            pages.append((page.status_code, page.url, self._strip(page)))
            for _try in range(2):
                page = self._confirm(page, "123456")
                pages[-1] += (self._strip(page),)
        self.assertEqual(pages[0], pages[1])
        sms = self._get_messages()[:1]
        self.assertEqual(sms.number, member.phone)
        self.assertIn("you are a member already", sms.body)
        self.assertFalse(self._get_code())

    def _strip(self, page):
        return page.text.replace(self._get_csrf(page), "")

    def test_mailbox_never_shows_whose_phone_it_is(self):
        """With a code by e-mail, taken and free phones end on the same page."""
        self.company.membership_apply_channel = "email"
        member = self._create_member()
        ends = []
        for phone in (self._next_phone(), member.phone):
            page = self._begin(phone=phone, email=f"x{phone[-4:]}@example.com")
            end = self._confirm(page)
            application = self.env["membership.application"].search([], limit=1)
            self.assertEqual(application.state, "submitted")
            ends.append(
                end.text.replace(application.name, "").replace(self._get_path(end), "")
            )
        self.assertEqual(*(self._get_body(text) for text in ends))
        self.assertEqual(application.duplicate_member_id, member)
        self.assertEqual(len(self._find(member.phone)), 1)

    def _get_path(self, page):
        return page.url.rpartition("/")[2]

    def _get_body(self, text):
        return text[text.index("o_membership_apply_box") :].partition("<footer")[0]

    def test_wrong_code_is_refused_five_times_and_then_for_ever(self):
        page = self._begin()
        code = self._get_code()
        wrong = "000000" if code != "000000" else "111111"
        for _try in range(CODE_TRIES):
            self.assertIn("This is not the code", self._confirm(page, wrong).text)
        page = self._confirm(page, code)
        self.assertIn("has run out", page.text)
        registration = self._get_registrations()[:1]
        self.assertEqual(registration.state, "pending")
        self.assertEqual(registration.code_tries, CODE_TRIES)

    def test_code_is_good_for_ten_minutes(self):
        now = datetime(2026, 11, 22, 10)
        with freeze_time(now):
            page = self._begin()
        code = self._get_code()
        with freeze_time(now + timedelta(minutes=10)):
            page = self._confirm(page, code)
            self.assertIn("has run out", page.text)
        with freeze_time(now + timedelta(minutes=9)):
            self.assertIn("Welcome", self._confirm(page, code).text)

    def test_another_code_comes_after_a_minute_and_kills_the_first(self):
        now = datetime(2026, 11, 22, 10)
        with freeze_time(now):
            page = self._begin()
            first = self._get_code()
            page = self._post("/membership/apply/resend", page)
            self.assertIn("please wait a minute", page.text)
        with freeze_time(now + timedelta(seconds=61)):
            page = self._post("/membership/apply/resend", page)
            self.assertIn("A new code is on its way", page.text)
            second = self._get_code()
            if first != second:
                self.assertIn("not the code", self._confirm(page, first).text)
            self.assertIn("Welcome", self._confirm(page, second).text)

    def test_one_phone_is_asked_three_times_an_hour(self):
        phone = self._next_phone()
        now = datetime(2026, 11, 22, 10)
        with freeze_time(now):
            for _try in range(LIMITS["start_phone"][0]):
                self.assertIn("Enter the code", self._begin(phone=phone).text)
            self.assertIn("tried too often", self._begin(phone=phone).text)
            self.assertIn("Enter the code", self._begin().text)
        with freeze_time(now + timedelta(minutes=61)):
            self.assertIn("Enter the code", self._begin(phone=phone).text)

    def test_one_address_registers_thirty_people_an_hour(self):
        hit = self.env["membership.throttle"]._hit
        for _try in range(LIMITS["start_ip"][0]):
            hit("start_ip", "127.0.0.1")
        self.assertIn("tried too often", self._begin().text)
        self.assertFalse(self._get_messages())

    def test_robot_that_fills_every_field_gets_no_message(self):
        page = self._begin(homepage="https://example.com")
        self.assertIn("Enter the code", page.text)
        self.assertFalse(self._get_messages())

    def test_code_of_another_browser_is_useless(self):
        page = self._begin()
        code = self._get_code()
        self.opener.cookies.clear()
        other = self.url_open("/membership/apply/code")
        self.assertEqual(self._confirm(other, code).status_code, 404)
        self.assertEqual(page.status_code, 200)

    def test_form_without_token_is_refused(self):
        with mute_logger("odoo.http"):
            answer = self.url_open("/membership/apply/begin", data={"name": "x"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._get_registrations())

    def test_form_of_thirty_megabytes_is_refused(self):
        page = self.url_open("/membership/apply")
        answer = self._post("/membership/apply/begin", page, name="x" * 30_000_000)
        self.assertEqual(answer.status_code, 413)

    def test_card_that_asks_for_papers_is_reviewed(self):
        self.card_type.requirement_ids = [(0, 0, {"name": "Identity card"})]
        phone = self._next_phone()
        page = self._confirm(self._begin(phone=phone))
        self.assertIn("/membership/application/", page.url)
        application = self.env["membership.application"].search([], limit=1)
        self.assertEqual(application.phone_e164, phone)
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.charter_id, self.charter)
        self.assertEqual(application.source, "website")
        self.assertFalse(self._find(phone))

    def test_shop_may_review_everybody(self):
        self.company.membership_apply_mode = "review"
        phone = self._next_phone()
        self._confirm(self._begin(phone=phone))
        self.assertFalse(self._find(phone))

    def test_company_applies_with_its_licence(self):
        group = self.card_type.copy(
            {"code": "GROUP", "name": "Group", "kind": "group", "on_website": True}
        )
        page = self._begin(card=group.id)
        self.assertIn("Please fill this in.", page.text)
        page = self._begin(
            card=group.id,
            company_name="Tea House Ltd.",
            licence_number="91310000MA1K",
            legal_representative="Zhao Lei",
        )
        self._confirm(page)
        application = self.env["membership.application"].search([], limit=1)
        self.assertEqual(application.kind, "company")
        self.assertEqual(application.licence_number, "91310000MA1K")

    def test_special_cards_are_not_for_visitors(self):
        special = self.card_type.copy(
            {"code": "SP", "kind": "special", "on_website": True}
        )
        self._begin(card=special.id)
        registration = self._get_registrations()[:1]
        self.assertEqual(registration.type_id, self.card_type)

    def test_known_contact_keeps_the_address_of_the_account(self):
        """A recycled number does not lead into the account of its last owner."""
        phone = self._next_phone()
        partner = self.env["res.partner"].create(
            {
                "name": "Li Na",
                "phone": phone,
                "country_id": self.env.ref("base.cn").id,
                "email": "real@example.com",
            }
        )
        done = self._confirm(self._begin(phone=phone, email="thief@example.com"))
        self.assertEqual(self._find(phone).partner_id, partner)
        self.assertEqual(partner.email, "real@example.com")
        self.assertIn("Welcome", done.text)

    def test_account_of_somebody_else_is_not_offered(self):
        user = self._create_user(login="taken@example.com")
        done = self._confirm(self._begin(email=user.login))
        self.assertNotIn("/web/signup", done.text)

    def test_portal_user_joins_with_his_own_contact(self):
        user = self.env["res.users"].create(
            {
                "name": "Zhang Wei",
                "login": "zhang@example.com",
                "email": "zhang@example.com",
                "password": "zhang@example.com",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
            }
        )
        self.authenticate(user.login, user.login)
        page = self.url_open("/my/membership")
        self.assertIn("/membership/apply", page.text)
        phone = self._next_phone()
        self._confirm(self._begin(name="Zhang Wei", phone=phone))
        self.assertEqual(self._find(phone).partner_id, user.partner_id)

    def test_who_never_came_back_is_forgotten(self):
        with freeze_time("2026-11-01"):
            self._begin()
        registration = self._get_registrations()[:1]
        self.env.cr.execute(
            "UPDATE membership_registration SET create_date = %s",
            (fields.Datetime.to_datetime("2026-11-01"),),
        )
        registration.invalidate_recordset()
        with freeze_time("2026-11-03"):
            registration._gc_registrations()
        self.assertFalse(registration.exists())
