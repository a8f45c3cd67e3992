"""Reading an OpenDocument spreadsheet (.ods), row by row.

A cell or row that is written once may stand for a million: no more of it is unfolded
than was asked for.
"""

from datetime import datetime
from zipfile import ZipFile

from lxml import etree

from .sheet import TABLE, Sheet, Unreadable

MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_SPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}


def _name(short):
    space, _colon, name = short.partition(":")
    return f"{{{_SPACES[space]}}}{name}"


STYLE, PROPERTIES = _name("style:style"), _name("style:table-properties")
SHEET, ROW = _name("table:table"), _name("table:table-row")
CELLS = (_name("table:table-cell"), _name("table:covered-table-cell"))
PARAGRAPH = _name("text:p")
KIND, VALUE = _name("office:value-type"), _name("office:value")


def read_document(stream, limits=TABLE):
    """The visible sheets of a spreadsheet.

    :param stream: file object of the document
    :param limits: :class:`.sheet.Limits`
    :returns: generator of :class:`.sheet.Sheet`, each read when it is asked
    """
    with ZipFile(stream) as archive:
        if archive.read("mimetype").strip() != MIME_TYPE:
            raise Unreadable("document")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable("protected")
        if any(info.file_size > limits.part_bytes for info in archive.infolist()):
            raise Unreadable("too_large")
        with archive.open("content.xml") as part:
            yield from _read_sheets(part, limits)


def _read_sheets(part, limits):
    hidden, reader = set(), None
    events = etree.iterparse(
        part,
        events=("start", "end"),
        tag=(STYLE, SHEET, ROW),
        resolve_entities=False,
        no_network=True,
    )
    for event, element in events:
        if element.tag == SHEET and event == "start":
            reader = _Reader(element.get(_name("table:name")), limits)
            is_hidden = element.get(_name("table:style-name")) in hidden
        elif element.tag == SHEET:
            if not is_hidden:
                yield reader.sheet
            _forget(element)
        elif element.tag == ROW and event == "end":
            reader.read_row(element)
            _forget(element)
        elif element.tag == STYLE and event == "end":
            shown = element.find(PROPERTIES)
            if shown is not None and shown.get(_name("table:display")) == "false":
                hidden.add(element.get(_name("style:name")))


def _forget(element):
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


class _Reader:
    """Unfolds the rows of one sheet."""

    def __init__(self, name, limits):
        self.sheet = Sheet(name or "", [])
        self.limits = limits
        self.number = 0
        self.cells = 0

    def read_row(self, element):
        """One row, or as many alike as it stands for."""
        repeated = _count(element, "table:number-rows-repeated")
        row = self._read_cells(element)
        if row:
            self._spend(len(row) * repeated)
            for number in range(self.number + 1, self.number + repeated + 1):
                self.sheet.rows.append((number, row))
        self.number += repeated

    def _read_cells(self, element):
        values, position = [], 0
        for cell in element.iterchildren(*CELLS):
            repeated = _count(cell, "table:number-columns-repeated")
            value = self._read_cell(cell)
            if value is not None:
                self._check(position + repeated)
                self._note_merge(cell, position + 1)
                values += [None] * (position - len(values)) + [value] * repeated
            position += repeated
        return tuple(values)

    def _read_cell(self, cell):
        formula = cell.get(_name("table:formula"))
        if formula is not None and not self.limits.is_computed:
            return f"={formula.partition('=')[2]}"
        kind = cell.get(KIND)
        if kind in ("float", "currency", "percentage"):
            number = float(cell.get(VALUE))
            return int(number) if number.is_integer() else number
        if kind == "date":
            return datetime.fromisoformat(cell.get(_name("office:date-value")))
        if kind == "boolean":
            return cell.get(_name("office:boolean-value")) == "true"
        return _read_text(cell) or None

    def _note_merge(self, cell, column):
        rows = _count(cell, "table:number-rows-spanned")
        columns = _count(cell, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            top = self.number + 1
            corner = column + columns - 1, top + rows - 1
            self.sheet.merges.append((column, top, *corner))

    def _check(self, more):
        if self.cells + more > self.limits.cells:
            raise Unreadable("too_large")

    def _spend(self, more):
        self._check(more)
        self.cells += more


def _count(element, name):
    return int(element.get(_name(name)) or 1)


def _read_text(cell):
    """Text of a cell without the notes on it; several spaces are written as one tag."""
    lines = [
        "".join(
            piece for node in paragraph.iter() for piece in _get_pieces(node, paragraph)
        )
        for paragraph in cell.iterchildren(PARAGRAPH)
    ]
    return "\n".join(lines) or cell.get(_name("office:string-value")) or ""


def _get_pieces(node, paragraph):
    if node.tag == _name("text:s"):
        yield " " * min(_count(node, "text:c"), 100)
    elif node.tag in (_name("text:tab"), _name("text:line-break")):
        yield " "
    else:
        yield node.text or ""
    if node is not paragraph:
        yield node.tail or ""
