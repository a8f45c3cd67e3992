"""Who rises, who stays and who falls: the arithmetic of a ladder, without a database.

Ranks count from the bottom of the ladder: 0 is where everybody starts.
"""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from .level_ladder import Verdict

# Months of a calendar period.
PERIODS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def add_months(day, months):
    """``day`` so many months later, at the latest the last day of its month.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    return day + relativedelta(months=months)


def get_moment(day, zone):
    """When ``day`` begins in a time zone, in UTC without saying so.

    >>> get_moment(date(2026, 1, 31), "Asia/Shanghai")
    datetime.datetime(2026, 1, 30, 16, 0)
    """
    local = datetime.combine(day, time.min, ZoneInfo(zone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def get_period(day, months):
    """First day of the calendar period around ``day``, and of the next one.

    >>> get_period(date(2026, 5, 20), 3)
    (datetime.date(2026, 4, 1), datetime.date(2026, 7, 1))
    """
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months)


def get_next_review(since, today, terms):
    """The first review after ``today`` of a level held since ``since``.

    >>> from odoo.addons.membership_card.level_ladder import Terms
    >>> yearly = Terms("anniversary", 12)
    >>> get_next_review(date(2024, 3, 5), date(2026, 3, 4), yearly)
    datetime.date(2026, 3, 5)
    >>> get_next_review(date(2024, 3, 5), date(2026, 3, 5), yearly)
    datetime.date(2027, 3, 5)
    >>> get_next_review(date(2024, 3, 5), date(2026, 3, 5), Terms("calendar", 12))
    datetime.date(2027, 1, 1)
    >>> get_next_review(date(2024, 3, 5), date(2026, 3, 5), Terms("rolling")) is None
    True
    """
    if terms.review == "rolling":
        return None
    if terms.review == "calendar":
        return get_period(today, terms.months)[1]
    passed = (today.year - since.year) * 12 + today.month - since.month
    number = max(passed // terms.months, 1)
    while add_months(since, number * terms.months) <= today:
        number += 1
    return add_months(since, number * terms.months)


def find_reached(ladder, values, above=-1, full=()):
    """The highest level that ``values`` reach, as the rule that lifts there.

    :param full: ranks that have no place left
    :returns: :class:`Rule`, None if only the bottom is reached

    >>> from decimal import Decimal
    >>> from odoo.addons.membership_card.level_ladder import Ladder, Rule
    >>> ladder = Ladder((7, 8), (), (Rule(1, 1, 0, Decimal(100)),))
    >>> find_reached(ladder, (Decimal(100),)).rank
    1
    >>> find_reached(ladder, (Decimal("99.99"),)) is None
    True
    >>> find_reached(ladder, (Decimal(100),), full={1}) is None
    True
    """
    reached = [
        rule
        for rule in ladder.rules
        if rule.reaches
        and rule.rank > above
        and rule.is_met(values)
        and rule.rank not in full
    ]
    return max(reached, key=lambda rule: rule.rank, default=None)


def find_kept(ladder, rank, values):
    """The rule that keeps a member on ``rank``, None if he does not earn it."""
    met = (rule for rule in ladder.rules if rule.rank == rank and rule.is_met(values))
    return next(met, None)


def judge(ladder, standing, today, full=()):
    """What becomes of a member today; None: nothing changes.

    :param full: ranks without a free place
    :returns: :class:`Verdict` or None
    """
    rank = -1 if standing.rank is None else standing.rank
    is_locked = standing.locked_until and standing.locked_until >= today
    rise = find_reached(ladder, standing.values, rank, full)
    if rise and not (is_locked and standing.is_fixed):
        return Verdict(rise.rank, rise, get_next_review(today, today, ladder.terms))
    bottom = ladder.open[0]
    if rank < bottom:
        return Verdict(bottom, None, get_next_review(today, today, ladder.terms))
    if is_locked or rank == bottom:
        if standing.drop_on:
            return Verdict(rank, None, standing.review_on)
        return None
    return _review(ladder, standing, today, full)


def _review(ladder, standing, today, full):
    """Whether a level that nothing protects is kept."""
    kept = find_kept(ladder, standing.rank, standing.values)
    if standing.source in ("given", "paid"):
        if not kept:
            return _fall(ladder, standing, today, full, is_promise=True)
        review_on = get_next_review(today, today, ladder.terms)
        return Verdict(standing.rank, kept, review_on, settled=True)
    terms = ladder.terms
    due = standing.review_on
    if terms.review == "rolling":
        due = None
    elif not due:
        due = get_next_review(standing.since, today, terms)
    review_on, drop_on = due, None
    if kept:
        if due and due <= today:
            review_on = get_next_review(standing.since, today, terms)
    elif not due or today >= due - timedelta(days=terms.warning):
        drop_on = standing.drop_on or (due or today) + timedelta(days=terms.grace)
        if drop_on <= today:
            return _fall(ladder, standing, today, full)
    if (review_on, drop_on) == (standing.review_on, standing.drop_on):
        return None
    return Verdict(standing.rank, kept, review_on, drop_on)


def take_back(ladder, standing, today, level_id):
    """What becomes of a member who rose by what was returned: as if he had not.

    :param level_id: where he was before, which he does not fall below
    :returns: :class:`Verdict` or None
    """
    verdict = _fall(ladder, standing, today, (), is_promise=True)
    if level_id in ladder.levels:
        rank = ladder.levels.index(level_id)
        if rank > verdict.rank:
            verdict = Verdict(rank, None, verdict.review_on)
    return verdict if verdict.rank < standing.rank else None


def _fall(ladder, standing, today, full, is_promise=False):
    """To what is earned, or one level at a time; a promise that ends leaves nothing."""
    rule = find_reached(ladder, standing.values, full=full)
    target = rule.rank if rule else ladder.open[0]
    if ladder.terms.one_step and not is_promise:
        below = [rank for rank in ladder.open if rank < standing.rank]
        target = max(target, below[-1])
    review_on = get_next_review(today, today, ladder.terms)
    return Verdict(target, rule, review_on)


__test__ = {
    "judge": """
>>> from decimal import Decimal
>>> from odoo.addons.membership_card.level_ladder import Ladder, Rule, Standing, Terms
>>> rules = Rule(1, 1, 0, Decimal(100)), Rule(2, 2, 0, Decimal(300))
>>> ladder = Ladder((7, 8, 9), (None,), rules, Terms(grace=30))
>>> day = date(2026, 6, 15)
>>> def stand(rank, value, **more):
...     return Standing(1, rank, (Decimal(value),), day, **more)

Who has earned enough rises at once, as far as he gets, past what is full:

>>> judge(ladder, stand(0, 300), day).rank
2
>>> judge(ladder, stand(0, 300), day, full={2}).rank
1
>>> judge(ladder, stand(1, 100), day)

Who has not keeps his level through a time of grace, and falls at its end:

>>> warned = judge(ladder, stand(2, 120), day)
>>> warned.rank, warned.drop_on
(2, datetime.date(2026, 7, 15))
>>> judge(ladder, stand(2, 120, drop_on=warned.drop_on), warned.drop_on).rank
1
>>> saved = judge(ladder, stand(2, 300, drop_on=warned.drop_on), day)
>>> saved.rank, saved.drop_on
(2, None)

What was given until a day does not fall before, then without grace; fixed, it
does not rise either:

>>> given = {"source": "given", "locked_until": day}
>>> judge(ladder, stand(2, 0, **given), day)
>>> judge(ladder, stand(2, 0, **given), day + timedelta(days=1)).rank
0
>>> judge(ladder, stand(1, 300, is_fixed=True, **given), day)
"""
}
