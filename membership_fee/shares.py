"""What is still open of each line of an invoice that was paid in part.

Payments are for the whole invoice: what is open is spread over its lines by their
weight, to the last cent.

>>> from decimal import Decimal as D
>>> share_out(D("60"), [D("100"), D("50")], 2)
[Decimal('40.00'), Decimal('20.00')]
>>> share_out(D("100"), [D("100"), D("100"), D("100")], 2)
[Decimal('33.33'), Decimal('33.34'), Decimal('33.33')]

Never more than the line itself, and nothing of lines that nobody owes any more:

>>> share_out(D("70"), [D("50"), D("0")], 2)
[Decimal('50.00'), Decimal('0.00')]
>>> share_out(D("0"), [D("50")], 2), share_out(D("5"), [], 2)
([Decimal('0.00')], [])
"""

from decimal import ROUND_HALF_UP, Decimal


def share_out(residual, demands, decimals):
    """Spread ``residual`` over ``demands``, all of them Decimals.

    :param int decimals: of the currency
    :returns: list of Decimals in the order of ``demands``; their sum is the residual,
        or the demands if those are less
    """
    total = sum(demands, Decimal(0))
    residual = min(residual, total)
    cent = Decimal(1).scaleb(-decimals)
    shares, running, given = [], Decimal(0), Decimal(0)
    for demand in demands:
        running += demand
        upto = residual * running / total if total else Decimal(0)
        upto = upto.quantize(cent, ROUND_HALF_UP)
        shares.append(upto - given)
        given = upto
    return shares
