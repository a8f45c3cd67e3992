"""Periods that a statement is asked for: pure dates.

>>> from datetime import date
>>> today = date(2026, 3, 31)
>>> get_period("this_month", today)
(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
>>> get_period("last_month", today)
(datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
>>> get_period("three_months", today)
(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
>>> get_period("year", today)
(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

FIRST_DAY = date(2000, 1, 1)
PRESETS = ("this_month", "last_month", "three_months", "year")


def get_period(name, today):
    """First and last day of a preset."""
    month = today.replace(day=1)
    if name == "year":
        return month.replace(month=1), month.replace(month=12, day=31)
    if name == "last_month":
        return month - relativedelta(months=1), month - timedelta(days=1)
    months_back = 2 if name == "three_months" else 0
    return (
        month - relativedelta(months=months_back),
        month + relativedelta(months=1) - timedelta(days=1),
    )


def read_period(text_from, text_to, preset, today):
    """The period that somebody asked for, and the preset it is, if any.

    What cannot be understood becomes this month: a link in a message may be old.

    >>> today = date(2026, 3, 31)
    >>> read_period("2026-01-05", "2026-02-06", None, today)
    (datetime.date(2026, 1, 5), datetime.date(2026, 2, 6), None)
    >>> read_period("2026-02-06", "2026-01-05", None, today)[:2]
    (datetime.date(2026, 1, 5), datetime.date(2026, 2, 6))
    >>> read_period("0001-01-01", "9999-12-31", None, today)[:2]
    (datetime.date(2000, 1, 1), datetime.date(2026, 3, 31))
    >>> read_period("yesterday", None, "last_month", today)
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28), 'last_month')
    >>> read_period(None, None, "'; DROP TABLE", today)[2]
    'this_month'
    """
    try:
        days = sorted((date.fromisoformat(text_from), date.fromisoformat(text_to)))
        date_from, date_to = (max(FIRST_DAY, min(day, today)) for day in days)
        return date_from, date_to, None
    except (TypeError, ValueError):
        preset = preset if preset in PRESETS else "this_month"
        return *get_period(preset, today), preset
