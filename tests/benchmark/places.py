"""Databases that the benchmarks run in; imports nothing of Odoo.

``suite``: a copy of the installed suite. ``small``: the same with a thousand members
and a history. ``scale``: the same with a million; it takes minutes to make and is kept
until what it is made of changes. ``loyalty``: Odoo's own loyalty, without the suite.
"""

import contextlib
import json
import subprocess
from functools import cached_property
from pathlib import Path

from tests import environment  # makes toolkit importable

# isort: split
from toolkit import databases, instance, templates
from toolkit.console import SetupError
from toolkit.paths import ROOT, RUN, digest

from .inside import MARK

SMALL = 1_000
SCALE_PREFIX = "bench_scale_"
RECIPE = ("generate.py", "visits.py")


class Places:
    """Makes a database when a benchmark asks for it, drops it at the end.

    :param accounts: how many members and accounts ``scale`` has
    :param entries_each: entries of each account
    """

    def __init__(self, accounts, entries_each):
        self.accounts, self.entries_each = accounts, entries_each
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stack.__exit__(*error)

    def name(self, place):
        """Name of the database for one of the places above."""
        return getattr(self, place)

    @cached_property
    def suite(self):
        """The suite, installed and empty."""
        return self._stack.enter_context(environment.database("suite"))

    @cached_property
    def small(self):
        """The suite with a thousand members."""
        name = self._stack.enter_context(environment.database("suite"))
        self._fill(name, SMALL)
        return name

    @cached_property
    def loyalty(self):
        """Odoo with ``pos_loyalty`` and nothing of ours."""
        name = self._stack.enter_context(environment.database("core"))
        environment.environment().run_odoo(
            *("server", "-d", name, "-i", "pos_loyalty", "--stop-after-init"),
            "--no-http",
            error="Odoo's loyalty could not be installed.",
            log=RUN / "logs" / f"{name}.log",
        )
        return name

    @cached_property
    def scale(self):
        """The suite with a million members; kept for the next time."""
        found = environment.environment()
        here = Path(__file__)
        recipe = [here.with_name(name).read_text() for name in RECIPE]
        name = SCALE_PREFIX + digest(self.accounts, self.entries_each, *recipe)
        if not databases.exists(found, name):
            for old in databases.starting_with(found, SCALE_PREFIX):
                databases.drop(found, old)
            # Under another name until it is complete: a killed run leaves no half.
            making = f"bench_making_{digest(name)}"
            templates.copy(found, "test", making)
            self._fill(making, self.accounts)
            databases.rename(found, making, name)
        instance.prepare(found, name, demo=False)  # upgrades what has changed
        return name

    def _fill(self, name, accounts):
        self.measure(
            "generate.fill_database",
            name,
            database=name,
            accounts=accounts,
            entries_each=self.entries_each,
        )
        environment.environment().psql("VACUUM (ANALYZE)", database=name)

    def measure(self, family, where, **options):
        """The rows of a family, measured in a process of its own on database ``where``.

        :param options: what the family is told besides
        """
        script = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
            "from tests.benchmark.inside import run\n"
            f"run(env, {family!r}, {options!r})\n"
        )
        found = environment.environment()
        done = subprocess.run(
            found.odoo("shell", "-d", where, "--no-http", "--log-level=critical"),
            input=script,
            stdout=subprocess.PIPE,
            text=True,
            env=found.variables,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
        if done.returncode or not lines:
            raise SetupError(f"{family} failed on {where}:\n{done.stdout[-2000:]}")
        return json.loads(lines[-1].removeprefix(MARK))
