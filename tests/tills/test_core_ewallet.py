"""The control: the same race against Odoo's own eWallet, which loses it.

If this test ever fails because core refuses, the race of ``test_two_tills`` is no
proof any more, or core has learned it: look at both.
"""

import json
from functools import partial
from pathlib import Path

import pytest

from tests import environment

from .conftest import _rows
from .test_two_tills import at_once
from .till import Till

SHOP = Path(__file__).with_name("core_shop.py").read_text()


class CoreTill(Till):
    """A till of core: three calls, as its front end makes them."""

    def spend(self, card):
        """Sell tea for 50 and pay it with the card: check, order, confirmation."""
        changes = {str(card["id"]): -50}
        checked = self.client.call(
            "pos.order", "validate_coupon_programs", [[]], changes, []
        )
        if not checked["successful"]:
            return False
        customer = {"id": False, "card": False, "partner": card["partner"]}
        order = self.order(customer, 0)
        order["lines"] = [self._line(self.shop["tea"], 50)]
        del order["membership_member_id"], order["membership_card_id"]
        reward = self._line(self.shop["reward_product"], -50)
        reward[2] |= {
            "is_reward_line": True,
            "reward_id": self.shop["reward"],
            "coupon_id": card["id"],
            "points_cost": 50,
            "reward_identifier_code": "ewallet",
        }
        order["lines"].append(reward)
        paid = self.sync(order)
        change = {"points": -50, "program_id": self.shop["program"]}
        change |= {"coupon_id": card["id"], "barcode": False, "line_codes": ["ewallet"]}
        self.client.call(
            "pos.order",
            "confirm_coupon_programs",
            [paid["id"]],
            {str(card["id"]): change},
        )
        return True


@pytest.fixture(scope="module")
def core_db():
    """A database of core with pos_loyalty, without the suite."""
    with environment.database("core") as name:
        yield name


def test_core_spends_the_same_balance_twice(core_db):
    """50.00 on each card, two orders over 50.00: both are paid, most of the time."""
    printed = environment.shell(core_db, SHOP)
    line = next(line for line in printed.splitlines() if line.startswith("SHOP"))
    shop = json.loads(line.removeprefix("SHOP"))
    with environment.server(core_db, workers=3) as server:
        tills = [CoreTill(server, shop, number) for number in range(2)]
        answers = [
            at_once(*(partial(till.spend, card) for till in tills))
            for card in shop["cards"]
        ]
    refused = [x for pair in answers for x in pair if isinstance(x, Exception)]
    assert not refused, refused[0]
    rows = _rows(core_db, "SELECT count(*) FROM loyalty_card WHERE points < 0")
    overdrawn = rows[0][0]
    assert overdrawn >= len(answers) // 2, f"{overdrawn} of {len(answers)} overdrawn"
