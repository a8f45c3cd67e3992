"""The shape of a register while it is read: columns and rows, without a database."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from . import register_values
from .register_values import Refused

TOTAL_WORDS = frozenset({"合计", "总计", "小计", "total", "sum", "grandtotal"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a register may have.

    :ivar key: under which a row keeps the value
    :ivar title: what people call it, in the user's language
    :ivar headings: what registers call it
    :ivar read: function of a cell that returns the value or raises ``Refused``
    :ivar bucket: kind of lot, for a column of opening balances
    """

    key: str
    title: str
    headings: tuple
    read: Any
    bucket: str | None = None


@dataclass(slots=True)
class Row:
    """One row of a register.

    :ivar number: as the spreadsheet counts, the heading being part of it
    :ivar reasons: list of (key of the column, code, values) why it stays out
    :ivar remarks: the same for what should be known about a row that goes in
    """

    number: int
    cells: tuple
    values: dict = field(default_factory=dict)
    reasons: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    member_id: int | None = None
    card_id: int | None = None

    def __getitem__(self, key):
        return self.values.get(key)

    def refuse(self, key, code, **values):
        """Keep this row out, for this reason."""
        self.reasons.append((key, code, values))

    def remark(self, key, code, **values):
        """Say something about this row, which goes in."""
        self.remarks.append((key, code, values))

    def parse(self, columns):
        """Read every cell; a row tells all its faults at once.

        :param columns: list of (position, Column)
        """
        width = len(self.cells)
        for position, column in columns:
            cell = self.cells[position] if position < width else None
            try:
                self.values[column.key] = column.read(cell)
            except Refused as refused:
                # A formula in free text harms nobody as long as it is left out.
                if refused.code == "formula" and column.key == "comment":
                    self.remark(column.key, "formula_left_out")
                    continue
                self.refuse(column.key, refused.code, value=refused.value)


def find_heading(rows, columns, limit=10):
    """Where the register starts.

    :returns: (index of the heading row, list of (position, Column)), or (None, []) if
        none of the first ``limit`` rows is a heading

    >>> card = Column("card", "Card", ("会员卡号",), str)
    >>> find_heading([("会员登记表",), ("序号", "会员卡号")], [card])[0]
    1
    """
    by_label = {
        register_values.label(heading): column
        for column in columns
        for heading in (*column.headings, column.title)
    }
    best = (None, [])
    for index, cells in enumerate(rows[:limit]):
        found = {}
        for position, cell in enumerate(cells):
            column = by_label.get(register_values.label(cell))
            if column and column.key not in {known.key for known in found.values()}:
                found[position] = column
        if len(found) > len(best[1]):
            best = (index, list(found.items()))
    return best


def as_text(cells, columns, key):
    """What a row says in a column, as written; empty if it says nothing."""
    for position, column in columns:
        if column.key == key and position < len(cells):
            return str(cells[position] or "").strip()
    return ""


def is_data(cells):
    """Whether a row is about a member: not empty, not the total.

    >>> is_data((None, " ")), is_data(("合计", None, 5)), is_data(("00010000", "李莉"))
    (False, False, True)
    """
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    return bool(filled) and register_values.label(filled[0]) not in TOTAL_WORDS


def number_width(values):
    """How many digits the card numbers have that the spreadsheet left alone, or 0.

    >>> number_width(["00010000", "00010007", 10014]), number_width(["1", "22"])
    (8, 0)
    """
    widths = Counter(
        len(value.strip())
        for value in values
        if isinstance(value, str) and value.strip().isdigit()
    )
    (width, _count), *others = widths.most_common() or [(0, 0)]
    return 0 if others else width
