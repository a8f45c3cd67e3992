"""Check digits: one mistyped or two swapped digits never make another card's number.

>>> luhn("7992739871"), ean13("400638133393")
('3', '1')
>>> append("luhn", "7992739871")
'79927398713'
>>> append("none", "42")
'42'
>>> is_valid("luhn", "79927398713"), is_valid("luhn", "79927398731")
(True, False)
>>> is_valid("ean13", "4006381333931"), is_valid("ean13", "4006381333932")
(True, False)
>>> is_valid("ean13", "12345"), is_valid("luhn", "A123"), is_valid("none", "A123")
(False, False, True)
"""


def luhn(digits):
    """The digit that makes ``digits`` + digit valid after Luhn (ISO/IEC 7812)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - position % 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def ean13(digits):
    """The 13th digit of an EAN-13 whose first twelve are ``digits``."""
    if len(digits) != 12:
        raise ValueError(f"an EAN-13 has 12 digits before its check digit: {digits}")
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits))
    return str(-total % 10)


COMPUTE = {"luhn": luhn, "ean13": ean13}


def append(method, digits):
    """``digits`` with the check digit of ``method`` (none, luhn, ean13)."""
    return digits + COMPUTE[method](digits) if method in COMPUTE else digits


def is_valid(method, number):
    """Whether the last digit of ``number`` is its check digit."""
    if method not in COMPUTE:
        return True
    if not (number.isascii() and number.isdigit()):
        return False
    if method == "ean13" and len(number) != 13:
        return False
    return COMPUTE[method](number[:-1]) == number[-1]
