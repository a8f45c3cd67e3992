"""A ladder and who stands on it, as plain data."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Meter(NamedTuple):
    """A figure that rules ask about.

    :ivar basis: what counts (spending, visits, …)
    :ivar measure: ``sum`` of all amounts or the largest ``single`` one
    :ivar start: first day that counts
    :ivar end: first day that does not count any more; None: today counts
    """

    basis: str
    measure: str
    start: date
    end: date | None = None


class Rule(NamedTuple):
    """A threshold of one level.

    :ivar rule: its id
    :ivar rank: the level it is for
    :ivar meter: position of its meter
    :ivar reaches: whether it lifts to the level; otherwise it only keeps there
    :ivar also: (position of a meter, threshold) of what is asked for besides

    >>> rule = Rule(1, 1, 0, Decimal(100), also=((1, Decimal(3)),))
    >>> rule.is_met((Decimal(100), Decimal(3))), rule.is_met((Decimal(999), Decimal(2)))
    (True, False)
    """

    rule: int
    rank: int
    meter: int
    threshold: Decimal
    reaches: bool = True
    also: tuple = ()

    @property
    def asked(self):
        """Everything that it asks for: (position of a meter, threshold)."""
        return ((self.meter, self.threshold), *self.also)

    def is_met(self, values):
        """Whether the figures of a member are enough, all of them."""
        return all(values[meter] >= threshold for meter, threshold in self.asked)

    def get_furthest(self, values):
        """What of it is furthest away: (position of a meter, threshold).

        >>> rule = Rule(1, 1, 0, Decimal(100), also=((1, Decimal(4)),))
        >>> rule.get_furthest((Decimal(90), Decimal(1)))
        (1, Decimal('4'))
        """
        return min(self.asked, key=lambda pair: values[pair[0]] / pair[1])

    def get_share(self, values):
        """How much of it is done: 1 is all of it."""
        meter, threshold = self.get_furthest(values)
        return values[meter] / threshold

    def move(self, used):
        """The same rule where only the meters ``used`` are left."""
        return self._replace(
            meter=used.index(self.meter),
            also=tuple((used.index(meter), least) for meter, least in self.also),
        )


class Terms(NamedTuple):
    """How a programme looks at its members.

    :ivar review: ``rolling`` (every night), ``anniversary`` of the level, or the end of
        a ``calendar`` period
    :ivar months: from one review to the next
    :ivar grace: days from a failed review to the fall
    :ivar warning: days before a review from which a member is warned
    :ivar one_step: falls one level at a time
    """

    review: str = "rolling"
    months: int = 12
    grace: int = 0
    warning: int = 0
    one_step: bool = False


class Ladder(NamedTuple):
    """A ladder as arithmetic.

    :ivar levels: ids from the bottom up
    :ivar meters: what rules ask about
    :ivar rules: thresholds, in the order of their levels
    :ivar open: ranks that the job may put members on when they fall
    :ivar caps: (rank, most members) of those that have a limit
    :ivar zone: name of the time zone in which days begin
    :ivar starts_in: id of the company whose members start here, 0 if they do elsewhere
    """

    levels: tuple
    meters: tuple = ()
    rules: tuple = ()
    terms: Terms = Terms()
    open: tuple = (0,)
    caps: tuple = ()
    zone: str = "UTC"
    starts_in: int = 0

    def above(self, rank):
        """This ladder as far as it lifts beyond ``rank``, with the meters needed.

        >>> meters = Meter("a", "sum", date.min), Meter("b", "sum", date.min)
        >>> rules = Rule(1, 1, 0, Decimal(5)), Rule(2, 2, 1, Decimal(9))
        >>> higher = Ladder((7, 8, 9), meters, rules).above(1)
        >>> [meter.basis for meter in higher.meters], higher.rules[0].meter
        (['b'], 0)
        """
        rules = [rule for rule in self.rules if rule.reaches and rule.rank > rank]
        used = sorted({meter for rule in rules for meter, _least in rule.asked})
        return self._replace(
            meters=tuple(self.meters[meter] for meter in used),
            rules=tuple(rule.move(used) for rule in rules),
        )


class Standing(NamedTuple):
    """Where a member stands.

    :ivar rank: None where his level is unknown
    :ivar values: figure of each meter
    """

    member: int
    rank: int | None
    values: tuple
    since: date
    source: str = "earned"
    locked_until: date | None = None
    is_fixed: bool = False
    review_on: date | None = None
    drop_on: date | None = None


class Verdict(NamedTuple):
    """What becomes of a member.

    :ivar rank: where he is from now on
    :ivar rule: the :class:`Rule` that decided, None where nothing was reached
    :ivar review_on: when his level is looked at next
    :ivar drop_on: the day on which he falls unless he earns enough before
    :ivar settled: a promise has run out and what is earned holds from now on
    """

    rank: int
    rule: Rule | None = None
    review_on: date | None = None
    drop_on: date | None = None
    settled: bool = False
