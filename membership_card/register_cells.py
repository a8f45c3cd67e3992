"""Texts that go into a spreadsheet that somebody else will open."""

import re

_FORMULA = re.compile(r"[=@+\-\t\r]")
_PHONE = re.compile(r"\+[\d\s().-]+")


def harmless(value):
    """A text that no program takes for a formula, also after it was saved as CSV.

    In a workbook it is a text anyhow; the apostrophe keeps it one on the way out. A
    phone number in international form can do no harm and stays as it is.

    >>> harmless("=1+1"), harmless("+8613912345678"), harmless("-2+3"), harmless("Li")
    ("'=1+1", '+8613912345678', "'-2+3", 'Li')
    """
    text = str(value)
    if _FORMULA.match(text) and not _PHONE.fullmatch(text):
        return f"'{text}"
    return text
