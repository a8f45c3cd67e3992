"""Six digits that prove who holds a phone or a mailbox.

>>> code = make()
>>> len(code), code.isdecimal()
(6, True)
>>> clean(" 12 34-56 "), clean("\\uff11\\uff12"), clean("12a"), clean(None)
('123456', '12', '12', '')
"""

import secrets
import unicodedata

DIGITS = 6


def make():
    """A code nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def clean(text):
    """What a person typed, as ASCII digits; too long a text is no code."""
    text = unicodedata.normalize("NFKC", str(text or "")[:40])
    return "".join(char for char in text if char in "0123456789")
