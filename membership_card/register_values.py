"""How cells of an old register are read: exactly, or refused; never guessed.

A refusal is a code with the text as found; who asks makes a sentence of it.

>>> amount("￥1,234.50", 2), amount("100元", 2), amount(88.8, 2), amount(None, 2)
(Decimal('1234.50'), Decimal('100.00'), Decimal('88.80'), Decimal('0.00'))
>>> birthday("24.09.1965"), birthday("1965年9月21日"), birthday("19961010")
(datetime.date(1965, 9, 24), datetime.date(1965, 9, 21), datetime.date(1996, 10, 10))
>>> phone(" （+86）138-6961 8351 "), phone(15083503456), phone("008613912169593")
('+8613869618351', '15083503456', '+8613912169593')
>>> card_number(10455, 8), card_number(" 0001 0007 ", 8), gender("女"), email("无")
('00010455', '00010007', 'female', None)

Spreadsheets keep dates as numbers of days, write long numbers short, and forget what
is beyond fifteen digits:

>>> birthday(43831), birthday("43831"), birthday("2020-01-01 00:00:00")
(datetime.date(2020, 1, 1), datetime.date(2020, 1, 1), datetime.date(2020, 1, 1))
>>> phone("13912345671.0"), phone("1.3912345679E+10")
('13912345671', '13912345679')

>>> def refusal(read, *cell):
...     try:
...         return read(*cell)
...     except Refused as refused:
...         return refused.code
>>> refusal(amount, -50, 2), refusal(amount, "一百", 2), refusal(amount, 12.5, 0)
('negative', 'not_a_number', 'too_fine')
>>> refusal(birthday, 19905), refusal(birthday, 438)  # May 1990, or a day of 1954?
('no_date', 'no_date')
>>> refusal(birthday, "1988-02-30"), refusal(birthday, "03/04/1988"), birthday("不详")
('no_date', 'ambiguous_date', None)
>>> refusal(phone, "1.39E+10"), refusal(card_number, 6222020200112233445, 0)
('shortened', 'shortened')
>>> refusal(phone, "1380013800x"), refusal(email, "foo@@bar.com"), refusal(gender, "?")
('no_phone', 'no_email', 'no_gender')
>>> refusal(text, '=HYPERLINK("http://example.com","x")')
'formula'
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

# What people write into a cell to say that there is nothing.
NOTHING = frozenset(
    "无,没有,不详,未知,暂无,空,n/a,na,none,null,nil,-,--,/,.".split(",")  # noqa: SIM905
)

GENDERS = {
    "男": "male",
    "男性": "male",
    "先生": "male",
    "m": "male",
    "male": "male",
    "女": "female",
    "女性": "female",
    "女士": "female",
    "f": "female",
    "female": "female",
    "其他": "other",
    "other": "other",
}

_SPACES = re.compile(r"\s+")
_CARD = re.compile(r"[0-9A-Za-z-]{2,32}")
_PHONE = re.compile(r"\+?\d{3,17}")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONEY = re.compile(r"[¥￥$€£]|rmb|cny|元整?|块", re.IGNORECASE)
_SHORT = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d+)", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)  # from which spreadsheets count days
_EXACT_DIGITS = 15  # of a number in a spreadsheet
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


class Refused(ValueError):
    """A cell that cannot be read, with a code for the reason."""

    def __init__(self, code, value=None):
        super().__init__(code)
        self.code = code
        self.value = value


def text(value):
    """The text of a cell, None if it says that there is nothing."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = unicodedata.normalize("NFKC", str(value)).strip()
    if found.startswith("="):
        raise Refused("formula", value)
    return None if not found or found.lower() in NOTHING else found


def card_number(value, width):
    """A card number; a spreadsheet that made a number of it has eaten its zeros.

    :param width: digits that card numbers of this register have, 0 if they differ
    """
    found = text(value)
    if found is None:
        return None
    found = _write_out(_SPACES.sub("", found), value)
    if isinstance(value, int | float) and found.isdigit():
        if len(found) > _EXACT_DIGITS:
            raise Refused("shortened", value)
        found = found.zfill(width)
    if not _CARD.fullmatch(found):
        raise Refused("no_card_number", value)
    return found


def phone(value):
    """A phone number as digits, with + if its country was given."""
    found = text(value)
    if found is None:
        return None
    found = re.sub(r"[\s().\-–—]", "", _write_out(found, value))
    if found.startswith("00"):
        found = "+" + found[2:]
    if not _PHONE.fullmatch(found):
        raise Refused("no_phone", value)
    return found


def _write_out(found, value):
    """The digits of a number that a spreadsheet wrote as a number, not as a text."""
    found = re.sub(r"(?<=\d)\.0+$", "", found) if found.count(".") == 1 else found
    match = _SHORT.fullmatch(found)
    if not match:
        return found
    first, others, exponent = match.groups()
    if len(others or "") != int(exponent):
        raise Refused("shortened", value)
    return first + others


def birthday(value):
    """A date. Year last is read with dots only: with slashes nobody knows the month."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = text(value)
    if found is None:
        return None
    if match := _YEAR_FIRST.fullmatch(found) or _COMPACT.fullmatch(found):
        parts = match.groups()
    elif match := _YEAR_LAST.fullmatch(found):
        day, separator, month, year = match.groups()
        if separator != "." and int(day) <= 12 and day != month:
            raise Refused("ambiguous_date", value)
        parts = (year, month, day)
    elif _SERIAL.fullmatch(found) and not found.startswith(("19", "20")):
        return _DAY_ZERO + timedelta(int(float(found)))
    else:
        raise Refused("no_date", value)
    try:
        return date(*map(int, parts))
    except ValueError:
        raise Refused("no_date", value) from None


def amount(value, decimals):
    """An amount on the grid of its unit; words are not guessed.

    A float is read as the decimal number that the spreadsheet shows.
    """
    grid = Decimal(1).scaleb(-decimals)
    if isinstance(value, bool):
        raise Refused("not_a_number", value)
    if isinstance(value, int | float):
        exact = Decimal(repr(value))
        # 0.1 + 0.2 in a spreadsheet is not meant to have 17 decimals.
        if abs(exact - exact.quantize(grid)) < Decimal("1e-9"):
            exact = exact.quantize(grid)
    else:
        exact = _read_number(value)
    if exact < 0:
        raise Refused("negative", value)
    if exact != exact.quantize(grid):
        raise Refused("too_fine", value)
    if exact >= Decimal("1e10"):
        raise Refused("too_large", value)
    return exact.quantize(grid)


def _read_number(value):
    found = text(value)
    if found is None:
        return Decimal(0)
    found = _SPACES.sub("", _MONEY.sub("", found))
    if _GROUPED.fullmatch(found.lstrip("+-")):
        found = found.replace(",", "")
    try:
        number = Decimal(found)
    except InvalidOperation:
        raise Refused("not_a_number", value) from None
    # Decimal also reads "NaN", "1E5" and digits of other scripts.
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", found):
        raise Refused("not_a_number", value)
    return number


def gender(value):
    """male, female or other."""
    found = text(value)
    if found is None:
        return None
    if found.lower() not in GENDERS:
        raise Refused("no_gender", value)
    return GENDERS[found.lower()]


def email(value):
    """An e-mail address, by its shape."""
    found = text(value)
    if found is None:
        return None
    if not _EMAIL.fullmatch(found):
        raise Refused("no_email", value)
    return found


def label(value):
    """A heading or the name of a level or outlet, for comparing.

    >>> label(" 会员卡号* "), label("Birth Date"), label("手机（必填）")
    ('会员卡号', 'birthdate', '手机')
    """
    found = unicodedata.normalize("NFKC", str(value or "")).casefold()
    return re.sub(r"\(.*?\)|[\s*:_\-.#]", "", found)
