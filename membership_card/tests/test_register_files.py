import base64
import zipfile
from io import BytesIO

import xlwt
from openpyxl import Workbook

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CardAlone, CardCommon

HEADING = ("卡号", "姓名", "手机", "储值余额")
LILI = ("00010000", "李莉", "13912345678", 100)
WANG = ("00010001", "王芳", "13912345679", 0)


@tagged("post_install", "-at_install")
class TestRegisterFiles(CardAlone, CardCommon):
    """Any file a shop may bring goes in, or is refused in one sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("manager")

    # === MAKING FILES === #
    def _make_workbook(self, *rows, merge=(), heading=HEADING):
        book = Workbook()
        for row in (heading, *rows) if heading else rows:
            book.active.append(row)
        for cells in merge:
            book.active.merge_cells(cells)
        return self._save(book)

    @staticmethod
    def _save(book):
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    @staticmethod
    def _make_text(separator, encoding):
        rows = (HEADING, LILI, WANG)
        text = "\r\n".join(separator.join(map(str, row)) for row in rows)
        return text.encode(encoding)

    @staticmethod
    def _make_zip(*names):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        return stream.getvalue()

    def _make_xls(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("会员")
        for line, row in enumerate((("会员登记表",), HEADING, LILI, WANG)):
            for position, value in enumerate(row):
                sheet.write(line, position, value)
        return self._save(book)

    # === TRYING THEM === #
    def _check(self, content, name="register.xlsx"):
        record = (
            self.env["membership.register.import"]
            .with_user(self.manager)
            .create({"file": base64.b64encode(content), "filename": name})
        )
        record.action_check()
        return record

    def _import(self, content):
        record = self._check(content)
        self.assertEqual(record.state, "checked", record.hint)
        record.action_import()
        return record

    def _get_member(self, number):
        return self.env["membership.card"]._find_by_code(number, self.company).member_id

    def _assert_both_in(self, record):
        self.assertEqual((record.new_count, record.refused_count), (2, 0))
        member = self._get_member("00010000")
        self.assertEqual((member.name, member.phone), ("李莉", "+8613912345678"))
        self.assertEqual(self._get_member("00010001").name, "王芳")
        self.assertEqual(member.account_ids.mapped("balance"), [100])

    # === WHAT GOES IN === #
    def test_text_in_any_encoding_and_with_any_separator_goes_in(self):
        cases = (
            (",", "utf-8"),
            (";", "utf-8-sig"),
            ("\t", "utf-16"),
            (",", "utf-16-le"),
            (",", "gbk"),
            ("\t", "gb18030"),
        )
        for separator, encoding in cases:
            with self.subTest(encoding=encoding, separator=separator):
                record = self._check(self._make_text(separator, encoding), "a.csv")
                self.assertEqual(record.new_count, 2, record.hint)
                self.assertIn("李莉", record.preview)
        self._assert_both_in(self._import(self._make_text(",", "gbk")))

    def test_text_that_keeps_zeros_for_excel_is_understood(self):
        text = '卡号,姓名\n="00010000",李莉\n\'00010001,王芳\n'
        self.assertEqual(self._import(text.encode()).new_count, 2)
        self.assertEqual(self._get_member("00010001").name, "王芳")

    def test_old_excel_goes_in_with_its_title(self):
        self._assert_both_in(self._import(self._make_xls()))

    def test_web_page_under_the_name_of_excel_goes_in(self):
        rows = ""
        for row in (HEADING, LILI, WANG):
            cells = "".join(f"<td>{cell}</td>" for cell in row)
            rows += f"<tr>{cells}</tr>"
        page = f"<html><body><p>会员</p><table>{rows}</table></body></html>"
        self._assert_both_in(self._import(page.encode()))

    def test_heading_of_two_rows_with_merged_cells_is_understood(self):
        rows = (
            ("会员登记表",),
            ("卡号", "姓名", "手机", "储值", None, "积分", None),
            (None, None, None, "余额", "赠送", "余额", "过期"),
            ("00010000", "李莉", "13912345678", 100, 20, 5, 1),
            ("00010001", "王芳", "12", 100, 20, 5, 1),
        )
        merge = ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2")
        record = self._check(self._make_workbook(*rows, merge=merge, heading=None))
        self.assertEqual((record.row_count, record.refused_count), (2, 1))
        self.assertEqual(record.total_ids.mapped("file_total"), [100, 20, 5])
        self.assertEqual(record.column_ids.mapped("letter"), list("ABCDEFG"))
        # What comes back has one row of headings that say the same.
        mended = base64.b64decode(record.result_file)
        again = self._check(mended)
        self.assertEqual(again.row_count, 1)
        self.assertEqual(again.total_ids.mapped("returned_total"), [100, 20, 5])

    def test_second_row_of_a_heading_that_nobody_knows_is_no_member(self):
        rows = (
            ("卡号", "姓名", "电话", "积分", "其他"),
            (None, None, None, "积分", "甲乙"),
            ("00010000", "李莉", "13912345678", 5, "x"),
        )
        record = self._check(self._make_workbook(*rows, heading=None))
        self.assertEqual((record.row_count, record.new_count), (1, 1))

    def test_value_merged_over_rows_is_that_of_each_row_but_money_is_refused(self):
        rows = (("A1", "A", None, 100, "XH"), ("A2", "B", None, None, None))
        content = self._make_workbook(
            *rows, heading=(*HEADING, "门店"), merge=("D2:D3", "E2:E3")
        )
        record = self._check(content)
        self.assertEqual(record.refused_count, 2)
        self.assertIn("merged", record.issue_ids[1].explanation)
        record = self._check(
            self._make_workbook(*rows, heading=(*HEADING, "门店"), merge=("E2:E3",))
        )
        self.assertEqual(record.preview.count(self.outlet.name), 2)

    def test_register_on_another_sheet_is_found(self):
        book = Workbook()
        book.active.append(("说明", "请勿修改"))
        hidden = book.create_sheet("旧")
        hidden.sheet_state = "hidden"
        hidden.append(HEADING)
        hidden.append(("00010009", "旧人", None, 1))
        sheet = book.create_sheet("会员")
        for row in (HEADING, LILI, WANG):
            sheet.append(row)
        self._assert_both_in(self._import(self._save(book)))

    # === COLUMNS === #
    def test_columns_that_nobody_knows_are_told_and_remembered(self):
        heading = ("编码", "客户", "号码", "钱")
        record = self._check(self._make_workbook(LILI, WANG, heading=heading))
        self.assertEqual(record.state, "draft")
        self.assertIn("which column", record.hint)
        self.assertEqual(record.column_ids.mapped("heading"), list(heading))
        self.assertIn("李莉", record.column_ids[1].sample)
        for line, key in zip(
            record.column_ids, ("card", "name", "phone", "principal"), strict=True
        ):
            line.key = key
        record.action_check()
        self.assertEqual((record.state, record.new_count), ("checked", 2))
        more = (*heading, "其他")
        again = self._import(self._make_workbook(LILI, WANG, heading=more))
        self._assert_both_in(again)

    def test_column_can_be_left_out_and_two_cannot_be_one(self):
        record = self._check(self._make_workbook(LILI))
        money = record.column_ids[3]
        money.key = "name"
        record.action_check()
        self.assertIn("Name", record.hint)
        money.key = False
        record.action_check()
        record.action_import()
        self.assertFalse(self._get_member("00010000").account_ids)

    def test_guessing_again_forgets_what_was_said(self):
        record = self._check(self._make_workbook(LILI))
        record.column_ids[3].key = False
        record.action_check()
        self.assertFalse(self._check(self._make_workbook(LILI)).column_ids[3].key)
        record.action_guess_columns()
        self.assertEqual(record.column_ids[3].key, "principal")

    def test_preview_shows_the_first_rows_and_escapes_them(self):
        record = self._check(
            self._make_workbook(LILI, ("00010002", "<b>x</b>", "12", 0))
        )
        self.assertIn("+8613912345678", record.preview)
        self.assertIn("New member", record.preview)
        self.assertIn("no possible phone number", record.preview)
        self.assertNotIn("<b>x", record.preview)

    def test_quote_that_nobody_closed_swallows_no_rows(self):
        text = '卡号,姓名\n00010000,"李莉\n00010001,王芳\n00010002,"赵""六"\n'
        record = self._import(text.encode())
        self.assertEqual((record.row_count, record.new_count), (3, 3))
        self.assertEqual(self._get_member("00010000").name, "李莉")

    def test_numbers_that_a_spreadsheet_wrote_are_read_or_refused_never_wrong(self):
        heading = ("会员卡号", "姓名", "手机", "生日")
        record = self._import(
            self._make_workbook(
                ("00010000", "A", "13912345671.0", 32874),
                ("00010001", "B", "1.3912345679E+10", None),
                ("00010002", "C", "1.39E+10", None),
                (6222020200112233445, "D", "13912345672", None),
                heading=heading,
            )
        )
        self.assertEqual((record.new_count, record.refused_count), (2, 2))
        member = self._get_member("00010000")
        self.assertEqual(member.phone, "+8613912345671")
        self.assertEqual(str(member.partner_id.birthdate_date), "1990-01-01")
        self.assertEqual(self._get_member("00010001").phone, "+8613912345679")
        for issue in record.issue_ids:
            self.assertIn("last digits are lost", issue.explanation)

    def test_a_row_says_by_its_title_what_is_missing(self):
        record = self._check(
            self._make_workbook(("", "A"), heading=("联系电话", "姓名"))
        )
        self.assertIn("Card Number: Neither", record.issue_ids.explanation)

    def test_heading_without_rows_says_so(self):
        record = self._check(self._make_workbook())
        self.assertEqual(record.state, "draft")
        self.assertIn("no member below it", record.hint)

    # === WHAT IS REFUSED === #
    @mute_logger("odoo.tools.mimetypes.guess_mimetype")
    def test_what_is_no_register_is_refused_in_one_sentence(self):
        whole = self._make_workbook(LILI)
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        cases = {
            "no bytes": (b"", "is empty|file first"),
            "spaces": (b"  \r\n", "is empty"),
            "encrypted": (ole + "EncryptedPackage".encode("utf-16-le"), "password"),
            "word 97": (ole, "document|broken"),
            "half a workbook": (whole[: len(whole) // 2], "broken"),
            "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
            "pdf": (b"%PDF-1.7 \xe2\xe3", "document"),
            "word": (self._make_zip("[Content_Types].xml", "word/a.xml"), "document"),
            "archive": (self._make_zip("a.txt"), "archive"),
            "binary workbook": (self._make_zip("xl/workbook.bin"), "broken"),
            "letter of another office": (self._make_zip("mimetype"), "document"),
            "broken xml": (self._make_zip("xl/workbook.xml"), "broken"),
            "program": (b"MZ\x90\0\x03\0\0\0\x04" + bytes(99), "No table"),
            "a letter": (b"Dear Sirs\nregards", "No table"),
        }
        for case, (content, sentence) in cases.items():
            with self.subTest(case=case), self.assertRaisesRegex(UserError, sentence):
                self._check(content)
