from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import membership_register_export
from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
class TestRegisterExport(CardAlone, CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money = cls.env["membership.unit"]._for_currency(cls.company.currency_id)
        cls.lili = cls._create_member(name="=HYPERLINK(1)", level_id=cls.gold.id)
        cls.wang = cls._create_member(name="Wang Fang", outlet=cls.head_office)
        for member, amount in ((cls.lili, "100.5"), (cls.wang, "20")):
            cls._give(member, amount)

    @classmethod
    def _give(cls, member, amount):
        account = member._get_account(cls.money)
        account._post(amount, "opening", "test", reason="test")

    def _export(self, **values):
        Export = self.env["membership.register.export"].with_user(self.card_centre)
        export = Export.create(values)
        action = export.action_export()
        self.assertIn(str(export.attachment_id.id), action["url"])
        return export

    def _read(self, export):
        sheet = load_workbook(BytesIO(export.sudo().attachment_id.raw)).active
        return sheet, list(sheet.iter_rows(values_only=True))

    def test_workbook_says_who_where_and_how_much(self):
        sheet, (head, *rows, foot) = self._read(self._export())
        self.assertEqual(len(rows), 2)
        told = dict(zip(head, rows[1], strict=True))
        self.assertEqual(told["Member Number"], self.wang.number)
        self.assertEqual(told["Phone"], self.wang.phone)
        self.assertEqual(told["Level"], self.regular.name)
        self.assertEqual(told["Cards"], self.wang.card_ids.number)
        self.assertEqual(told["Joined On"].date(), self.wang.joined_on)
        self.assertEqual(told[self.money.name], 20)
        self.assertEqual(sheet.freeze_panes, "C2")
        self.assertTrue(sheet["A1"].font.bold)
        self.assertIn("2 members", foot[0])
        self.assertIn("SUBTOTAL", foot[head.index(self.money.name)])

    def test_text_that_looks_like_a_formula_is_none(self):
        sheet, (head, *rows, _foot) = self._read(self._export())
        column = head.index("Name")
        self.assertEqual(rows[0][column], "'=HYPERLINK(1)")
        kinds = {cell.data_type for row in list(sheet.rows)[:-1] for cell in row}
        self.assertNotIn("f", kinds)

    def test_filters_choose_who_is_in_it(self):
        cases = (
            ({"level_ids": self.gold.ids}, self.lili),
            ({"outlet_id": self.outlet.id}, self.lili),
            ({"outlet_id": self.head_office.id}, self.lili | self.wang),
            ({"joined_to": "2001-01-01"}, self.lili.browse()),
            ({"member_state": "closed"}, self.lili.browse()),
        )
        for values, members in cases:
            with self.subTest(values=values):
                _sheet, (_head, *rows, _foot) = self._read(self._export(**values))
                numbers = sorted(members.mapped("number"))
                self.assertEqual(sorted(row[0] for row in rows), numbers)

    def test_export_is_noted(self):
        self._export()
        log = self.env["membership.access.log"].search([], limit=1)
        self.assertEqual((log.kind, log.member_count), ("export", 2))
        self.assertEqual(log.user_id, self.card_centre)

    def test_large_register_is_a_job_with_the_rights_of_who_asked(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_member(company_id=other.id, outlet=None)
        with patch.object(membership_register_export, "DIRECT_ROWS", 1):
            Export = self.env["membership.register.export"].with_user(self.card_centre)
            export = Export.create({})
            self.assertIsNone(export.action_export())
        self.assertEqual((export.state, export.row_count), ("running", 2))
        with self.enter_registry_test_mode():
            job = self.env.ref("membership_card.cron_export_registers")
            job.method_direct_trigger()
        export.invalidate_recordset()
        self.assertEqual((export.state, export.progress), ("done", 100))
        self.assertEqual(len(self._read(export)[1]), 4)

    def test_exports_are_ones_own_and_not_for_tills(self):
        export = self._export()
        with self.assertRaises(AccessError):
            export.with_user(self._create_user("card_centre")).action_download()
        till = self._create_user("till")
        with self.assertRaises(AccessError):
            self.env["membership.register.export"].with_user(till).create({})

    def test_files_are_deleted_after_a_week(self):
        export = self._export().sudo()
        attachment = export.attachment_id
        self.env["membership.register.export"]._gc_files()
        self.assertTrue(export.exists())
        old = fields.Datetime.now() - timedelta(days=8)
        self.env.cr.execute(
            "UPDATE membership_register_export SET create_date = %s", [old]
        )
        export.invalidate_recordset()
        self.env["membership.register.export"]._gc_files()
        self.assertFalse(export.exists() or attachment.exists())
