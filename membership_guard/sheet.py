"""A sheet of any kind of file: rows of cells, numbered as the spreadsheet counts."""

from dataclasses import dataclass, field


class Unreadable(ValueError):
    """A file that is no table, with a code for the reason.

    :ivar code: empty, protected, broken, too_large, picture, document, archive,
        old_format or no_table
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read, and what of a formula.

    :ivar file_bytes: length of the file
    :ivar part_bytes: what one packed part of it may unpack to
    :ivar cells: of one sheet; 200 000 rows of 30 columns
    :ivar is_computed: take the last result of a formula, not the formula
    """

    file_bytes: int = 64 * 2**20
    part_bytes: int = 400 * 2**20
    cells: int = 6_000_000
    is_computed: bool = False


TABLE = Limits()


@dataclass(slots=True)
class Sheet:
    """One sheet.

    :ivar rows: list of (number, cells), rows without any value left out
    :ivar merges: list of (first column, first row, last column, last row), from 1
    """

    name: str
    rows: list
    merges: list = field(default_factory=list)

    def fill_merged(self, after):
        """Write the value of a cell that is merged over rows into each of them.

        :param int after: number of the heading row; what is above stays as it is
        :returns: dict of row number to the set of positions that were merged

        >>> sheet = Sheet("", [(1, ("Shop",)), (2, ("Xuhui", 1)), (3, (None, 2))],
        ...               [(1, 2, 1, 3)])
        >>> sheet.fill_merged(1), sheet.rows[2]
        ({2: {0}, 3: {0}}, (3, ('Xuhui', 2)))
        """
        places = {number: index for index, (number, _cells) in enumerate(self.rows)}
        merged = {}
        for left, top, right, bottom in self.merges:
            if top <= after or top == bottom or left != right or top not in places:
                continue
            cells = self.rows[places[top]][1]
            if left > len(cells) or cells[left - 1] is None:
                continue
            for number in range(top, bottom + 1):
                if number in places:
                    self._put(places[number], left - 1, cells[left - 1])
                    merged.setdefault(number, set()).add(left - 1)
        return merged

    def _put(self, index, position, value):
        number, cells = self.rows[index]
        cells = [*cells, *[None] * (position + 1 - len(cells))]
        cells[position] = value
        self.rows[index] = (number, tuple(cells))
