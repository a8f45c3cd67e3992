"""The code that a phone shows: it names a card and is good for two to three minutes.

A photograph of it is worthless soon after; the number printed on a card never dies.
The secret comes from the caller, so that this file needs no database.

>>> token = make(1042, minute=29_000_000, sign=lambda text: "ab" * 32)
>>> token
'MQ1:1042:29000000:VOV2XK5LVOV2XK5L'
>>> read(token, minute=29_000_002, sign=lambda text: "ab" * 32)
1042

Too old, from the future, or signed by somebody else:

>>> read(token, minute=29_000_003, sign=lambda text: "ab" * 32)
>>> read(token, minute=28_999_999, sign=lambda text: "ab" * 32)
>>> read(token, minute=29_000_000, sign=lambda text: "cd" * 32)

Not a token at all:

>>> read("6901234567892", minute=29_000_000, sign=lambda text: "ab" * 32)
>>> read("MQ1:1:2", minute=29_000_000, sign=lambda text: "ab" * 32)
>>> read("MQ1:x:29000000:VOV2XK5L", minute=29_000_000, sign=lambda text: "ab" * 32)
"""

import base64
import re
from hmac import compare_digest

PREFIX = "MQ1:"
MINUTES = 3  # the running minute and the two after it
SIGNATURE_BYTES = 10  # 80 bits, which live for three minutes

# Capitals and digits only: a scanner that types like a keyboard sends them as they
# are, and a QR code of them is small.
_FORM = re.compile(r"MQ1:([1-9]\d{0,17}):(\d{8,10}):([A-Z2-7]{16})")


def make(card_id, minute, sign):
    """The token of a card for a minute.

    :param minute: minutes since 1970
    :param sign: function from a text to a hex digest that only we can make
    """
    return f"{PREFIX}{card_id}:{minute}:{_get_signature(card_id, minute, sign)}"


def read(token, minute, sign):
    """The card that a token names, or None if it is not (or no longer) good."""
    match = _FORM.fullmatch(token)
    if not match:
        return None
    card_id, made, signature = int(match[1]), int(match[2]), match[3]
    if not 0 <= minute - made < MINUTES:
        return None
    expected = _get_signature(card_id, made, sign)
    return card_id if compare_digest(signature, expected) else None


def is_token(text):
    """Tell whether a scanned text claims to be a token.

    >>> is_token("MQ1:whatever"), is_token("6901234567892")
    (True, False)
    """
    return text.startswith(PREFIX)


def _get_signature(card_id, minute, sign):
    digest = bytes.fromhex(sign(f"{card_id}:{minute}"))
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode()
