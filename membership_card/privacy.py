"""How personal data are shown to those who need to recognise, not to know them.

>>> mask_code("8000000000123"), mask_code("M0001234"), mask_code("123")
('8000*****0123', 'M0**1234', '***')

What somebody typed to find a person says who asked for whom, without becoming a
second copy of the data:

>>> mask_term("+86 138 0013 8000"), mask_term("M0001234")
('****8000', '****1234')
>>> mask_term("李小龙"), mask_term("Li Wei"), mask_term("")
('李**', 'L**', '')

The owner of an address recognises it:

>>> mask_email("li.wei@example.com"), mask_email("x@example.com"), mask_email(None)
('l***@example.com', 'x***@example.com', '')
"""

import re

SHOWN = 4
DIGITS_MIN = 5  # fewer are no phone and no card


def mask_code(code):
    """A card number as a till's list shows it."""
    code = code or ""
    if len(code) <= SHOWN:
        return "*" * len(code)
    head = min(SHOWN, len(code) - SHOWN - 2)
    head = max(head, 0)
    return f"{code[:head]}{'*' * (len(code) - head - SHOWN)}{code[-SHOWN:]}"


def mask_term(term):
    """What somebody searched for, as the access log keeps it."""
    term = (term or "").strip()
    digits = re.sub(r"\D", "", term)
    if len(digits) >= DIGITS_MIN:
        return f"****{digits[-SHOWN:]}"
    return f"{term[:1]}**" if term else ""


def mask_email(address):
    """An e-mail address as a till shows it to who may be its owner."""
    name, _at, domain = (address or "").strip().partition("@")
    return f"{name[:1]}***@{domain}" if domain else mask_term(name)
