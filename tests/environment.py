"""The way from a test or a benchmark to Odoo: databases, servers, shells.

Tests and benchmarks import nothing of Odoo. They get a database that is a copy of
the installed suite, talk to a server like a client, and look into PostgreSQL with
psycopg2, which finds it through the PG* variables of :func:`environment`.

    from tests import environment

    with environment.database("suite") as name, environment.server(name) as server:
        client = server.client("admin", "admin")
"""

import contextlib
import functools
import itertools
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "setup"))

from toolkit import machine, manifests, templates  # noqa: E402
from toolkit.environment import Environment  # noqa: E402
from toolkit.paths import RUN  # noqa: E402
from toolkit.server import Server  # noqa: E402

from .client import Client  # noqa: E402

# What a test asks for, and the template it is a copy of (see setup/toolkit).
KINDS = {"suite": "test", "demo": "demo", "core": "core"}
_numbers = itertools.count(1)
BROWSER_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


@functools.cache
def environment():
    """The machine, made ready once per process; its PG* variables become ours."""
    found = Environment(tests=True)
    os.environ.update(
        {key: found.variables[key] for key in found.variables if key.startswith("PG")}
    )
    return found


@contextlib.contextmanager
def database(kind="suite"):
    """Name of a committed database of one's own, dropped at the end.

    With MEMBERSHIP_KEEP set it is left behind for a look at it.

    :param kind: ``suite`` (installed, empty), ``demo`` (with the demo story) or
        ``core`` (what the suite stands on, without it)
    """
    title = f"pytest_{kind}_{next(_numbers)}"
    keep = bool(os.environ.get("MEMBERSHIP_KEEP"))
    with templates.scratch(environment(), KINDS[kind], title, keep) as name:
        yield name


class LiveServer(Server):
    """A server with its client: :meth:`kill` and :meth:`start` may alternate."""

    def client(self, login, password):
        """A signed-in JSON-RPC client."""
        return Client(self.url, self.database, login, password)


@contextlib.contextmanager
def server(name, workers=2):
    """A live server for the database ``name`` on a free loopback port.

    :param workers: processes that answer requests; 0 is one process with threads
    """
    log = RUN / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    live = LiveServer(environment(), name, workers=workers, log=log)
    live.start()
    try:
        yield live
    finally:
        live.stop()


def suite():
    """Names of the addons that a ``suite`` database has."""
    return manifests.suite(demo=False)


def odoo(*arguments):
    """The command line of ``odoo ARGUMENTS``, for ``environment().variables``."""
    return environment().odoo(*arguments)


def shell(name, script):
    """What a script prints in Odoo's shell on the database ``name``.

    It has ``env``; what it changes lasts only after ``env.cr.commit()``.
    """
    return environment().shell(name, script)


@contextlib.contextmanager
def browser(**options):
    """A Chromium driven by Playwright, with the machine's own executable."""
    from playwright.sync_api import sync_playwright

    executable = machine.ensure_browser()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=list(BROWSER_ARGUMENTS),
            **options,
        )
        try:
            yield chromium
        finally:
            chromium.close()
