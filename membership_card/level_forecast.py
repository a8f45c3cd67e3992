"""What a ladder would make of a member, in the words of who writes its rules."""

from typing import NamedTuple

from .level_review import find_kept, judge


class Forecast(NamedTuple):
    """What would become of a member, or of many that are alike.

    :ivar kind: ``rise``, ``drop``, ``warn`` (falls after the grace), ``hold`` (not
        earned, but promised, paid for or reviewed later) or ``stay``
    :ivar rank: where he is, None without a level
    :ivar target: where he goes; for ``warn`` where he would fall to
    """

    kind: str
    rank: int | None
    target: int


def forecast(ladder, standing, today, floor=None, full=()):
    """What becomes of ``standing`` if ``ladder`` is looked at on ``today``.

    :param floor: rank that was bought or promised and still runs, None without
    :param full: ranks that had no place left for him
    :returns: :class:`Forecast`
    """
    rank = standing.rank
    verdict = judge(ladder, standing, today, full)
    target = verdict.rank if verdict else rank
    if rank is None or target > rank:
        return Forecast("rise", rank, target)
    floor = -1 if floor is None else min(floor, rank)
    if target < rank:
        target = max(target, floor)
        return Forecast("drop" if target < rank else "hold", rank, target)
    if verdict.drop_on if verdict else standing.drop_on:
        fallen = judge(ladder, standing._replace(drop_on=today), today, full)
        target = max(fallen.rank if fallen else rank, floor)
        return Forecast("warn" if target < rank else "hold", rank, target)
    kept = rank == ladder.open[0] or find_kept(ladder, rank, standing.values)
    return Forecast("stay" if kept else "hold", rank, rank)


__test__ = {
    "forecast": """
>>> from datetime import date
>>> from decimal import Decimal
>>> from odoo.addons.membership_card.level_ladder import (
...     Ladder, Rule, Standing, Terms)
>>> rules = Rule(1, 1, 0, Decimal(100)), Rule(2, 2, 0, Decimal(300))
>>> ladder = Ladder((7, 8, 9), (None,), rules, Terms(grace=30))
>>> day = date(2026, 6, 15)
>>> def look(rank, value, floor=None, **more):
...     standing = Standing(1, rank, (Decimal(value),), day, **more)
...     return tuple(forecast(ladder, standing, day, floor))
>>> look(0, 300), look(None, 0), look(1, 100)
(('rise', 0, 2), ('rise', None, 0), ('stay', 1, 1))

Who finds a level full goes as far as he can below it:

>>> tuple(forecast(ladder, Standing(1, 0, (Decimal(300),), day), day, full={2}))
('rise', 0, 1)

Who does not keep it is warned first, falls when the grace is over, and no lower
than what was paid for or promised:

>>> look(2, 120), look(2, 120, drop_on=day), look(2, 0, floor=1, drop_on=day)
(('warn', 2, 1), ('drop', 2, 1), ('drop', 2, 1))
>>> look(2, 0, floor=2, drop_on=day), look(2, 0, source="given", locked_until=day)
(('hold', 2, 2), ('hold', 2, 2))
"""
}
