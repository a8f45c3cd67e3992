"""Exact amounts: Decimals on the unit's grid, never floats.

>>> to_decimal("12.50", 2)
Decimal('12.50')
>>> to_decimal(3, 2)
Decimal('3.00')
>>> to_decimal(1.5, 2)
Traceback (most recent call last):
TypeError: an amount is a Decimal, an int or a text, not float
>>> to_decimal("0.005", 2)
Traceback (most recent call last):
ValueError: 0.005 has more than 2 decimals
>>> canonical(Decimal("100.00")), canonical(Decimal("0.10")), canonical(Decimal("-0.0"))
('100', '0.1', '0')
"""

from decimal import Decimal, InvalidOperation


def to_decimal(value, decimals):
    """``value`` as a Decimal with exactly ``decimals`` decimals.

    :raises TypeError: for a float (it has no exact value) or a bool
    :raises ValueError: if ``value`` is no number or is not on the grid
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        kind = type(value).__name__
        raise TypeError(f"an amount is a Decimal, an int or a text, not {kind}")
    try:
        exact = Decimal(value)
        on_grid = exact.quantize(Decimal(1).scaleb(-decimals))
    except InvalidOperation as error:
        raise ValueError(f"{value} is no amount") from error
    if on_grid != exact:
        raise ValueError(f"{value} has more than {decimals} decimals")
    return on_grid


def canonical(amount):
    """The one text of an amount, the same as PostgreSQL's ``trim_scale(x)::text``."""
    text = format(Decimal(amount).normalize(), "f")
    return "0" if text == "-0" else text
