"""Two managers move two dealers at once: together they never close a circle."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests import environment
from tests.client import RPCError

PAIRS = 15
MAKE = """
import json
markup = env["membership.dealer.markup"].create({"name": "Plus", "percent": 5})
pricelist = env["product.pricelist"].create({"name": "Ring", "dealer_only": True})
level = env["membership.dealer.level"].create(
    {"name": "Ring", "pricelist_id": pricelist.id}
)
def dealer(name):
    firm = env["res.partner"].create({"name": name, "is_company": True})
    made = env["membership.dealer"].create(
        {"partner_id": firm.id, "level_id": level.id}
    )
    return made.id
pairs = [(dealer(f"Left {n}"), dealer(f"Right {n}")) for n in range(%d)]
env.cr.commit()
print("PAIRS", json.dumps(pairs))
"""
CIRCLES = """
for dealer in env["membership.dealer"].search([]):
    line = dealer
    above = dealer.upline_id
    while above and above not in line:
        line += above
        above = above.upline_id
    path = "".join(f"{one.id}/" for one in reversed(line))
    if above or dealer.parent_path != path:
        print("WRONG", dealer.id, dealer.parent_path, path)
print("COUNT", env["membership.dealer"].search_count([("upline_id", "!=", False)]))
"""


@pytest.fixture(scope="module")
def dealer_db():
    """A committed database with the suite."""
    with environment.database("suite") as name:
        yield name


def test_two_moves_never_close_a_circle_together(dealer_db):
    printed = environment.shell(dealer_db, MAKE % PAIRS)
    line = next(row for row in printed.splitlines() if row.startswith("PAIRS"))
    pairs = json.loads(line.removeprefix("PAIRS"))
    with environment.server(dealer_db, workers=3) as server:
        clients = [server.client("admin", "admin") for _side in range(2)]

        def move(client, dealer, upline):
            with suppress(RPCError):  # the one who is refused is told so
                client.call(
                    "membership.dealer", "write", [dealer], {"upline_id": upline}
                )

        with ThreadPoolExecutor(2) as pool:
            for left, right in pairs:
                moves = (clients[0], left, right), (clients[1], right, left)
                list(pool.map(lambda one: move(*one), moves))
    told = environment.shell(dealer_db, CIRCLES).splitlines()
    assert not [row for row in told if row.startswith("WRONG")]
    (count,) = [int(row.split()[1]) for row in told if row.startswith("COUNT")]
    assert count == PAIRS, "of each two moves exactly one happens"
