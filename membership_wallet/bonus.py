"""The bonus ladder: which step an amount reaches and what it earns.

>>> from decimal import Decimal as D
>>> ladder = [Step(D(500), amount=D(30)), Step(D(1000), percent=D(10))]
>>> best_step(ladder, D("499.99")) is None
True
>>> bonus_of(best_step(ladder, D(999)), D(999), 2)
Decimal('30.00')

The highest step that is reached wins; steps do not add up:

>>> bonus_of(best_step(ladder, D(1000)), D(1000), 2)
Decimal('100.00')
>>> bonus_of(best_step(ladder, D("1000.05")), D("1000.05"), 2)
Decimal('100.01')
>>> bonus_of(None, D(10), 2)
Decimal('0.00')

Of two steps with the same threshold the first one in the list wins:

>>> best_step([Step(D(100), amount=D(5), ref="a"), Step(D(100), ref="b")], D(100)).ref
'a'
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: from ``amount_from`` on, a fixed amount or a percentage.

    :ivar ref: whatever the caller wants back with the step (the rule's id)
    """

    amount_from: Decimal
    amount: Decimal = ZERO
    percent: Decimal = ZERO
    ref: object = None


def best_step(steps, amount):
    """The step with the highest threshold that ``amount`` reaches, or None."""
    reached = [step for step in steps if step.amount_from <= amount]
    return max(reached, key=lambda step: step.amount_from, default=None)


def bonus_of(step, amount, decimals):
    """What ``amount`` earns on ``step``, rounded half up to ``decimals``."""
    bonus = step.amount + amount * step.percent / 100 if step else ZERO
    return bonus.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
