"""Reading a binary Excel workbook (.xlsb), by the kept library calamine.

It lays a sheet out from its first to its last cell, whatever is between: how large that
would be is looked up before, because a few bytes can claim a million rows.
"""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .sheet import TABLE, Sheet, Unreadable

_ROW, _LAST_CELL = 0, 11


def read_binary_workbook(content, limits=TABLE):
    """The visible sheets of a workbook; of a formula its last result.

    :param bytes content: the file
    :param limits: :class:`.sheet.Limits`
    :returns: generator of :class:`.sheet.Sheet`, each read when it is asked
    """
    _check_size(content, limits)
    try:
        yield from _read_book(content)
    except BaseException as error:
        # What a library in Rust raises where it is surprised is no Exception.
        if type(error).__name__ == "PanicException":
            raise Unreadable("broken") from error
        raise


def _read_book(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for place, found in enumerate(book.sheets_metadata):
        is_table = found.typ == SheetTypeEnum.WorkSheet
        if is_table and found.visible == SheetVisibleEnum.Visible:
            table = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
            rows = [
                (number, tuple(map(_read_cell, cells)))
                for number, cells in enumerate(table, 1)
            ]
            yield Sheet(
                found.name,
                [(n, row) for n, row in rows if any(cell is not None for cell in row)],
            )


def _read_cell(value):
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def _check_size(content, limits):
    with ZipFile(BytesIO(content)) as archive:
        if any(info.file_size > limits.part_bytes for info in archive.infolist()):
            raise Unreadable("too_large")
        for name in archive.namelist():
            is_sheet = name.startswith("xl/worksheets/") and name.endswith(".bin")
            if is_sheet and _measure(archive.read(name)) > limits.cells:
                raise Unreadable("too_large")


def _measure(part):
    """How many cells a sheet has from the first to the last.

    A part is a row of records: kind and length in bytes of seven bits, content. Rows
    and cells begin with their index.

    >>> _measure(bytes([0, 4, 9, 0, 0, 0, 1, 4, 1, 0, 0, 0]))
    20
    """
    place, last_row, last_column = 0, -1, -1
    while place < len(part):
        kind, place = _read_number(part, place, 2)
        length, place = _read_number(part, place, 4)
        if kind <= _LAST_CELL:
            index = int.from_bytes(part[place : place + 4], "little")
            if kind == _ROW:
                last_row = max(last_row, index)
            else:
                last_column = max(last_column, index)
        place += length
    return (last_row + 1) * (last_column + 1)


def _read_number(part, place, bytes_max):
    number = 0
    for shift in range(bytes_max):
        byte = part[place]
        place += 1
        number |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            break
    return number, place
