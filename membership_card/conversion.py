"""The parts of a document in another currency, so that they still make its total."""

from decimal import Decimal


def convert_parts(amounts, rate, decimals):
    """Convert each part and let the largest one take what rounding leaves over.

    :param amounts: floats or Decimals of one document
    :param Decimal rate: how much one of them is worth in the other currency
    :param int decimals: of the other currency
    :returns: list of Decimals whose sum is the rounded sum of the document

    >>> convert_parts([10, 10, 10.5], Decimal("0.333"), 2)
    [Decimal('3.33'), Decimal('3.33'), Decimal('3.50')]
    >>> convert_parts([1, 1, 1], Decimal("0.335"), 2)
    [Decimal('0.32'), Decimal('0.34'), Decimal('0.34')]
    >>> convert_parts([-200, 50], Decimal("7.1"), 0)
    [Decimal('-1420'), Decimal('355')]
    >>> convert_parts([], Decimal("7.1"), 2)
    []
    """
    grid = Decimal(1).scaleb(-decimals)
    exact = [Decimal(repr(float(amount))) * rate for amount in amounts]
    parts = [amount.quantize(grid) for amount in exact]
    if parts:
        largest = max(range(len(parts)), key=lambda i: abs(parts[i]))
        parts[largest] += sum(exact).quantize(grid) - sum(parts)
    return parts
