"""Reading an Excel workbook (.xlsx), quickly and in little memory.

Only what a table needs: values as written, dates, which cells hold a formula, which
are merged. Half the time of a general reader, which is what a large import waits for.
"""

import posixpath
import re
from functools import lru_cache
from zipfile import ZipFile

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel
from openpyxl.utils.escape import unescape

from .sheet import TABLE, Sheet, Unreadable

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

_INTEGER = re.compile(r"-?\d{1,15}")


def read_workbook(stream, limits=TABLE):
    """The visible sheets of a workbook.

    :param stream: file object of the workbook
    :param limits: :class:`.sheet.Limits`
    :returns: generator of :class:`.sheet.Sheet`, each read when it is asked
    """
    with ZipFile(stream) as archive:
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise Unreadable("protected")
        if any(info.file_size > limits.part_bytes for info in archive.infolist()):
            raise Unreadable("too_large")
        book = _parse(archive, "xl/workbook.xml")
        properties = book.find("{*}workbookPr")
        is_mac = properties is not None and properties.get("date1904") in ("1", "true")
        reader = _Reader(
            texts=_read_texts(archive),
            dates=_read_date_styles(archive),
            epoch=CALENDAR_MAC_1904 if is_mac else WINDOWS_EPOCH,
            limits=limits,
        )
        for name, path in _find_sheets(archive, book):
            with archive.open(path) as part:
                yield reader.read_sheet(name, part)


def _find_sheets(archive, book):
    """(name, path) of the sheets that can be seen."""
    relations = _parse(archive, "xl/_rels/workbook.xml.rels")
    targets = {
        relation.get("Id"): posixpath.normpath(
            posixpath.join("/xl", relation.get("Target"))
        ).lstrip("/")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        path = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION))
        if path and sheet.get("state", "visible") == "visible":
            yield sheet.get("name"), path


def _parse(archive, path):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with archive.open(path) as part:
        return etree.parse(part, parser).getroot()


def _iterate(part, tags):
    """Elements of these tags, each forgotten after it was used."""
    for _event, element in etree.iterparse(
        part, tag=tags, resolve_entities=False, no_network=True
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _read_texts(archive):
    """Texts that cells refer to by position."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with archive.open("xl/sharedStrings.xml") as part:
        return [_join(item) for item in _iterate(part, "{*}si")]


def _join(item):
    """Text of an item in all its formats, without phonetic hints."""
    if len(item) == 1 and item[0].tag.endswith("}t"):  # nearly always
        return _plain(item[0].text or "")
    parts = [
        text.text or ""
        for text in item.iterfind(".//{*}t")
        if not text.getparent().tag.endswith("}rPh")
    ]
    return _plain("".join(parts))


def _plain(text):
    """Text without the codes that stand for characters XML cannot hold."""
    return unescape(text) if "_x" in text else text


def _read_date_styles(archive):
    """Numbers of the styles that show a date."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = _parse(archive, "xl/styles.xml")
    formats = dict(BUILTIN_FORMATS) | {
        # What Excel in Chinese calls a date without writing it down.
        **dict.fromkeys([*range(27, 37), *range(50, 59)], "yyyy-m-d"),
        **{
            int(item.get("numFmtId")): item.get("formatCode")
            for item in styles.iterfind("{*}numFmts/{*}numFmt")
        },
    }
    return frozenset(
        str(number)
        for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
        if is_date_format(formats.get(int(style.get("numFmtId") or 0), "General"))
    )


@lru_cache(maxsize=1024)
def _column(letters):
    return column_index_from_string(letters) - 1


class _Reader:
    """Turns the cells of one workbook into Python values."""

    def __init__(self, texts, dates, epoch, limits):
        self.texts = texts
        self.dates = dates
        self.epoch = epoch
        self.limits = limits

    def read_sheet(self, name, part):
        """One sheet."""
        rows, merges, number, cells = [], [], 0, 0
        for element in _iterate(part, ("{*}row", "{*}mergeCell")):
            if element.tag.endswith("}mergeCell"):
                merges.append(range_boundaries(element.get("ref")))
                continue
            number = int(element.get("r") or number + 1)
            row = self._read_row(element)
            if row:
                rows.append((number, row))
                cells += len(row)
            if cells > self.limits.cells:
                raise Unreadable("too_large")
        return Sheet(name, rows, merges)

    def _read_row(self, element):
        values, is_filled = [], False
        for cell in element.iterchildren("{*}c"):
            place = cell.get("r")
            position = _column(place.rstrip("0123456789")) if place else len(values)
            value = self._read_cell(cell)
            if value is None:
                continue
            values.extend([None] * (position - len(values)))
            values.append(value)
            is_filled = True
        return tuple(values) if is_filled else None

    def _read_cell(self, cell):
        value = formula = inline = None
        for child in cell:
            tag = child.tag.rpartition("}")[2]
            if tag == "v":
                value = child.text
            elif tag == "f":
                formula = child.text or ""
            elif tag == "is":
                inline = _join(child)
        if formula is not None and not self.limits.is_computed:
            return f"={formula}"
        if inline is not None:
            return inline
        return None if value is None else self._convert(cell, value)

    def _convert(self, cell, value):
        kind = cell.get("t", "n")
        if kind == "s":
            return self.texts[int(value)]
        if kind == "b":
            return value == "1"
        if kind != "n":  # a text, an error such as #N/A, a date as text
            return _plain(value)
        number = int(value) if _INTEGER.fullmatch(value) else float(value)
        if cell.get("s") in self.dates:
            try:
                return from_excel(number, self.epoch)
            except (OverflowError, ValueError):
                return number  # no date: the row will say so
        return number
