"""Numbers of identity documents: one notation, and the Chinese check character.

>>> normalize(" 11010519491231002x ")
'11010519491231002X'
>>> normalize("E 1234-5678")
'E12345678'

The resident identity card (GB 11643): region, birthday, serial, check character.

>>> read_resident_number("11010519491231002X")
(datetime.date(1949, 12, 31), 'female')
>>> read_resident_number("440524188001010014")
(datetime.date(1880, 1, 1), 'male')

A wrong check character, a day that does not exist, too few digits:

>>> read_resident_number("110105194912310021") is None
True
>>> read_resident_number("110105194913310026") is None
True
>>> read_resident_number("1101051949123100") is None
True
"""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
RESIDENT = re.compile(r"[1-9]\d{5}(\d{4})(\d{2})(\d{2})(\d{3})[\dX]", re.ASCII)


def normalize(number):
    """``number`` without spaces and dashes, in capitals."""
    return re.sub(r"[\s\-–—]", "", number or "").upper()


def read_resident_number(number):
    """Birthday and gender that a normalised resident number states.

    :returns: (date, "male" or "female"), or None if it is no such number
    """
    match = RESIDENT.fullmatch(number)
    if not match:
        return None
    total = sum(
        int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)
    )
    if CHECKS[total % 11] != number[-1]:
        return None
    try:
        birthday = date(*map(int, match.groups()[:3]))
    except ValueError:
        return None
    return birthday, "male" if int(match[4]) % 2 else "female"


def mask(number):
    """Enough to compare it with the document in hand, not to use it.

    >>> mask("11010519491231002X"), mask("E12345678"), mask("A12")
    ('1****************X', 'E*******8', '***')
    """
    if len(number) < 6:
        return "*" * len(number)
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"
