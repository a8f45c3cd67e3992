"""Undoing a top-up: how much can be paid back, and how much bonus goes with it.

The bonus is owed back in proportion to the money paid back, rounded in favour of
the shop. Bonus that was spent cannot be taken back and therefore limits the money;
bonus that has expired is gone already and counts as taken back.

>>> from decimal import Decimal as D
>>> untouched = TopUp(amount=D(1000), bonus=D(100), principal_left=D(1000),
...                   bonus_left=D(100), available=D(1100))
>>> largest_refund(untouched, 2), bonus_due(untouched, D(1000), 2)
(Decimal('1000.00'), Decimal('100.00'))
>>> bonus_due(untouched, D(500), 2)
Decimal('50.00')

After 300 of the principal were spent, 700 go back, with 70 of the bonus:

>>> spent = TopUp(amount=D(1000), bonus=D(100), principal_left=D(700),
...               bonus_left=D(100), available=D(800))
>>> largest_refund(spent, 2), bonus_due(spent, D(700), 2)
(Decimal('700.00'), Decimal('70.00'))

After 40 of the bonus were spent, what earned those 40 stays:

>>> eaten = TopUp(amount=D(1000), bonus=D(100), principal_left=D(1000),
...               bonus_left=D(60), available=D(1060))
>>> largest_refund(eaten, 2), bonus_due(eaten, D(600), 2)
(Decimal('600.00'), Decimal('60.00'))

Expired bonus is not asked for again, money that a till has reserved stays:

>>> lapsed = TopUp(amount=D(1000), bonus=D(100), principal_left=D(1000),
...                bonus_left=D(0), bonus_expired=D(100), available=D(1000))
>>> largest_refund(lapsed, 2), bonus_due(lapsed, D(1000), 2)
(Decimal('1000.00'), Decimal('0.00'))
>>> largest_refund(TopUp(amount=D(100), bonus=D(0), principal_left=D(100),
...                      bonus_left=D(0), available=D(30)), 2)
Decimal('30.00')
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TopUp:
    """What is left of one top-up.

    :ivar principal_left: unspent part of the money paid in
    :ivar bonus_left: unspent part of the bonus
    :ivar bonus_expired: part of the bonus that lapsed
    :ivar refunded: money paid back before
    :ivar taken_back: bonus taken back before
    :ivar available: what the account can give now, all lots and holds considered
    """

    amount: Decimal
    bonus: Decimal
    principal_left: Decimal
    bonus_left: Decimal
    available: Decimal
    bonus_expired: Decimal = ZERO
    refunded: Decimal = ZERO
    taken_back: Decimal = ZERO


def bonus_due(topup, refund, decimals):
    """Bonus to take back together with ``refund`` of the money."""
    grid = Decimal(1).scaleb(-decimals)
    owed = topup.bonus * (topup.refunded + refund) / topup.amount
    owed = owed.quantize(grid, rounding=ROUND_CEILING)
    gone = topup.taken_back + topup.bonus_expired
    return max(owed - gone, ZERO).quantize(grid)


def is_possible(topup, refund, decimals):
    """Whether ``refund`` can be paid back and its bonus be taken back."""
    due = bonus_due(topup, refund, decimals)
    return (
        refund <= topup.principal_left
        and due <= topup.bonus_left
        and refund + due <= topup.available
    )


def largest_refund(topup, decimals):
    """The most that can be paid back now (on the grid of ``decimals``)."""
    grid = Decimal(1).scaleb(-decimals)
    low, high = 0, int(max(topup.amount - topup.refunded, ZERO) / grid)
    # What is possible stays possible for less: halve the interval.
    while low < high:
        middle = (low + high + 1) // 2
        if is_possible(topup, middle * grid, decimals):
            low = middle
        else:
            high = middle - 1
    return (low * grid).quantize(grid)
