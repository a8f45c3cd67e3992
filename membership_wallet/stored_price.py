"""The member price that only stored value earns, for the part paid with it.

The part of the goods that stored value pays for costs the member price, the rest what
everybody pays. Paying ``paid`` where all goods together cost ``total`` at the member
price pays for the share ``paid / total`` of each of them; so each one costs
``usual - (usual - member) * share``. What is saved is rounded down, on the grid of
prices: nobody ever saves more than the whole difference, and goods that come back one
by one never bring back more than was paid.

The front end of the till computes the same (``stored_price.js`` of ``membership_pos``);
both are held against the table of examples there.

Tea costs everybody 100 and members 80. All from stored value, half of it, none:

>>> from decimal import Decimal as D
>>> [str(get_price(D(100), D(80), D(paid), D(80))) for paid in (80, 40, 0)]
['80', '90.00', '100']

A third of it saves 6.666…, which is 6.66; a gift of what was overpaid does not exist:

>>> get_price(D(100), D(80), D("26.67"), D(80)), get_price(D(100), D(80), D(99), D(80))
(Decimal('93.34'), Decimal('80'))

Who is dearer for members costs what everybody pays:

>>> get_price(D(100), D(120), D(100), D(100))
Decimal('100')

How much of it stored value may pay: all, or what 50 in cash leave, which is half:

>>> get_due(D(100), D(80), D(0)), get_due(D(100), D(80), D(50))
(Decimal('80.00'), Decimal('40.00'))
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


def get_price(usual, member, paid, total, digits=2):
    """What one piece costs if ``paid`` of the order comes from stored value.

    :param Decimal usual: what everybody pays for one
    :param Decimal member: what it costs where all is paid from stored value
    :param Decimal paid: from stored value, for the whole order
    :param Decimal total: of the whole order, all of it at the member price
    :param int digits: decimals of prices
    """
    if member >= usual or paid <= 0 or total <= 0:
        return usual
    if paid >= total:
        return member
    # Multiplied before it is divided: a quotient that comes out is exact then.
    saving = (usual - member) * paid / total
    return usual - saving.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)


def get_due(usual_total, member_total, other, digits=2):
    """What stored value has to pay if ``other`` means pay a part at the usual price.

    :param Decimal usual_total: of the whole order at the usual prices
    :param Decimal member_total: of the whole order at the member price
    :param Decimal other: paid otherwise
    """
    if usual_total <= 0:
        return ZERO
    left = max(usual_total - other, ZERO)
    due = left * member_total / usual_total
    return due.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
