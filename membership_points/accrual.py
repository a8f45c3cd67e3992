"""How a purchase turns into points: arithmetic only, no database.

Amounts come in and points go out as ``Decimal``; in between everything is a
``Fraction``, because a third of 300 must be 100 and not 99.99…, and the last
step rounds down.

>>> from decimal import Decimal as D
>>> one_per_ten = Rule(points=D(1), per_amount=D(10))
>>> accrue([Line(D("680.00"))], [one_per_ten])
Accrual(points=Decimal('68'), basis=Decimal('680.00'))

A discount line lowers what the other lines earn, wherever it is booked:

>>> accrue([Line(D(200)), Line(D(-50))], [one_per_ten]).points
Decimal('15')
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One product line of a purchase: tax handling is already decided."""

    amount: Decimal
    categories: frozenset = frozenset()  # the product's category and its parents


@dataclass(frozen=True)
class Sale:
    """What a rule may ask about a purchase as a whole."""

    day: date
    outlets: frozenset = frozenset()  # the outlet and its parents
    level: int = 0
    birthday: tuple = ()  # (month, day), empty when unknown


@dataclass(frozen=True)
class Rule:
    """One accrual rule. An empty condition is met by everything.

    A base rule has ``points``; a multiplier has ``factor`` and no points.
    """

    points: Decimal = ZERO
    per_amount: Decimal = Decimal(1)
    whole_steps: bool = False
    factor: Decimal = Decimal(1)
    outlets: frozenset = frozenset()
    categories: frozenset = frozenset()
    levels: frozenset = frozenset()
    weekdays: frozenset = frozenset()  # Monday is 0
    date_from: date | None = None
    date_to: date | None = None
    occasion: str = field(default="any")

    def meets(self, sale):
        """Tell whether the purchase as a whole satisfies the rule.

        >>> weekend = Rule(weekdays=frozenset({5, 6}))
        >>> weekend.meets(Sale(date(2026, 11, 22)))
        True
        >>> weekend.meets(Sale(date(2026, 11, 23)))
        False
        >>> march = Rule(date_from=date(2026, 3, 1), date_to=date(2026, 3, 31))
        >>> march.meets(Sale(date(2026, 3, 31))), march.meets(Sale(date(2026, 4, 1)))
        (True, False)
        >>> Rule(outlets=frozenset({4})).meets(Sale(date(2026, 3, 1), frozenset({1})))
        False
        >>> Rule(levels=frozenset({2})).meets(Sale(date(2026, 3, 1), level=2))
        True
        """
        return (
            (self.date_from is None or sale.day >= self.date_from)
            and (self.date_to is None or sale.day <= self.date_to)
            and (not self.weekdays or sale.day.weekday() in self.weekdays)
            and (not self.levels or sale.level in self.levels)
            and (not self.outlets or bool(self.outlets & sale.outlets))
            and self._meets_occasion(sale)
        )

    def _meets_occasion(self, sale):
        """A birthday on 29 February is kept on the 28th in a common year.

        >>> birthday = Rule(occasion="birthday")
        >>> birthday.meets(Sale(date(2026, 2, 28), birthday=(2, 29)))
        True
        >>> birthday.meets(Sale(date(2028, 2, 28), birthday=(2, 29)))
        False
        >>> birthday.meets(Sale(date(2026, 2, 28)))
        False
        >>> Rule(occasion="birthday_month").meets(
        ...     Sale(date(2026, 2, 1), birthday=(2, 29))
        ... )
        True
        """
        if self.occasion == "any":
            return True
        if not sale.birthday:
            return False
        if self.occasion == "birthday_month":
            return sale.day.month == sale.birthday[0]
        return (sale.day.month, sale.day.day) == _kept_on(sale.birthday, sale.day.year)

    def covers(self, line):
        """Tell whether the rule speaks about the line's product category."""
        return not self.categories or bool(self.categories & line.categories)


@dataclass(frozen=True)
class Accrual:
    """The outcome: points, and the part of the purchase that they reward."""

    points: Decimal
    basis: Decimal


def accrue(
    lines, rules, multipliers=(), level_factor=Decimal(1), net_share=1, decimals=0
):
    """Compute what the lines of one purchase earn (examples at the end of the file).

    :param rules: base rules in their order; the first that covers a line decides it
    :param multipliers: those that cover a line multiply what it earns
    :param level_factor: multiplier of the member's level
    :param net_share: part of an amount that counts (without tax, say)
    :param decimals: of the points; only the total is rounded, and downwards
    :returns: :class:`Accrual`; its basis is in the measure of the lines

    The caller has already dropped the rules that the purchase as a whole does not meet.
    """
    left = _get_share_left(lines)
    by_rule = defaultdict(lambda: defaultdict(Fraction))
    for line in lines:
        rule = next((rule for rule in rules if rule.covers(line)), None)
        if line.amount <= 0 or rule is None:
            continue
        factor = Fraction(level_factor)
        for multiplier in multipliers:
            if multiplier.covers(line):
                factor *= Fraction(multiplier.factor)
        by_rule[rule][factor] += Fraction(line.amount) * left
    points = basis = Fraction(0)
    for rule, amounts in by_rule.items():
        total = sum(amounts.values())
        basis += total
        weighted = sum(factor * amount for factor, amount in amounts.items())
        points += weighted * net_share * _get_rate(rule, total * net_share)
    return Accrual(_floor(points, decimals), _to_decimal(basis, lines))


def claw_back(earned, basis, refunded, already, decimals=0):
    """Compute what one more refund takes back.

    ``refunded`` is the sum of all refunds up to and including this one, in the
    same measure as ``basis``; ``already`` is what earlier refunds took. The
    member keeps what the goods that were kept would have earned, rounded down,
    so the parts of a full refund add up to exactly what was earned.

    >>> from decimal import Decimal as D
    >>> claw_back(D(10), D(99), D(33), D(0))
    Decimal('4')
    >>> claw_back(D(10), D(99), D(66), D(4))
    Decimal('3')
    >>> claw_back(D(10), D(99), D(99), D(7))
    Decimal('3')

    More than the original is never taken, and nothing is given:

    >>> claw_back(D(10), D(99), D(500), D(10))
    Decimal('0')
    >>> claw_back(D(10), D(99), D(33), D(9))
    Decimal('0')
    >>> claw_back(D(10), D(0), D(5), D(0))
    Decimal('10')
    """
    if refunded >= basis:
        kept = ZERO
    else:
        kept = _floor(
            Fraction(earned) * (1 - Fraction(refunded) / Fraction(basis)), decimals
        )
    return max(ZERO, earned - kept - already)


def _get_share_left(lines):
    """Part of the positive lines that discounts and returns leave."""
    gross = sum(
        (Fraction(line.amount) for line in lines if line.amount > 0), Fraction()
    )
    net = sum((Fraction(line.amount) for line in lines), Fraction())
    return max(net, Fraction(0)) / gross if gross else Fraction(0)


def _get_rate(rule, total):
    """Points for one unit of money, given the rule's total."""
    rate = Fraction(rule.points) / Fraction(rule.per_amount)
    if rule.whole_steps and total:
        steps = total // Fraction(rule.per_amount)
        rate *= steps * Fraction(rule.per_amount) / total
    return rate


def _floor(value, decimals):
    """Round a fraction down to the unit.

    >>> _floor(Fraction(199, 10), 0), _floor(Fraction(1, 3), 2)
    (Decimal('19'), Decimal('0.33'))
    """
    scale = 10**decimals
    whole = Decimal(value.numerator * scale // value.denominator)
    return whole.scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_FLOOR)


def _to_decimal(value, lines):
    """Give the basis in as many decimals as the amounts have.

    >>> _to_decimal(Fraction(2, 3), [Line(Decimal("1.00"))])
    Decimal('0.66')
    """
    exponents = [line.amount.as_tuple().exponent for line in lines]
    return _floor(value, max(0, -min(exponents, default=0)))


def _kept_on(birthday, year):
    """Day on which a birthday is kept in a year.

    >>> _kept_on((2, 29), 2026), _kept_on((2, 29), 2028), _kept_on((7, 1), 2026)
    ((2, 28), (2, 29), (7, 1))
    """
    if birthday == (2, 29):
        try:
            date(year, 2, 29)
        except ValueError:
            return (2, 28)
    return birthday


# The specification of accrue(), run with the other examples.
__test__ = {
    "accrue": """
>>> from decimal import Decimal as D
>>> tea, cups = frozenset({1, 7}), frozenset({2})
>>> rules = [
...     Rule(points=D(2), per_amount=D(10), categories=frozenset({7})),
...     Rule(points=D(1), per_amount=D(10)),
... ]
>>> accrue([Line(D(100), tea), Line(D(50), cups)], rules)
Accrual(points=Decimal('25'), basis=Decimal('150'))

Only the total is rounded, and it is rounded down:

>>> per_ten = Rule(points=D(1), per_amount=D(10))
>>> accrue([Line(D("9.99")), Line(D("9.99"))], [per_ten]).points
Decimal('1')
>>> accrue([Line(D("25.00"))], [per_ten], decimals=1).points
Decimal('2.5')

Multipliers multiply each other and the level's factor:

>>> double = Rule(factor=D(2))
>>> accrue([Line(D(100))], [per_ten], [double], level_factor=D("1.5")).points
Decimal('30')

Without tax, the basis stays what was paid:

>>> accrue([Line(D(113))], [per_ten], net_share=Fraction(100, 113))
Accrual(points=Decimal('10'), basis=Decimal('113'))

"For every full 100" counts full steps over all lines of the rule:

>>> full = Rule(points=D(10), per_amount=D(100), whole_steps=True)
>>> accrue([Line(D(150)), Line(D(130))], [full]).points
Decimal('20')

Lines that no rule covers earn nothing; neither does an exchange that ends below zero:

>>> accrue([Line(D(100), cups)], rules[:1])
Accrual(points=Decimal('0'), basis=Decimal('0'))
>>> accrue([Line(D(50)), Line(D(-80))], [per_ten])
Accrual(points=Decimal('0'), basis=Decimal('0'))
"""
}
