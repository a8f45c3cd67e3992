"""How complete a member's file is, and when it is due to be confirmed again.

>>> score(4, 0), score(4, 1), score(3, 1), score(4, 4)
(100, 75, 66, 0)

A file of which nothing counts is complete:

>>> score(0, 0)
100

>>> from datetime import date
>>> is_due(date(2025, 11, 21), 12, date(2026, 11, 22))
True
>>> is_due(date(2025, 11, 22), 12, date(2026, 11, 22))
False
>>> is_due(date(2020, 1, 1), 0, date(2026, 11, 22))
False
"""

from dateutil.relativedelta import relativedelta


def score(counted, missing):
    """Per cent of what counts that is there, rounded down: 100 means everything."""
    return 100 * (counted - missing) // counted if counted else 100


def is_due(confirmed_on, months, today):
    """Whether data last confirmed on that day are to be asked for again.

    :param months: 0 never asks
    """
    return bool(months) and confirmed_on < today - relativedelta(months=months)
