from datetime import date, datetime, timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import CardAlone, CardCommon

NAME, PHONE, EMAIL = "Quentin Distinctive", "+8613912340987", "qd@distinctive.test"
# Where the software itself keeps texts that no addon of ours fills.
ELSEWHERE = ("ir_", "bus_", "res_lang", "res_country", "membership_card_type")


@tagged("post_install", "-at_install")
class TestPrivacy(CardAlone, CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member(name=NAME, phone=PHONE, email=EMAIL)
        cls.till = cls._create_user("till")
        export = cls.env.ref("base.group_allow_export")
        (cls.till | cls.card_centre).write({"group_ids": [Command.link(export.id)]})
        cls.manager = cls._create_user("manager")
        cls.auditor = cls._create_user("auditor")

    def _get_log(self, **values):
        self.env.flush_all()
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["membership.access.log"].search(domain)

    # === MASKING === #
    def test_a_till_reads_the_phone_masked_only(self):
        member = self.member.with_user(self.till)
        self.assertEqual(member.phone_masked, "+86139****0987")
        for name in ("phone", "partner_phone"):
            with self.assertRaises(AccessError):
                member.read([name])
            with self.assertRaises(AccessError):
                member.export_data([name])
        self.assertEqual(member._find(PHONE, self.company), self.member)
        self.assertTrue(self.member.with_user(self.card_centre).phone)

    def test_who_only_serves_sees_numbers_of_cards_masked(self):
        card = self.member.card_ids
        till, number = self._create_user("till"), card.number
        Card, mine = self.env["membership.card"].with_user(till), card.with_user(till)
        names = ["number", "barcode", "barcode_image", "qr_image", "display_name"]
        seen = str(mine.read(names)) + str(mine.web_read({name: {} for name in names}))
        self.assertNotIn(number, seen)
        self.assertIn(mine.number_masked, seen)
        self.assertNotIn("image': b", seen)
        self.assertFalse(Card.search([("number", "=like", f"{number[:-1]}%")]))
        self.assertFalse(Card.name_search(number[:6]))
        self.assertEqual(Card.search([("number", "=", number)]), mine)
        self.assertEqual(Card._find_by_code(number, self.company), mine)
        desk = self.env["membership.desk"].with_user(till).find(number)["desk"]
        self.assertEqual(desk["cards"][0]["number"], card.number_masked)
        operator = self._create_user("operator")
        self.assertIn(number, str(card.with_user(operator).read(names)))

    def test_a_till_opens_the_discussion_and_reads_no_address_there(self):
        self.member.partner_id.email = "wei@example.com"
        member = self.member.with_user(self.till)
        self.assertEqual(member._message_get_suggested_recipients(), [])
        found = self.member.with_user(self.card_centre)
        self.assertTrue(found._message_get_suggested_recipients())

    def test_showing_a_phone_is_noted(self):
        action = self.member.with_user(self.till).action_show_phone()
        self.assertEqual(action["params"]["message"], PHONE)
        log = self._get_log(kind="reveal", member_id=self.member.id)
        self.assertEqual(log.user_id, self.till)

    # === LOG === #
    def test_a_search_is_noted_with_who_whom_and_a_masked_term(self):
        Member = self.env["membership.member"].with_user(self.till)
        spec = {"number": {}}
        for _again in range(2):
            Member.web_search_read([("search_term", "ilike", PHONE)], spec)
        log = self._get_log(user_id=self.till.id, kind="lookup")
        self.assertEqual(log.member_id, self.member)
        self.assertEqual((log.term, log.member_count), ("****0987", 1))
        Member.web_search_read([("search_term", "ilike", "13800009999")], spec)
        nobody = self._get_log(user_id=self.till.id, term="****9999")
        self.assertEqual((len(nobody), nobody.member_count), (1, 0))
        Member.web_search_read([("state", "=", "active")], spec)
        self.assertEqual(len(self._get_log(user_id=self.till.id)), 2)

    def test_opening_a_file_is_noted_once_in_a_while(self):
        member = self.member.with_user(self.till)
        for _again in range(3):
            member.web_read({"partner_id": {}})
        self.assertEqual(len(self._get_log(kind="open", user_id=self.till.id)), 1)
        with freeze_time(datetime.now() + timedelta(hours=1)):
            member.web_read({"partner_id": {}})
        self.assertEqual(len(self._get_log(kind="open", user_id=self.till.id)), 2)

    def test_an_export_is_noted_with_its_count_and_fields(self):
        other = self._create_member()
        members = (self.member | other).with_user(self.card_centre)
        members.export_data(["name", "phone"])
        members.card_ids.export_data(["number"])
        logs = self._get_log(kind="export", user_id=self.card_centre.id)
        self.assertEqual(logs.mapped("member_count"), [2, 2])
        self.assertIn("name, phone", logs[-1].detail)

    def test_the_log_is_read_by_managers_and_auditors_and_changed_by_nobody(self):
        self.member.with_user(self.till).action_show_phone()
        log = self._get_log(kind="reveal")
        for user in (self.manager, self.auditor):
            self.assertTrue(log.with_user(user).term or log.with_user(user).kind)
        for user in (self.till, self.card_centre):
            with self.assertRaises(AccessError):
                log.with_user(user).read(["kind"])
        for query in (
            "UPDATE membership_access_log SET kind = 'open'",
            "DELETE FROM membership_access_log",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(SQL(query))

    def test_old_rows_go_after_the_months_that_the_company_keeps(self):
        with freeze_time("2020-01-01"):
            self.member.with_user(self.till).action_show_phone()
        self.member.with_user(self.till).action_show_phone()
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 3600
        )
        self.env["membership.access.log"]._cron_delete_old()
        log = self._get_log(kind="reveal", member_id=self.member.id)
        self.assertEqual(len(log), 1)
        self.assertGreater(log.date, datetime(2026, 1, 1))

    # === ANONYMISING === #
    def _fill(self):
        """A life with traces in many places."""
        self.member.partner_id.write({"street": "7 Distinctive Lane", "comment": NAME})
        self.member.message_post(body=f"{NAME} called from {PHONE}")
        self.env["membership.identity"].create(
            {"member_id": self.member.id, "number": "440524188001010014"}
        )
        unit = self.env.ref("membership_ledger.unit_points")
        account = self.member._get_account(unit)
        account._post(10, "earn", "a", reason=f"for {NAME}")
        account._post(-10, "redeem", "b", reason=f"for {NAME}")
        account._post(5, "earn", "c", reason="test")
        account._hold(5, "d", reason=f"for {NAME}")._release(f"{NAME} went away")
        account._post(-5, "redeem", "e", reason="test")
        self.member._set_level(self.gold, f"{NAME} asked")
        self.member.card_ids._change_state(
            "report_loss",
            f"{PHONE} called",
            identified_by="document",
            identity_note="440524188001010014",
        )
        self._record_purchase(self.member, 50)
        return account

    def test_no_trace_of_a_former_member_is_left_and_the_books_hold(self):
        account = self._fill()
        hashes = account.entry_ids.mapped("hash")
        self.member._change_state("close")
        wizard = self.env["membership.member.anonymise"].with_user(self.manager)
        wizard = wizard.create(
            {
                "member_ids": self.member.ids,
                "reason": "asked for it",
                "is_certain": True,
            }
        )
        wizard.action_anonymise()
        self.assertEqual(self.member.name, f"Former member {self.member.number}")
        self.assertFalse(self.member.phone)
        self.assertEqual(self._find_traces(), [])
        self.assertEqual(account.entry_ids.mapped("hash"), hashes)
        proof = self.env["membership.proof"]._prove(company=self.company, full=True)
        errors = proof.line_ids.filtered(lambda line: line.account_id == account)
        self.assertFalse(errors.filtered(lambda line: line.severity == "error"))
        log = self._get_log(kind="anonymise", member_id=self.member.id)
        self.assertEqual((log.user_id, log.detail), (self.manager, "asked for it"))
        self.assertEqual(len(self.member.purchase_ids), 1)

    def test_the_file_that_was_merged_into_his_goes_with_him(self):
        survivor = self._create_member(name=f"{NAME} the younger")
        self._fill()
        survivor._absorb(self.member, f"{NAME} came twice")
        survivor._change_state("close")
        survivor._anonymise("asked for it")
        self.assertEqual(self._find_traces(), [])

    def test_a_contact_of_merged_files_bears_the_number_that_went_on(self):
        survivor = self._create_member(name=f"{NAME} the younger")
        survivor._absorb(self.member, f"{NAME} came twice")
        self.member.partner_id = survivor.partner_id
        survivor._change_state("close")
        survivor._anonymise("asked for it")
        self.assertIn(survivor.number, survivor.name)

    def _find_traces(self):
        """Columns of any table that still hold the name, phone, mail or street."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT table_name, array_agg(column_name::text)
            FROM information_schema.columns JOIN information_schema.tables
                USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
              AND data_type IN ('character varying', 'text', 'jsonb')
            GROUP BY table_name
            """
        )
        wanted = "Distinctive|12340987|440524188001"
        traces = []
        for table, columns in self.env.cr.fetchall():
            if table.startswith(ELSEWHERE):
                continue
            self.env.cr.execute(
                SQL(
                    "SELECT count(*) FROM %s WHERE concat_ws(' ', %s) ~* %s",
                    SQL.identifier(table),
                    SQL(", ").join(SQL("%s::text", SQL.identifier(c)) for c in columns),
                    wanted,
                )
            )
            if self.env.cr.fetchone()[0]:
                traces.append(table)
        return traces

    def test_a_living_member_is_not_wiped(self):
        with self.assertRaisesRegex(UserError, "Close the membership"):
            self.member._anonymise("asked for it")
        self.member._change_state("close")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.member._anonymise(" ")

    def test_a_contact_that_lives_on_elsewhere_stays(self):
        survivor = self._create_member()
        survivor._absorb(self.member, "one person")
        self.member.sudo().partner_id = survivor.partner_id
        self.member._anonymise("asked for it")
        self.assertNotIn("Former", survivor.name)
        self.assertEqual(self.member.anonymised_on, date.today())

    def test_who_still_carries_somebodys_card_is_not_wiped(self):
        owner, partner = self._create_member(), self.member.partner_id
        card = self._create_held_card(owner, holder_id=partner.id)
        self.member._change_state("close")
        with self.assertRaisesRegex(UserError, f"carries card {card.number}"):
            self.member._anonymise("asked for it")
        card._change_state("cancel", "taken back")
        self.member._anonymise("asked for it")

    def test_nothing_that_waits_to_be_sent_is_left(self):
        partner = self.member.partner_id
        mail = self.env["mail.mail"].create(
            {"email_to": EMAIL, "recipient_ids": partner.ids, "state": "exception"}
        )
        self.member._change_state("close")
        self.member._anonymise("asked for it")
        self.assertFalse(mail.exists())

    def test_only_managers_anonymise(self):
        self.member._change_state("close")
        with self.assertRaises(AccessError):
            self.env["membership.member.anonymise"].with_user(self.card_centre).create(
                {"member_ids": self.member.ids, "reason": "x"}
            )
