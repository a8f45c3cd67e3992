"""A shop with two tills, and a look into its accounts."""

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest

from tests import environment

SHOP = Path(__file__).with_name("shop.py").read_text()
PROVE = """
proof = env["membership.proof"]._prove(full=True)
for line in proof.line_ids.filtered(lambda line: line.severity == "error"):
    print("DIFFERENCE", line.check, line.message, line.expected, line.found)
env.cr.commit()
"""


@pytest.fixture(scope="module")
def shop_db():
    """A committed database with the shop in it."""
    with environment.database("suite") as name:
        yield name


@pytest.fixture(scope="module")
def shop(shop_db):
    """Ids of the shop's tills and members."""
    printed = environment.shell(shop_db, SHOP)
    line = next(line for line in printed.splitlines() if line.startswith("SHOP"))
    return json.loads(line.removeprefix("SHOP"))


@pytest.fixture(scope="module")
def books(shop_db):
    """Reads balances from PostgreSQL, beside Odoo."""
    return SimpleNamespace(
        wallet=lambda member: _wallet(shop_db, member),
        differences=lambda: [
            line
            for line in environment.shell(shop_db, PROVE).splitlines()
            if line.startswith("DIFFERENCE")
        ],
        rows=lambda statement, *params: _rows(shop_db, statement, *params),
    )


def _rows(database, statement, *params):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    connection.close()
    return rows


def _wallet(database, member):
    """(balance, held, number of entries) of a member's wallet."""
    statement = (
        "SELECT balance::text, held::text, last_number FROM membership_account "
        "WHERE id = %s"
    )
    ((balance, held, number),) = _rows(database, statement, member["wallet"])
    return Decimal(balance), Decimal(held), number
