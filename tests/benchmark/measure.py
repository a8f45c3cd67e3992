"""Time two ways to do the same work, side by side, in one process.

The two are run in turns (A B, B A, A B, …): whatever else the machine does, it does to
both. Figures are medians. Everything is really committed.
"""

import gc
import sys
import time
from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass
class Row:
    """One line of the table.

    :ivar ratio: ``median`` / ``baseline_median``, None where only queries count
    :ivar target: highest ratio that is good; None: measured for comparison only
    :ivar extra_queries_max: highest number of queries beyond the baseline's
    :ivar median_max: highest median that is good, in its unit
    :ivar note: what was compared, sizes included
    """

    name: str
    work: str
    baseline: str
    median: float
    baseline_median: float
    unit: str = "ms"
    target: float | None = None
    runs: int = 1
    queries: int | None = None
    baseline_queries: int | None = None
    extra_queries_max: int | None = None
    median_max: float | None = None
    note: str = ""
    details: dict = field(default_factory=dict)

    @property
    def ratio(self):
        """How many times the baseline."""
        return self.median / self.baseline_median

    @property
    def is_met(self):
        """Whether every target is reached; True if there is none."""
        if self.target is not None and round(self.ratio, 2) > self.target:
            return False
        if self.median_max is not None and self.median > self.median_max:
            return False
        extra = self.extra_queries_max
        return extra is None or self.queries - (self.baseline_queries or 0) <= extra

    def as_dict(self):
        """Everything, for the file of figures."""
        return {**asdict(self), "ratio": round(self.ratio, 4), "is_met": self.is_met}


@dataclass
class Timings:
    """Seconds of each run of two pieces of work."""

    ours: list = field(default_factory=list)
    theirs: list = field(default_factory=list)

    @property
    def medians(self):
        """(ours, the baseline's) in milliseconds, as keywords of :class:`Row`."""
        return {
            "median": 1000 * median(self.ours),
            "baseline_median": 1000 * median(self.theirs),
            "runs": len(self.ours),
        }


def clock(work, *args):
    """(seconds, what it returned)"""
    start = time.perf_counter()
    result = work(*args)
    return time.perf_counter() - start, result


def interleave(ours, theirs, runs, warm_up=5, before=None):
    """Run two functions in turns; each gets the number of the run.

    :param warm_up: runs before the clock counts: caches, prepared pages, pools
    :param before: what has to be done first in each run, without the clock
    """
    timings = Timings()
    for number in range(-warm_up, runs):
        if number == 0:
            settle()
            timings = Timings()
        if before:
            before(number)
        turns = [(ours, timings.ours), (theirs, timings.theirs)]
        for work, seconds in turns if number % 2 == 0 else reversed(turns):
            seconds.append(clock(work, number)[0])
    return timings


def settle():
    """Collect garbage now and leave what is loaded out of later collections.

    A server that has been up for a while behaves like that; otherwise one side pays
    for walking through the whole registry.
    """
    gc.collect()
    gc.freeze()


def tell(text):
    """Progress for the person who waits."""
    print(f"  {text}", file=sys.stderr, flush=True)
