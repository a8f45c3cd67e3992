"""How personal data are shown to those who need to recognise, not to know them.

>>> mask_code("8000000000123"), mask_code("M0001234"), mask_code("123")
('8000*****0123', 'M0**1234', '***')

What somebody typed to find a person says who asked for whom, without becoming a
second copy of the data:

>>> mask_term("+86 138 0013 8000"), mask_term("M0001234")
('****8000', '****1234')
>>> mask_term("李小龙"), mask_term("Li Wei"), mask_term("")
('李**', 'L**', '')

Enough of a phone to recognise it, not to call it:

>>> mask_phone("+8613912340987"), mask_phone("139 1234 0987"), mask_phone("61234567")
('+86139****0987', '139****0987', '****567')

The owner of an address recognises it:

>>> mask_email("li.wei@example.com"), mask_email("x@example.com"), mask_email(None)
('l***@example.com', 'x***@example.com', '')

Wherever it stands in a text:

>>> mask_emails('"Li Wei" <li.wei@example.com>, x@example.com')
'"Li Wei" <l***@example.com>, x***@example.com'
"""

import re

EMAIL = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")

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


def mask_emails(text):
    """A text with every e-mail address in it masked."""
    return EMAIL.sub(lambda found: mask_email(found[0]), text or "")


def mask_phone(phone):
    """A phone, in any notation, as those see it who need not call it."""
    compact = re.sub(r"[^+\d]", "", phone or "")
    if not compact:
        return ""
    head = compact[:-8] if len(compact) > 10 else ""
    return f"{head}****{compact[-4:] if head else compact[-3:]}"
