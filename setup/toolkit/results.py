"""What passed and what failed, told at once and summed up at the end."""

import time
from concurrent.futures import ThreadPoolExecutor

from .console import SetupError, say


class Results:
    """Rows of a test run; a failed row never stops the following ones."""

    def __init__(self):
        self.rows = []

    def check(self, title, function, *arguments):
        """Run one check and keep its outcome.

        :param function: returns (passed, failed, detail); the detail is printed if
            something failed. A SetupError counts as one failure.
        """
        self.rows.append(self._run(title, function, *arguments))

    def check_side_by_side(self, checks, workers):
        """Run several checks, ``workers`` at a time; their rows keep the given order.

        :param checks: tuples like the arguments of :meth:`check`
        """
        with ThreadPoolExecutor(workers) as pool:
            self.rows.extend(pool.map(lambda check: self._run(*check), checks))

    def _run(self, title, function, *arguments):
        say(f"\n=== {title}")
        started = time.monotonic()
        try:
            passed, failed, detail = function(*arguments)
        except SetupError as error:
            passed, failed, detail = 0, 1, str(error)
        seconds = time.monotonic() - started
        if failed:
            say(detail)
        say(f"{title}: {'FAILED' if failed else 'ok'} ({seconds:.0f} s)")
        return title, passed, failed, seconds

    def close(self):
        """Print the table and the closing line; return the exit code."""
        width = max((len(row[0]) for row in self.rows), default=0)
        say(f"\n{'':{width}}  {'passed':>7} {'failed':>7} {'seconds':>8}")
        for title, passed, failed, seconds in self.rows:
            mark = "  <-- failed" if failed else ""
            say(f"{title:{width}}  {passed:7} {failed:7} {seconds:8.0f}{mark}")
        passed = sum(row[1] for row in self.rows)
        failed = sum(row[2] for row in self.rows)
        say(f"\n{passed} passed, {failed} failed")
        return 1 if failed or not passed else 0
