"""Two tills spend one balance at the same moment, over HTTP, on several workers."""

import threading
from functools import partial

import pytest

from tests import environment
from tests.client import RPCError

from .till import Till

ROUNDS = 100


@pytest.fixture(scope="module")
def server(shop_db, shop):
    """A live server with as many workers as tills."""
    with environment.server(shop_db, workers=3) as live:
        yield live


@pytest.fixture(scope="module")
def tills(server, shop):
    """Both tills, signed in."""
    return [Till(server, shop, number) for number in range(2)]


def at_once(*acts):
    """Run ``acts`` at the same moment; what each returned or raised."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        barrier.wait()
        try:
            answers[index] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at every kind
            answers[index] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_balance_is_spent_once_in_a_hundred_rounds(tills, shop, books):
    """50.00 on the card, two orders over 50.00: one is paid, one hears why not."""
    for member in shop["members"][:ROUNDS]:
        answers = at_once(*(partial(till.sell, member, 50, 50) for till in tills))
        refused = [answer for answer in answers if isinstance(answer, RPCError)]
        assert len(refused) == 1, answers
        assert refused[0].kind.endswith("NotEnough"), refused
        assert books.wallet(member) == (0, 0, 2)


def test_the_same_order_sent_twice_at_once_is_paid_once(tills, shop, books):
    """A retry that overtakes its first try: one order, one entry, equal answers."""
    member = shop["members"][ROUNDS]
    order = tills[0].order(member, 30, 30, tills[0].hold(member, "30"))
    answers = at_once(*(partial(till.sync, order) for till in tills[:1] * 2))
    rows = [answer for answer in answers if isinstance(answer, dict)]
    assert rows, answers
    again = tills[0].sync(order)
    assert {row["id"] for row in rows} == {again["id"]}
    assert books.wallet(member) == (20, 0, 2)


def test_a_card_reported_lost_is_refused_at_the_other_till_at_once(tills, shop):
    member = shop["members"][ROUNDS + 1]
    tills[0].ask("report_loss", member["id"], member["card"])
    with pytest.raises(RPCError, match=r"lost"):
        tills[1].hold(member, "10")
    with pytest.raises(RPCError, match=r"lost"):
        tills[1].ask("scan", member["code"])


def test_a_payment_that_nobody_authorised_is_refused(tills, shop, books):
    member = shop["members"][ROUNDS + 2]
    with pytest.raises(RPCError, match="never authorised"):
        tills[0].sync(tills[0].order(member, 30, 30))
    assert books.wallet(member) == (50, 0, 1)


def test_the_books_tie_after_all_this(books):
    assert books.differences() == []
