import contextlib
import doctest
import struct
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook

from odoo.tests import BaseCase

from .. import sheet, sheets, sheets_xlsb
from ..sheet import Limits, Unreadable
from ..sheets import read_sheets

OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles><style:style style:name="ta2" style:family="table">
    <style:table-properties table:display="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
    <table:table table:name="旧" table:style-name="ta2"><table:table-row>
        <table:table-cell><text:p>x</text:p></table:table-cell>
    </table:table-row></table:table>
    <table:table table:name="会员">%s</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def make_open_document(rows, **parts):
    """A spreadsheet whose visible sheet has these rows, as XML."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", parts.get("mimetype", kind))
        archive.writestr("META-INF/manifest.xml", parts.get("manifest", "<x/>"))
        archive.writestr("content.xml", OPEN_DOCUMENT % rows)
    return stream.getvalue()


def make_binary_workbook(cells):
    """A binary workbook with one sheet; cells are (row, column, text or number)."""

    def record(kind, data=b""):
        head = bytes([kind & 0x7F | 0x80, kind >> 7] if kind > 0x7F else [kind])
        assert len(data) < 0x4000
        return head + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data

    def text(value):
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    body = record(129) + record(148, bytes(16)) + record(145)
    for row, column, value in cells:
        body += record(0, struct.pack("<I", row) + bytes(13))
        place = struct.pack("<II", column, 0)
        if isinstance(value, str):
            body += record(6, place + text(value))
        else:
            body += record(5, place + struct.pack("<d", value))
    stream, package = BytesIO(), "http://schemas.openxmlformats.org"
    with ZipFile(stream, "w") as archive:
        sheet = struct.pack("<II", 0, 1) + text("rId1") + text("会员")
        book = record(131) + record(143) + record(156, sheet) + record(144)
        archive.writestr("xl/workbook.bin", book + record(132))
        archive.writestr("xl/worksheets/sheet1.bin", body + record(146) + record(130))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}/package/2006/relationships">'
            '<Relationship Id="rId1" Target="worksheets/sheet1.bin" Type="'
            f'{package}/officeDocument/2006/relationships/worksheet"/>'
            "</Relationships>",
        )
    return stream.getvalue()


class TestSheets(BaseCase):
    """What a file may be and how much of it is read; who reads it tests the rest."""

    @staticmethod
    def _make_workbook(rows):
        book, stream = Workbook(), BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(stream)
        return stream.getvalue()

    def test_examples_hold(self):
        for module in (sheet, sheets, sheets_xlsb):
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)

    def test_formula_is_its_text_or_the_result_that_was_kept(self):
        content = self._make_workbook([("=1+1", 5)])
        self.assertEqual(next(read_sheets(content)).rows, [(1, ("=1+1", 5))])
        # A program that writes workbooks without calculating keeps no result.
        computed = next(read_sheets(content, Limits(is_computed=True)))
        self.assertEqual(computed.rows, [(1, (None, 5))])

    def test_no_more_is_read_than_was_asked_for(self):
        workbook = self._make_workbook([("a", "b")] * 50)
        text = b"a,b\n" * 50
        for content in (workbook, text):
            self.assertEqual(len(next(read_sheets(content)).rows), 50)
            for limits in (Limits(cells=60), Limits(file_bytes=100)):
                with self.assertRaisesRegex(Unreadable, "too_large"):
                    next(read_sheets(content, limits))
        with self.assertRaisesRegex(Unreadable, "too_large"):
            next(read_sheets(workbook, Limits(part_bytes=500)))

    # === OPEN DOCUMENT === #
    def test_open_document_is_read_as_it_shows(self):
        content = make_open_document(
            """<table:table-row table:number-rows-repeated="2">
                <table:table-cell table:number-columns-repeated="16384"/>
            </table:table-row>
            <table:table-header-rows><table:table-row>
                <table:table-cell office:value-type="string"><text:p>卡号</text:p>
                    <office:annotation><text:p>note</text:p></office:annotation>
                </table:table-cell>
                <table:table-cell/>
                <table:table-cell office:value-type="string"
                    table:number-rows-spanned="2">
                    <text:p>a<text:s text:c="2"/><text:span>b</text:span>c</text:p>
                </table:table-cell>
            </table:table-row></table:table-header-rows>
            <table:table-row>
                <table:table-cell office:value-type="float" office:value="7"/>
                <table:table-cell office:value-type="date"
                    office:date-value="1988-05-01" table:number-columns-repeated="2"/>
                <table:table-cell office:value-type="float" office:value="3"
                    table:formula="of:=1+2"/>
                <table:table-cell office:value-type="currency" office:value="1.5"/>
                <table:table-cell office:value-type="boolean"
                    office:boolean-value="true"/>
            </table:table-row>
            <table:table-row table:number-rows-repeated="1048000">
                <table:table-cell/></table:table-row>"""
        )
        (sheet,) = read_sheets(content)
        day = datetime(1988, 5, 1)
        self.assertEqual(
            (sheet.name, sheet.rows, sheet.merges),
            (
                "会员",
                [
                    (3, ("卡号", None, "a  bc")),
                    (4, (7, day, day, "=1+2", 1.5, True)),
                ],
                [(3, 3, 3, 4)],
            ),
        )
        (computed,) = read_sheets(content, Limits(is_computed=True))
        self.assertEqual(computed.rows[1][1][3], 3)

    def test_open_document_that_unfolds_to_millions_of_cells_is_refused(self):
        cell = """<table:table-cell office:value-type="float" office:value="1"
            table:number-columns-repeated="%s"/>"""
        bombs = (
            "<table:table-row>%s</table:table-row>" % (cell % 10**9),
            '<table:table-row table:number-rows-repeated="1000000000">%s'
            "</table:table-row>" % (cell % 10),
        )
        for bomb in bombs:
            with self.assertRaisesRegex(Unreadable, "too_large"):
                list(read_sheets(make_open_document(bomb)))

    def test_other_documents_and_protected_ones_are_refused(self):
        letter = make_open_document("", mimetype="application/vnd.oasis.x.text")
        locked = make_open_document("", manifest="<manifest:encryption-data/>")
        for content, code in ((letter, "document"), (locked, "protected")):
            with self.assertRaisesRegex(Unreadable, code):
                list(read_sheets(content))

    # === BINARY WORKBOOK === #
    def test_binary_workbook_is_read_with_its_row_numbers(self):
        cells = ((1, 0, "卡号"), (1, 2, "余额"), (3, 0, "0001"), (3, 2, 100.0))
        (sheet,) = read_sheets(make_binary_workbook(cells))
        self.assertEqual(
            (sheet.name, sheet.rows),
            ("会员", [(2, ("卡号", None, "余额")), (4, ("0001", None, 100))]),
        )

    def test_binary_workbook_that_spans_millions_of_cells_is_refused(self):
        content = make_binary_workbook(((0, 0, "a"), (1_000_000, 16_000, "b")))
        with self.assertRaisesRegex(Unreadable, "too_large"):
            list(read_sheets(content))

    def test_binary_workbook_that_is_damaged_anywhere_is_refused_or_read(self):
        sheet = "xl/worksheets/sheet1.bin"
        content = make_binary_workbook(((0, 0, "卡号"), (1, 0, 5.5)))
        with ZipFile(BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for place in range(len(parts[sheet])):
            stream, part = BytesIO(), bytearray(parts[sheet])
            part[place] ^= 0x55
            with ZipFile(stream, "w") as archive:
                for name, data in (parts | {sheet: bytes(part)}).items():
                    archive.writestr(name, data)
            with contextlib.suppress(Unreadable):
                list(read_sheets(stream.getvalue()))
