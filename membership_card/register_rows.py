"""The shape of a register while it is read: columns and rows, without a database."""

import re
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

    def parse(self, columns, merged=()):
        """Read every cell; a row tells all its faults at once.

        :param columns: list of (position, Column)
        :param merged: positions of cells that are merged over several rows
        """
        width = len(self.cells)
        for position, column in columns:
            cell = self.cells[position] if position < width else None
            if column.bucket and position in merged:
                # Whose amount is it? Each row would get all of it.
                self.refuse(column.key, "merged", value=cell)
                continue
            try:
                self.values[column.key] = column.read(cell)
            except Refused as refused:
                # A formula in free text harms nobody as long as it is left out.
                if refused.code == "formula" and column.key == "comment":
                    self.remark(column.key, "formula_left_out")
                    continue
                self.refuse(column.key, refused.code, value=refused.value)


@dataclass(slots=True)
class Heading:
    """Where a register starts and what its columns hold.

    :ivar index: of the last row of the heading, among the rows of the sheet
    :ivar number: of that row, as the spreadsheet counts
    :ivar texts: what is written above each column
    :ivar columns: list of (position, Column)
    """

    index: int
    number: int
    texts: tuple
    columns: list


def find_heading(rows, columns, remembered=(), limit=15):
    """The row, or the two rows, that name most columns.

    :param rows: list of (number, cells)
    :param remembered: dicts of label to key of a column, "" for one that is left out:
        what somebody said about such headings before
    :returns: :class:`Heading`, or None if no row is one

    >>> card = Column("card", "Card", ("会员卡号",), str)
    >>> bonus = Column("bonus", "Bonus", ("储值赠送",), str)
    >>> rows = [(1, ("会员登记表",)), (2, ("会员卡号", "储值")), (3, (None, "赠送"))]
    >>> found = find_heading(rows, [card, bonus])
    >>> found.number, found.texts, [column.key for _place, column in found.columns]
    (3, ('会员卡号', '储值赠送'), ['card', 'bonus'])
    >>> find_heading(rows, [card], [{"会员卡号": "", "储值": "card"}]).columns[0][0]
    1
    """
    by_label = {
        register_values.label(heading): column
        for column in columns
        for heading in (*column.headings, column.title)
    }
    by_key = {column.key: column for column in columns}
    best = None
    for index, (number, cells) in enumerate(rows[:limit]):
        readings = [(_name_alone(cells), 0)]
        if index and rows[index - 1][0] == number - 1:
            names = _name_below(rows[index - 1][1], cells, by_label)
            # A second row of the heading is one even if it adds no known column.
            readings.append((names, _looks_like_heading(cells)))
        for texts, extra in readings:
            found = _match_columns(texts, by_label, by_key, remembered)
            if found and len(found) + extra > (len(best.columns) if best else 0):
                best = Heading(index, number, texts, found)
    return best


def guess_heading(rows, limit=15):
    """A row that looks like a heading though it names nothing that is known, or None.

    >>> guess_heading([(1, ("Club",)), (2, ("客户", "号码"))]).number
    2
    """
    for index, (number, cells) in enumerate(rows[:limit]):
        if _looks_like_heading(cells):
            texts = tuple(str(cell or "").strip() for cell in cells)
            return Heading(index, number, texts, [])
    return None


def _looks_like_heading(cells):
    filled = [str(cell).strip() for cell in cells if str(cell or "").strip()]
    return len(filled) > 1 and not any(re.search(r"\d", text) for text in filled)


def _name_alone(cells):
    return tuple(str(cell or "").strip() for cell in cells)


def _name_below(upper, lower, known):
    """Names of columns under a heading of two rows; the upper may span several.

    :param known: labels of headings: both rows together make one if they do

    >>> _name_below(("卡号", "积分", None), (None, "余额", "过期"), {"积分余额"})
    ('卡号', '积分余额', '过期')
    """
    names, span = [], ""
    for position in range(max(len(upper), len(lower))):
        above = str(upper[position] or "").strip() if position < len(upper) else ""
        below = str(lower[position] or "").strip() if position < len(lower) else ""
        span = above or (span if below else "")
        both = span + below
        is_known = below and register_values.label(both) in known
        names.append(both if is_known else below or above)
    return tuple(names)


def _match_columns(texts, by_label, by_key, remembered):
    """List of (position, Column): what was said before wins over what is guessed."""
    labels = [register_values.label(text) for text in texts]
    said = max(
        (known for known in remembered if known.keys() <= set(labels)),
        key=len,
        default={},
    )
    found, used = [], set()
    for position, label in enumerate(labels):
        column = by_key.get(said[label]) if label in said else by_label.get(label)
        if column and column.key not in used:
            used.add(column.key)
            found.append((position, column))
    return found


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
