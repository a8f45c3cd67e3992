"""The secret on a gift card: whoever knows it can pay.

>>> len(new_code()), new_code() == new_code()
(16, False)
>>> normalize(" k7f2-9qxm 0o1i ")
'K7F29QXM0011'
>>> digest(1, "ABCD") == digest(1, "ABCD"), digest(1, "ABCD") == digest(2, "ABCD")
(True, False)
>>> grouped("K7F29QXM0011ABCD")
'K7F2-9QXM-0011-ABCD'
>>> masked("8900000000017")
'••••0017'

What a printer has made up is not too short to be guessed:

>>> is_long_enough("A1"), is_long_enough("A1B2C3D4"), is_long_enough("A" * 65)
(False, True, False)
"""

import hashlib
import secrets

# Crockford's base 32: no letter that looks like a digit. 16 of them are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
# Letters and digits of a code that somebody else has made.
LEAST, MOST = 8, 64
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code():
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def normalize(code):
    """``code`` as it was printed, however it was typed."""
    return (code or "").strip().upper().translate(LOOKALIKES)


def is_long_enough(code):
    """Whether ``code``, normalized, may protect money."""
    return LEAST <= len(code) <= MOST


def digest(company_id, code):
    """What is kept of a code: 80 random bits need neither salt nor rounds."""
    return hashlib.sha256(f"{company_id}:{normalize(code)}".encode()).hexdigest()


def grouped(code):
    """A code as it is printed: in fours, for whoever has to type it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def masked(number):
    """The end of a number, enough to tell cards apart on paper."""
    return f"••••{number[-4:]}"
