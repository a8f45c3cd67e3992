import base64
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

from openpyxl import Workbook, load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CardAlone, CardCommon

REGISTER = Path(__file__).parent / "data" / "members_register.xlsx"
HEADING = (
    "会员卡号",
    "姓名",
    "手机",
    "级别",
    "储值余额",
    "赠送余额",
    "积分",
    "开卡门店",
    "推荐人手机",
    "备注",
)


@tagged("post_install", "-at_install")
class TestRegisterImport(CardAlone, CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outlet.write({"name": "徐汇店", "aliases": "徐汇, xuhui"})
        cls._create_outlet(name="浦东店", code="PD")
        cls._create_outlet(name="苏州店", code="SZ")
        cls.manager = cls._create_user("manager")
        cls.points = cls.env.ref("membership_ledger.unit_points")
        cls.money = cls.env["membership.unit"]._for_currency(cls.company.currency_id)

    def _create_import(self, content, **values):
        return (
            self.env["membership.register.import"]
            .with_user(self.manager)
            .create({"file": base64.b64encode(content), "filename": "r.xlsx"} | values)
        )

    @staticmethod
    def _make_register(*rows, heading=HEADING):
        book = Workbook()
        for row in (heading, *rows):
            book.active.append(row)
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _import(self, *rows, **values):
        record = self._create_import(self._make_register(*rows), **values)
        record.action_import()
        return record

    def _read_result(self, record):
        book = load_workbook(BytesIO(base64.b64decode(record.result_file)))
        return list(book.active.iter_rows(values_only=True))

    def _get_member(self, number):
        return self.env["membership.card"]._find_by_code(number, self.company).member_id

    # === THE REAL REGISTER === #
    def test_real_register_goes_in_and_every_bad_row_comes_back(self):
        record = self._create_import(REGISTER.read_bytes())
        record.action_import()
        self.assertEqual(record.state, "done")
        self.assertEqual(
            (record.row_count, record.new_count, record.refused_count),
            (1200, 1046, 154),
        )
        self.assertTrue(all(record.total_ids.mapped("is_equal")))
        totals = {total.bucket: total.ledger_total for total in record.total_ids}
        self.assertEqual(
            totals, {"principal": 371985.94, "bonus": 26153.13, "points": 4735780}
        )
        _heading, *returned = self._read_result(record)
        self.assertEqual(len(returned), 154)
        self.assertTrue(all(row[-1] for row in returned))
        members = self.env["membership.member"].search([("import_id", "=", record.id)])
        self.assertEqual(len(members), 1046)
        phones = [phone for phone in members.mapped("phone") if phone]
        self.assertEqual(len(phones), len(set(phones)))
        self.assertTrue(all(phone.startswith("+86") for phone in phones))
        self.assertEqual(set(members.card_ids.mapped("state")), {"active"})

    def test_real_register_twice_changes_nothing(self):
        self._create_import(REGISTER.read_bytes()).action_import()
        tables = ("res_partner", "membership_member", "membership_card")
        tables += ("membership_account", "membership_entry", "membership_card_event")

        def count():
            for table in tables:
                self.env.cr.execute(f"SELECT count(*) FROM {table}")
                yield self.env.cr.fetchone()[0]

        before = list(count())
        again = self._create_import(REGISTER.read_bytes())
        again.action_import()
        self.assertEqual(list(count()), before)
        self.assertEqual((again.new_count, again.known_count), (0, 1046))
        self.assertTrue(all(again.total_ids.mapped("is_equal")))
        self.assertFalse(any(again.total_ids.mapped("posted_total")))

    # === ONE ROW === #
    def test_row_becomes_member_card_level_and_balances(self):
        self._import(
            ("00010000", "李莉", "139 8047 9377", "金", "￥1,234.50", 20, 7794, "xuhui")
        )
        member = self._get_member("00010000")
        self.assertEqual((member.name, member.phone), ("李莉", "+8613980479377"))
        self.assertEqual((member.level_id, member.outlet_id), (self.gold, self.outlet))
        money = member._get_account(self.money)
        self.assertEqual(money._get_exact("balance"), Decimal("1254.50"))
        self.assertEqual(
            {lot.bucket: lot.remaining for lot in money.lot_ids},
            {"principal": 1234.5, "bonus": 20},
        )
        self.assertEqual(member._get_account(self.points).balance, 7794)
        entry = money.entry_ids.sorted("number")[0]
        self.assertEqual(entry.key, "opening:register:00010000:principal")
        self.assertEqual(
            (entry.card_id, entry.outlet_id), (member.card_ids, self.outlet)
        )
        self.assertEqual(entry.operator_id, self.manager)

    def test_imported_level_holds_for_a_window(self):
        self._import(("1000", "A", None, "银卡"), ("1001", "B", None, "普通"))
        silver, regular = self._get_member("1000"), self._get_member("1001")
        (silver | regular)._evaluate_level()
        self.assertEqual(silver.level_id, self.silver)
        self.assertFalse(regular.level_locked_until)

    def test_zeros_that_a_spreadsheet_ate_come_back(self):
        self._import(("00010000", "A"), (10007, "B"))
        self.assertEqual(self._get_member("00010007").name, "B")

    def test_row_without_card_number_gets_one(self):
        self._import((None, "A", "13912345678", None, 100))
        member = self.env["membership.member"]._find("13912345678", self.company)
        self.assertEqual(member.card_ids.state, "active")
        again = self._import((None, "A", "13912345678", None, 100))
        self.assertEqual((again.new_count, again.known_count), (0, 1))

    def test_referrer_is_linked_also_if_he_comes_later(self):
        record = self._import(
            ("1001", "A", "13912345678", None, 0, 0, 0, None, "13912345679"),
            ("1002", "B", "13912345679", None, 0, 0, 0, None, "13912340000"),
        )
        self.assertEqual(self._get_member("1001").referrer_id, self._get_member("1002"))
        self.assertEqual(record.issue_ids.mapped("is_refused"), [False])
        self.assertEqual(record.issue_ids.row, 3)

    def test_balances_lapse_on_the_day_that_the_register_says(self):
        heading = ("卡号", "姓名", "赠金", "赠金有效期", "积分", "积分有效期")
        rows = (
            ("1001", "A", 20, "2126-01-31", 5, "2126-06-30"),
            ("1002", "B", 0, "2020-01-31", 5, "2020-06-30"),
            ("1003", "C", 0, "2020-01-31", 0, "2020-06-30"),
        )
        record = self._create_import(self._make_register(*rows, heading=heading))
        record.action_import()
        self.assertEqual((record.new_count, record.refused_count), (2, 1))
        self.assertIn("2020-06-30 has passed", record.issue_ids.explanation)
        lots = self._get_member("1001").account_ids.lot_ids
        self.assertEqual(
            {lot.bucket: str(lot.expires_on) for lot in lots},
            {"bonus": "2126-01-31", "points": "2126-06-30"},
        )

    # === WHO MAY HOLD THE CARD === #
    def test_dealer_comes_back(self):
        dealer = self.env["res.partner"].create(
            {
                "name": "A",
                "phone": "13912345678",
                "country_id": self.env.ref("base.cn").id,
            }
        )
        self.patch(type(dealer), "_is_dealer", lambda partner: partner == dealer)
        rows = (("1001", "A", "13912345678"), ("1002", "B", "13912345679"))
        record = self._import(*rows)
        self.assertEqual((record.new_count, record.refused_count), (1, 1))
        self.assertIn("is a dealer", record.issue_ids.explanation)
        self.card_type.allow_dealers = True
        self.assertEqual(self._import(*rows).new_count, 1)

    def test_a_full_level_sends_back_who_is_one_too_many(self):
        self.gold.member_cap = 2
        self._create_member(level_id=self.gold.id)
        heading = ("卡号", "姓名", "手机", "等级")
        rows = (
            ("1001", "A", "13912345678", self.gold.name),
            ("1002", "B", "13912345679", self.gold.name),
            ("1003", "C", "13912345670", ""),
        )
        record = self._create_import(self._make_register(*rows, heading=heading))
        record.action_import()
        self.assertEqual((record.new_count, record.refused_count), (2, 1))
        self.assertIn("is full", record.issue_ids.explanation)
        self.assertEqual(self.gold.member_count, 2)

    def test_who_is_too_young_or_has_no_birthday_comes_back(self):
        self.card_type.write({"age_min": 18, "age_max": 80})
        heading = ("卡号", "姓名", "生日")
        rows = (
            ("1001", "A", "1980-01-01"),
            ("1002", "B", f"{fields.Date.today().year - 5}-01-01"),
            ("1003", "C", "1930-01-01"),
            ("1004", "D", None),
        )
        record = self._create_import(self._make_register(*rows, heading=heading))
        record.action_import()
        self.assertEqual((record.new_count, record.refused_count), (1, 3))
        sentences = " ".join(record.issue_ids.mapped("explanation"))
        for words in ("from 18 years", "up to 80 years", "birthday is missing"):
            self.assertIn(words, sentences)

    def test_who_carries_such_a_card_already_comes_back(self):
        self.card_type.one_per_person = True
        carrier = self.env["res.partner"].create(
            {
                "name": "A",
                "phone": "13912345678",
                "country_id": self.env.ref("base.cn").id,
            }
        )
        card = self._create_member().card_ids
        self.env.cr.execute(
            "UPDATE membership_card SET holder_id = %s WHERE id = %s",
            [carrier.id, card.id],
        )
        card.invalidate_recordset(["holder_id"])
        record = self._import(("1001", "A", "13912345678"))
        self.assertEqual(record.refused_count, 1)
        self.assertIn(card.number, record.issue_ids.explanation)

    def test_type_of_card_that_people_cannot_have_is_refused_before_reading(self):
        register = self._make_register(("1001", "A"))
        record = self._create_import(register)
        self.card_type.holder_policy = "company"
        for start in (record.action_check, record.action_import):
            with self.assertRaisesRegex(UserError, "companies only"):
                start()
        group = self.env["membership.card.type"].create(
            {
                "name": "Group",
                "code": "GRP",
                "kind": "group",
                "prefix": "77",
                "company_id": self.company.id,
            }
        )
        record.type_id = group
        with self.assertRaisesRegex(UserError, "somebody else"):
            record.action_check()

    # === REFUSALS === #
    def test_each_fault_is_named_and_nothing_of_the_row_goes_in(self):
        cases = {
            "phone": (("1001", "A", "12345"), "12345"),
            "level": (("1001", "A", None, "钻石卡"), "钻石卡"),
            "outlet": (("1001", "A", None, None, 0, 0, 0, "杭州店"), "杭州店"),
            "negative": (("1001", "A", None, None, -50), "less than zero"),
            "words": (("1001", "A", None, None, "一百"), "not a number"),
            "formula": (("1001", "A", None, None, "=1+1"), "formula"),
            "half a point": (("1001", "A", None, None, 0, 0, 12.5), "decimals"),
            "no name": (("1001", None, "13912345678"), "name is missing"),
            "nobody": ((None, "A"), "Neither"),
        }
        for case, (row, sentence) in cases.items():
            with self.subTest(case=case):
                record = self._import(row)
                self.assertEqual((record.new_count, record.refused_count), (0, 1))
                self.assertIn(sentence, self._read_result(record)[1][-1])
                self.assertFalse(self._get_member("1001"))

    def test_one_row_tells_all_its_faults(self):
        record = self._import(("1001", None, "12345", "钻石卡", -1))
        self.assertEqual(record.issue_ids.explanation.count(": "), 5)

    def test_faults_are_counted_by_kind_the_most_frequent_first(self):
        record = self._import(
            ("1001", None, "12345"), ("1002", "B", "12346"), ("1003", "C", None)
        )
        first, second = record.fault_summary.splitlines()
        self.assertIn("2 × Phone: “12345”", first)
        self.assertIn("1 × Name", second)

    def test_duplicates_all_come_back_naming_each_other(self):
        record = self._import(
            ("1001", "A", "13912345678"),
            ("1001", "B", "13912345679"),
            ("1003", "C", "13912345679"),
        )
        self.assertEqual(record.refused_count, 3)
        self.assertIn("3 (B)", record.issue_ids[0].explanation)

    def test_first_of_duplicates_goes_in_if_told_so(self):
        record = self._import(
            ("1001", "A", "13912345678"), ("1002", "B", "13912345678"), keep_first=True
        )
        self.assertEqual((record.new_count, record.refused_count), (1, 1))
        self.assertTrue(self._get_member("1001"))

    def test_card_and_phone_of_others_are_refused_with_a_pointer(self):
        holder = self._create_member(name="Holder", card_number="00010000")
        record = self._import(("00010000", "A", None), ("00010001", "B", holder.phone))
        for issue in record.issue_ids:
            self.assertIn("Holder", issue.explanation)
            self.assertIn(holder.number, issue.explanation)

    def test_balance_that_changed_in_the_file_is_said_not_posted(self):
        self._import(("1001", "A", None, None, 100))
        record = self._import(("1001", "A", None, None, 200))
        self.assertEqual(record.refused_count, 1)
        self.assertIn("adjustment", record.issue_ids.explanation)
        account = self._get_member("1001")._get_account(self.money)
        self.assertEqual(account.balance, 100)

    def test_member_enrolled_before_gets_his_balances(self):
        member = self._create_member(name="A", card_number="00010000")
        record = self._import(("00010000", "A", None, None, 100))
        self.assertEqual((record.new_count, record.known_count), (0, 1))
        self.assertEqual(member._get_account(self.money).balance, 100)
        self.assertTrue(all(record.total_ids.mapped("is_equal")))

    def test_known_contact_is_used(self):
        partner = self.env["res.partner"].create(
            {"name": "A", "phone": "+8613912345678"}
        )
        self._import(("1001", "A", "13912345678"))
        self.assertEqual(self._get_member("1001").partner_id, partner)

    def test_contact_is_what_core_would_have_made(self):
        """The import saves work of core's ``create``: the row must be the same."""
        self._import(("1001", "A", "13912345678"))
        member = self._get_member("1001")
        by_core = self.env["res.partner"].create(
            {"name": "A", "phone": "+8613912345678"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(partner) FROM res_partner partner WHERE id IN %s",
            [(member.partner_id.id, by_core.id)],
        )
        own = {"id", "commercial_partner_id", "create_uid", "write_uid"}
        ours, theirs = (
            {name: value for name, value in row.items() if name not in own}
            for (row,) in self.env.cr.fetchall()
        )
        self.assertEqual(ours, theirs)
        self.assertEqual(member.source, "import")

    def test_formula_in_a_note_does_not_come_back_alive(self):
        row = ("1001", "A", "12345", *[None] * 6, '=HYPERLINK("http://x","y")')
        record = self._import(row)
        book = load_workbook(BytesIO(base64.b64decode(record.result_file)))
        self.assertNotIn("f", {c.data_type for row in book.active for c in row})

    def test_mended_copy_goes_in(self):
        record = self._import(
            ("00010000", "A", None, None, 100), ("00010001", "B", "1")
        )
        book = load_workbook(BytesIO(base64.b64decode(record.result_file)))
        book.active["C2"] = "13912345678"
        stream = BytesIO()
        book.save(stream)
        mended = self._create_import(stream.getvalue())
        mended.action_import()
        self.assertEqual(mended.new_count, 1)
        self.assertEqual(self._get_member("00010001").phone, "+8613912345678")

    def test_check_changes_nothing_but_says_what_would_happen(self):
        record = self._create_import(
            self._make_register(("1001", "A", None, None, 100), ("1002", "B", "1"))
        )
        record.action_check()
        self.assertEqual(
            (record.state, record.new_count, record.refused_count), ("checked", 1, 1)
        )
        self.assertFalse(self._get_member("1001"))
        self.assertEqual(record.total_ids[0].file_total, 100)
        record.action_import()
        self.assertEqual((record.state, record.new_count), ("done", 1))

    def test_large_register_runs_as_a_job_and_resumes(self):
        rows = [(f"9{i:06d}", f"N{i}", None, None, 1) for i in range(2500)]
        record = self._create_import(self._make_register(*rows))
        record.action_import()
        self.assertEqual((record.state, record.new_count), ("running", 0))
        job = record.sudo()
        steps = job._run(*job._read_rows())
        next(steps)
        self.assertEqual(job.new_count, 1000)
        with self.enter_registry_test_mode():
            self.env.ref(
                "membership_card.cron_import_registers"
            ).method_direct_trigger()
        record.invalidate_recordset()
        self.assertEqual((record.state, record.new_count), ("done", 2500))
        self.assertTrue(all(record.total_ids.mapped("is_equal")))
        self.assertEqual(record.total_ids[0].posted_total, 2500)

    def test_job_that_cannot_go_on_says_why(self):
        rows = [(f"9{i:06d}", f"N{i}", None, None, 1) for i in range(2500)]
        record = self._create_import(self._make_register(*rows))
        record.action_import()
        sentence = "No account was chosen."
        refuse = Mock(side_effect=UserError(sentence))
        self.patch(type(record), "_after_opening_balances", refuse)
        with self.enter_registry_test_mode():
            self.env.ref(
                "membership_card.cron_import_registers"
            ).method_direct_trigger()
        record.invalidate_recordset()
        self.assertEqual(record.state, "checked")
        self.assertIn(sentence, "".join(record.message_ids.mapped("body")))

    def test_import_is_for_managers_and_stays_on_file(self):
        record = self._import(("1001", "A"))
        with self.assertRaises(UserError):
            record.unlink()
        with self.assertRaises(AccessError):
            record.with_user(self.card_centre).action_check()

    def test_reasons_come_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        record = self._create_import(self._make_register(("1001", "A", "12345")))
        record.with_context(lang="zh_CN").action_check()
        self.assertRegex(record.issue_ids.explanation, "[\u4e00-\u9fff]{4}")
