"""Codes and quantities out of what a dealer typed, pasted or uploaded.

>>> lines = read_text("TEA-1\\t12\\n\\nTEA-2, 6\\nTEA-3 2")
>>> [(line.code, line.quantity) for line in lines]
[('TEA-1', '12'), ('TEA-2', '6'), ('TEA-3', '2')]
>>> read_text("编码,数量\\nTEA-1,3")[0]
Line(number=2, code='TEA-1', quantity='3')
>>> to_quantity("1,200"), to_quantity("\\uff16"), to_quantity("2.5")
(Decimal('1200'), Decimal('6'), Decimal('2.5'))
>>> to_quantity("-1"), to_quantity("many"), to_quantity("0"), to_quantity("1e9")
(None, None, None, None)
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from odoo.addons.membership_guard.sheet import Limits, Unreadable
from odoo.addons.membership_guard.sheets import decode, is_text, read_sheets

LINES_MAX = 1000
BYTES_MAX = 2 * 1024 * 1024
# A few kilobytes can unpack to gigabytes, and dealers are not staff.
LIMITS = Limits(
    file_bytes=BYTES_MAX,
    part_bytes=20 * BYTES_MAX,
    cells=150 * LINES_MAX,
    is_computed=True,
)
QUANTITY_MAX = Decimal(10**7)
_HEADINGS = re.compile(
    r"(code|sku|item|product|编码|货号|条码|商品|产品)", re.IGNORECASE
)
_AMOUNT_HEADINGS = re.compile(r"(q(uanti)?ty|quantity|数量|件数)", re.IGNORECASE)


class WrongSheet(Exception):
    """Why nothing could be read: kind, size or lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to order, as it was written.

    :ivar number: of the row, as a person counts
    """

    number: int
    code: str
    quantity: str


def read_text(text):
    """Lines of pasted text: code, then quantity, apart by tab, comma or space.

    :raises WrongSheet: lines
    """
    rows = (_split(row) for row in text.splitlines())
    return _read_rows(enumerate(rows, 1))


def read_file(content):
    """Lines of the first sheet of a workbook, or of a text file.

    :param bytes content: a workbook that ``membership_guard.sheets`` reads, or text
    :raises WrongSheet: size, kind or lines
    """
    if len(content) > BYTES_MAX:
        raise WrongSheet("size")
    try:
        if is_text(content):
            return read_text(decode(content))
        return _read_rows(_read_workbook(content))
    except Unreadable as unreadable:
        reason = "lines" if unreadable.code == "too_large" else "kind"
        raise WrongSheet(reason) from unreadable


def to_quantity(text):
    """A quantity above zero, or None."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[,_\s](?=\d{3}(\D|$))", "", plain)
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", plain):
        return None
    try:
        quantity = Decimal(plain)
    except InvalidOperation:
        return None
    return quantity if 0 < quantity <= QUANTITY_MAX else None


def _split(row):
    row = row.strip()
    for mark in ("\t", ";", "，"):
        if mark in row:
            return [cell.strip(' "') for cell in row.split(mark)]
    code, mark, rest = row.partition(",")
    if mark:
        return [code.strip(' "'), rest.strip(' "')]
    return row.rsplit(None, 1)


def _read_rows(rows):
    lines, first, second, is_first = [], 0, 1, True
    for number, cells in rows:
        is_heading, is_first = is_first, False
        if is_heading and (found := _find_columns(cells)):
            first, second = found
            continue
        code = cells[first] if len(cells) > first else ""
        quantity = cells[second] if len(cells) > second else ""
        if code or quantity:
            lines.append(Line(number, code[:64], quantity[:32]))
        if len(lines) > LINES_MAX:
            raise WrongSheet("lines")
    return lines


def _find_columns(cells):
    """Which columns a heading names; None if the row is no heading."""
    codes = [i for i, cell in enumerate(cells) if _HEADINGS.search(cell)]
    amounts = [i for i, cell in enumerate(cells) if _AMOUNT_HEADINGS.search(cell)]
    return (codes[0], amounts[0]) if codes and amounts else None


def _read_workbook(content):
    sheet = next(read_sheets(content, LIMITS), None)
    for number, cells in sheet.rows if sheet else ():
        yield number, [_write_cell(cell) for cell in cells]


def _write_cell(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
