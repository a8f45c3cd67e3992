"""Whatever file a shop brings: what it is by its content, and its sheets.

The name of a file says nothing: tills export web pages as ``.xls`` and text as ``.csv``
in three encodings.

>>> sheets = read_sheets("姓名;手机\\n李莉;139\\n".encode("gbk"))
>>> next(sheets).rows
[(1, ('姓名', '手机')), (2, ('李莉', '139'))]
>>> def refusal(content):
...     try:
...         return next(read_sheets(content)).rows
...     except Unreadable as unreadable:
...         return unreadable.code
>>> refusal(b""), refusal(b"\\x89PNG\\r\\n"), refusal(b"%PDF-1.7"), refusal(b"PK\\3\\4")
('empty', 'picture', 'document', 'broken')
"""

import csv
from collections import Counter, deque
from csv import QUOTE_NONE
from io import BytesIO, StringIO
from zipfile import ZipFile

import xlrd
from lxml import html

from .sheet import TABLE, Sheet, Unreadable
from .sheets_ods import read_document
from .sheets_xlsb import read_binary_workbook
from .sheets_xlsx import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
DOCUMENTS = (b"%PDF", b"{\\rtf")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
DELIMITERS = ",;\t|"

# Of text: what no table has in it.
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\r\n\f\x1a")


def read_sheets(content, limits=TABLE):
    """The sheets of a file.

    :param bytes content: the file
    :param limits: :class:`.sheet.Limits`: how much of it is read, and of formulas what
    :returns: generator of :class:`.sheet.Sheet`
    :raises Unreadable: if this is no table, or none that can be read
    """
    try:
        yield from _choose_reader(content, limits)(content, limits)
    except Unreadable:
        raise
    # A broken file makes its reader fail in any way; no database is touched here.
    except Exception as error:
        raise Unreadable("broken") from error


def is_text(content):
    """Whether a file is text by how it begins, not a workbook or something else.

    >>> is_text(b"a,b"), is_text(b"PK\\3\\4"), is_text(OLE), is_text(b"%PDF-1.7")
    (True, False, False, False)
    """
    beginnings = (b"PK", OLE, *PICTURES, *DOCUMENTS, *ARCHIVES)
    return not content.startswith(beginnings) or _looks_like_text(content)


def _choose_reader(content, limits):
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("empty")
    if len(content) > limits.file_bytes:
        raise Unreadable("too_large")
    kinds = {"picture": PICTURES, "document": DOCUMENTS, "archive": ARCHIVES}
    for code, beginnings in kinds.items():
        if content.startswith(beginnings) and not _looks_like_text(content):
            raise Unreadable(code)
    if content.startswith(b"PK\x03\x04"):
        return _read_zip
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Unreadable("protected")
        return _read_xls
    return _read_text


def _looks_like_text(content):
    return (
        content.startswith((b"BM", b"RIFF"))
        and content[:64].isascii()
        and (b"\0" not in content[:64])
    )


def _read_zip(content, limits):
    with ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return read_workbook(BytesIO(content), limits)
    if "xl/workbook.bin" in names:
        return read_binary_workbook(content, limits)
    if "mimetype" in names:
        return read_document(BytesIO(content), limits)
    raise Unreadable("document" if "[Content_Types].xml" in names else "archive")


# === EXCEL 97-2003 === #
def _read_xls(content, limits):
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    except xlrd.XLRDError as error:
        is_protected = "encrypted" in str(error)
        raise Unreadable("protected" if is_protected else "document") from error
    for sheet in book.sheets():
        if sheet.visibility == 0:
            if sheet.nrows * sheet.ncols > limits.cells:
                raise Unreadable("too_large")
            rows = []
            for index in range(sheet.nrows):
                cells = tuple(
                    _read_xls_cell(c, book.datemode) for c in sheet.row(index)
                )
                if any(cell is not None for cell in cells):
                    rows.append((index + 1, cells))
            merges = [
                (left + 1, top + 1, right, bottom)
                for top, bottom, left, right in sheet.merged_cells
            ]
            yield Sheet(sheet.name, rows, merges)


def _read_xls_cell(cell, datemode):
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#?")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (OverflowError, ValueError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value.is_integer():
        return int(cell.value)
    return cell.value


# === TEXT === #
def _read_text(content, limits):
    text = decode(content)
    start = text[:2000].lstrip().lower()
    if start.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in start:
            raise Unreadable("old_format")
        yield from _read_html(text)
        return
    rows = []
    for number, cells in enumerate(_split_lines(text), 1):
        if any(cell.strip() for cell in cells):
            rows.append((number, tuple(map(_unquote, cells))))
        if number * len(cells) > limits.cells:
            raise Unreadable("too_large")
    yield Sheet("", rows)


def _split_lines(text):
    """The rows of a text: lists of cells.

    A quote that is never closed would make one cell of all the rows below it: then
    quotes mean nothing in this file.

    >>> list(_split_lines('a,b\\n"x\\ny",1\\n'))
    [['a', 'b'], ['x\\ny', '1']]
    >>> list(_split_lines('a,b\\n"x,1\\ny,2\\n'))
    [['a', 'b'], ['x', '1'], ['y', '2']]
    """
    delimiter = _find_delimiter(text)
    if text.count('"') % 2 and _ends_in_quotes(text, delimiter):
        lines = csv.reader(text.splitlines(), delimiter=delimiter, quoting=QUOTE_NONE)
        return ([cell.strip().strip('"') for cell in cells] for cells in lines)
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _ends_in_quotes(text, delimiter):
    """Whether a cell that began with a quote is still open at the end."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        last = deque(lines, maxlen=1)
    except csv.Error:  # a cell that is too long to be one
        return True
    return any("\n" in cell or "\r" in cell for cells in last for cell in cells)


def decode(content):
    """Text in the encoding that fits: marked, UTF-8, Chinese, Western.

    :raises Unreadable: no_table or broken, if none fits or this is no text

    >>> decode("货号".encode("gbk")), decode("Köln".encode("utf-16"))
    ('货号', 'Köln')
    """
    try:
        text = _decode(content)
    except UnicodeDecodeError as error:
        raise Unreadable("broken") from error
    if any(character in _CONTROLS for character in text[:4000]):
        raise Unreadable("no_table")
    return text


def _decode(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    head = content[:2000]
    if head.count(0) > len(head) // 4:
        # Every other byte of Latin letters and digits is zero.
        is_little = head[1::2].count(0) > head[::2].count(0)
        return content.decode("utf-16-le" if is_little else "utf-16-be")
    for encoding in ("utf-8-sig", "gb18030", "big5", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("no_table")


def _find_delimiter(text):
    """What splits most of the first lines into the same number of columns.

    >>> _find_delimiter("a;b;c\\n1,5;2;3"), _find_delimiter("a\\tb\\n1\\t2"), (
    ...     _find_delimiter("a"))
    (';', '\\t', ',')
    """
    head = text[:20_000].splitlines()[:50]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(
            len(cells) for cells in csv.reader(head, delimiter=delimiter) if cells
        )
        widths.pop(1, None)
        if widths:
            width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (lines, width) > best_score:
                best, best_score = delimiter, (lines, width)
    return best


def _unquote(cell):
    """A text without what programs add so that Excel keeps its zeros.

    >>> _unquote('="0007"'), _unquote("'0007"), _unquote("\\t139 "), _unquote(" ")
    ('0007', '0007', '139', None)
    """
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        cell = cell[2:-1]
    return cell.removeprefix("'") or None


def _read_html(text):
    """The tables of a web page: what many tills save under the name of Excel."""
    page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    tables = page.xpath("//table[not(ancestor::table)]")
    if not tables:
        raise Unreadable("no_table")
    for table in tables:
        rows = []
        for number, row in enumerate(table.iterfind(".//tr"), 1):
            cells = []
            for cell in row.xpath("./td|./th"):
                cells.append(_unquote(cell.text_content()))
                span = cell.get("colspan", "")
                cells += [None] * (min(int(span), 100) - 1 if span.isdigit() else 0)
            if any(cells):
                rows.append((number, tuple(cells)))
        yield Sheet("", rows)
