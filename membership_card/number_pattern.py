"""Number patterns of card types: which numbers they make, and whether two can meet.

>>> tea = Pattern("8", 13, "ean13")
>>> tea.number(42)
'8000000000422'
>>> tea.position("8000000000422"), tea.position("8000000000421")
(42, None)
>>> tea.position("9000000000422"), tea.position("80000000422"), tea.position("8A")
(None, None, None)

Who types a number of this pattern with another last digit, or with a wrong one before
it, has most likely mistyped it:

>>> tea.is_mistyped("8000000000421"), tea.is_mistyped("8000000000422")
(True, False)
>>> tea.is_mistyped("9000000000421"), tea.is_mistyped("80000000042A")
(False, False)
>>> Pattern("8", 13, "none").is_mistyped("8000000000421")
False

>>> tea.positions("8000000000422", "8000000000446")
(42, 44)
>>> tea.positions("8000000000446", "8000000000422"), tea.positions("", None)
(None, None)

Two patterns never make the same number if their numbers differ in length, or if
neither prefix begins the other:

>>> tea.meets(Pattern("9", 13, "ean13")), tea.meets(Pattern("8", 12, "luhn"))
(False, False)
>>> tea.meets(Pattern("81", 13, "none")), tea.meets(Pattern("", 13, "luhn"))
(True, True)
>>> free_prefix(13, [tea])
'1'
>>> free_prefix(12, [Pattern(str(digit), 12, "luhn") for digit in range(1, 10)])
'0'
>>> free_prefix(13, [Pattern("", 13, "luhn")]) is None
True
"""

from itertools import product
from typing import NamedTuple

from . import check_digit as digits

# Fields of a type that say how its numbers look.
PATTERN_FIELDS = ("prefix", "length", "check_digit")


class Pattern(NamedTuple):
    """Prefix, running number padded with zeros, check digit."""

    prefix: str
    length: int
    check_digit: str

    @property
    def width(self):
        """Digits of the running number."""
        return self.length - len(self.prefix) - (self.check_digit != "none")

    def number(self, position):
        """The ``position``-th number; None if the running number is too long."""
        body = str(position).zfill(self.width)
        if self.width < 1 or len(body) > self.width:
            return None
        return digits.append(self.check_digit, self.prefix + body)

    def position(self, number):
        """Which running number ``number`` carries; None if it is of another pattern."""
        if len(number) != self.length or not number.startswith(self.prefix):
            return None
        body = number[len(self.prefix) :][: self.width]
        if not (body.isascii() and body.isdigit()):
            return None
        return int(body) if digits.is_valid(self.check_digit, number) else None

    def is_mistyped(self, number):
        """Whether ``number`` is of this pattern but for its check digit."""
        without = self._replace(check_digit="none")
        return self.position(number) is None and without.position(number) is not None

    def positions(self, first, last):
        """(first, last) running number of a range of numbers; None if it is none."""
        start, end = self.position(first or ""), self.position(last or "")
        return None if start is None or end is None or start > end else (start, end)

    def meets(self, other):
        """Whether a number of this pattern can be one of ``other``, too."""
        return self.length == other.length and (
            self.prefix.startswith(other.prefix) or other.prefix.startswith(self.prefix)
        )


def free_prefix(length, taken):
    """The shortest prefix of digits whose numbers meet none of ``taken``, or None."""
    for width in (1, 2, 3, 4):
        # A leading zero comes last: people leave it out.
        for prefix in sorted(
            map("".join, product("0123456789", repeat=width)),
            key=lambda text: (text[0] == "0", text),
        ):
            pattern = Pattern(prefix, length, "none")
            if not any(pattern.meets(other) for other in taken):
                return prefix
    return None
