"""What time it is in the story, while it is being loaded.

The verbs of the suite post now. A history has to be posted through them too, so the
hook ``_get_posting_time`` and its like ask this clock first. It runs in the thread
that loads, inside ``with clock.running():``; everywhere else the time is the time.

>>> from datetime import datetime
>>> clock = Clock()
>>> clock.set(datetime(2026, 3, 1, 9, 30))
>>> get() is None
True
>>> with clock.running():
...     get().now.isoformat(), get().day.isoformat()
('2026-03-01T01:30:00', '2026-03-01')
>>> clock.note("topup:1", datetime(2026, 3, 1, 9, 28))
>>> clock.find("topup:1:bonus").isoformat(), clock.find("other").isoformat()
('2026-03-01T01:28:00', '2026-03-01T01:30:00')
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

# All stores are in China, which has one time and no daylight saving.
ZONE = "Asia/Shanghai"
OFFSET = timedelta(hours=8)

_running = ContextVar("membership_demo_clock", default=None)


def get():
    """The clock of the story that this thread is loading, or None."""
    return _running.get()


def to_utc(local):
    """A moment in the stores as Odoo stores it."""
    return local - OFFSET


class Clock:
    """A time that is set by hand.

    :ivar day: calendar day in the stores
    :ivar now: naive datetime in UTC
    """

    def __init__(self):
        self.now = None
        self.day = None
        self._noted = {}

    @contextmanager
    def running(self):
        """Let the suite's verbs use this clock."""
        token = _running.set(self)
        try:
            yield self
        finally:
            _running.reset(token)

    def set(self, local):
        """From now on it is ``local`` (naive, in the time of the stores)."""
        self.now, self.day = to_utc(local), local.date()

    def note(self, key, local):
        """What is posted under ``key`` happened at ``local``."""
        self._noted[key] = to_utc(local)

    def find(self, key):
        """When what is posted under ``key`` happened (UTC)."""
        return self._noted.get(key.removesuffix(":bonus"), self.now)
