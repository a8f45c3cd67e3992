"""Which percentage a turnover earns: that of the highest tier it reaches.

>>> tiers = [(Decimal(0), Decimal(0)), (Decimal(50000), Decimal(3))]
>>> tiers.append((Decimal(10000), Decimal(2)))
>>> get_percent(tiers, Decimal("9999.99")), get_percent(tiers, Decimal(50000))
(Decimal('0'), Decimal('3'))
>>> get_rebate(Decimal("12345.67"), Decimal(2), 2)
Decimal('246.91')
>>> get_rebate(Decimal(-5), Decimal(2), 2)
Decimal('0.00')
"""

from decimal import ROUND_HALF_UP, Decimal


def get_percent(tiers, turnover):
    """The percentage for a turnover.

    :param tiers: pairs of (turnover from which it holds, percentage)
    """
    reached = [percent for start, percent in sorted(tiers) if turnover >= start]
    return reached[-1] if reached else Decimal(0)


def get_rebate(turnover, percent, decimals):
    """The rebate on the whole turnover, rounded commercially; never negative."""
    grid = Decimal(1).scaleb(-decimals)
    amount = (turnover * percent / 100).quantize(grid, ROUND_HALF_UP)
    return max(amount, Decimal(0).quantize(grid))
