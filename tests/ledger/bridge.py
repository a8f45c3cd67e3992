"""Talks to :mod:`tests.ledger.worker`, which runs inside Odoo."""

import contextlib
import json
import subprocess
from pathlib import Path

from tests import environment

WORKER = Path(__file__).with_name("worker.py")


class Died(Exception):
    """The worker is gone, as a crash test wants it."""


class Bridge:
    """One worker process on one database."""

    def __init__(self, database):
        found = environment.environment()
        self.process = subprocess.Popen(
            [str(found.python), str(WORKER), database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=found.variables,
            text=True,
        )

    def ask(self, do, **request):
        """Send one request and return the worker's answer."""
        self.process.stdin.write(json.dumps({"do": do, **request}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Died(f"the worker ended with {self.process.wait()}")
        return json.loads(line)

    def call(self, verb, **arguments):
        """One verb inside the current transaction; see ``Worker.call``."""
        return self.ask("call", verb=verb, **arguments)

    def do(self, verb, **arguments):
        """One verb, committed; its result.

        :raises AssertionError: when the ledger refuses
        """
        self.ask("begin")
        answer = self.call(verb, **arguments)
        self.ask("commit")
        assert "result" in answer, answer
        return answer["result"]

    def close(self):
        """Let the worker end and wait for it."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(30)


@contextlib.contextmanager
def bridge(database):
    """A worker that ends with the block."""
    worker = Bridge(database)
    try:
        yield worker
    finally:
        worker.close()
