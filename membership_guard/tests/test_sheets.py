import doctest
from io import BytesIO

from openpyxl import Workbook

from odoo.tests import BaseCase

from .. import sheet, sheets
from ..sheet import Limits, Unreadable
from ..sheets import read_sheets


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
        for module in (sheet, sheets):
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
