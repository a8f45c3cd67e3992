"""A live shop with dealers, the customers who crawl it, and what they may not read."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from tests import environment

from .crawler import Customer

SHOP = "\n".join(
    Path(__file__).with_name(name).read_text() for name in ("shop.py", "doors.py")
)
LOGINS = {"visitor": None} | {
    name: f"{letter}@leaks.test"
    for name, letter in (
        ("retail customer", "r"),
        ("dealer A", "a"),
        ("dealer B", "b"),
        ("sub-dealer of A", "s"),
        ("dealer C", "c"),
    )
}
OWN = {"dealer A": "A", "dealer B": "B", "sub-dealer of A": "S", "dealer C": "C"}


def make_shop(database):
    """Fill a database; what the crawler needs to know of it."""
    printed = environment.shell(database, SHOP)
    line = next(line for line in printed.splitlines() if line.startswith("SHOP"))
    return json.loads(line.removeprefix("SHOP"))


def sign_in(server, shop, name, host="one.test"):
    """A customer by name, on one of the websites."""
    return Customer(server, shop, host, LOGINS[name])


@pytest.fixture(scope="module")
def shop_db():
    """A committed database with the suite."""
    with environment.database("suite") as name:
        yield name


@pytest.fixture(scope="module")
def shop(shop_db):
    """The shop in it."""
    return make_shop(shop_db)


@pytest.fixture(scope="module")
def server(shop_db, shop):
    """A live server for it, with nothing in its caches."""
    with environment.server(shop_db, workers=2) as live:
        yield live


@pytest.fixture(scope="module")
def found():
    """What crawls found: where own prices were shown, and how routes answered."""
    return {"shown": {}, "answers": defaultdict(set)}
