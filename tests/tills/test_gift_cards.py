"""Two tills and one gift card at the same moment, over HTTP, on several workers."""

import uuid
from functools import partial

import pytest

from tests import environment
from tests.client import RPCError

from .test_two_tills import at_once
from .till import Till

NOBODY = {"id": False, "card": False, "partner": False}


class GiftTill(Till):
    """A till that takes gift cards and sells them."""

    def pay(self, card, amount):
        """Tea over ``amount``, paid by the gift card in hand."""
        key = str(uuid.uuid4())
        held = self.ask("gift_hold", key, card["code"], str(amount))
        assert "error" not in held, held
        order = self.order(NOBODY, amount)
        order["payment_ids"] = [self._payment(self.facts["gift"], amount, key)]
        return self.sync(order)

    def sell_gift(self, card, amount):
        """Sell a blank for cash."""
        order = self.order(NOBODY, amount)
        order["lines"] = [self._line(self.shop["gift_card"], amount)]
        order["lines"][0][2]["membership_gift_number"] = card["number"]
        return self.sync(order)


@pytest.fixture(scope="module")
def tills(shop_db, shop):
    """Both tills, signed in, on a server with as many workers as tills."""
    with environment.server(shop_db, workers=3) as live:
        yield [GiftTill(live, shop, number) for number in range(2)]


def _account(books, card):
    """(balance, held, number of entries) of a gift card; nothing for a blank."""
    return books.rows(
        "SELECT account.balance::float, account.held::float, account.last_number "
        "FROM membership_gift_card card "
        "JOIN membership_account account ON account.id = card.account_id "
        "WHERE card.id = %s",
        card["id"],
    )


def test_one_gift_card_is_spent_once_by_two_tills(tills, shop, books):
    """50.00 on the card, two orders over 50.00: one is paid, one hears why not."""
    sold = shop["gifts"][: len(shop["gifts"]) // 2]
    for card in sold:
        answers = at_once(*(partial(till.pay, card, 50) for till in tills))
        refused = [answer for answer in answers if isinstance(answer, RPCError)]
        assert len(refused) == 1, answers
        assert refused[0].kind.endswith("NotEnough"), refused
        assert _account(books, card) == [(0, 0, 2)]


def test_one_blank_is_sold_once_by_two_tills(tills, shop, books):
    """Both scanned the same number: one sells it, the other takes another card."""
    for card in shop["gifts"][len(shop["gifts"]) // 2 :]:
        answers = at_once(*(partial(till.sell_gift, card, 80) for till in tills))
        refused = [answer for answer in answers if isinstance(answer, RPCError)]
        assert len(refused) == 1, answers
        assert "not possible now" in str(refused[0]), refused
        assert _account(books, card) == [(80, 0, 1)]


def test_the_books_of_gift_cards_tie_after_all_this(books):
    assert books.differences() == []
