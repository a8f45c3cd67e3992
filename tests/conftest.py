"""Fixtures of the tests that drive the whole suite from outside."""

import pytest

from tests import environment


@pytest.fixture(scope="session")
def suite_db():
    """Name of a committed database with the suite installed and nothing else."""
    with environment.database("suite") as name:
        yield name


@pytest.fixture(scope="session")
def demo_db():
    """Name of a committed database with the demo story."""
    with environment.database("demo") as name:
        yield name


@pytest.fixture(scope="session")
def server(suite_db):
    """A live server with two workers for ``suite_db``."""
    with environment.server(suite_db, workers=2) as live:
        yield live


@pytest.fixture(scope="session")
def admin(server):
    """A client that may do everything."""
    return server.client("admin", "admin")


@pytest.fixture(scope="session")
def browser():
    """A Chromium; open a page with ``browser.new_page()``."""
    with environment.browser() as chromium:
        yield chromium
