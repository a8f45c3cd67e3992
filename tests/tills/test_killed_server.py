"""The server is killed (SIGKILL) at the worst moments: nothing is lost or doubled.

To die *during* a sync at a chosen point, the test locks a table that the sync is about
to write, waits until the server waits for it, and kills every process of the server.
"""

import threading
import time

import psycopg2
import pytest
import requests

from tests import environment

from .till import Till

# In the order in which a sync writes them.
POINTS = (
    "pos_order",
    "pos_payment",
    "membership_account",
    "membership_entry",
    "membership_lot",
    "membership_purchase",
)
WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE NOT granted AND relname = %s
"""


@pytest.fixture(scope="module")
def server(shop_db, shop):
    """A server that will be killed many times."""
    with environment.server(shop_db, workers=2) as live:
        yield live


@pytest.fixture
def member(shop, request):
    """A member of one's own for each test."""
    used = request.config.stash.setdefault(_USED, iter(shop["members"]))
    return next(used)


_USED = pytest.StashKey()


def restart(server):
    server.kill()
    server.start()


def kill_while_it_waits(server, database, table, act):
    """Let ``act`` run until it wants to write ``table``, then kill the server."""
    lock = psycopg2.connect(dbname=database)
    with lock.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        outcome = []
        thread = threading.Thread(target=lambda: outcome.append(_try(act)))
        thread.start()
        deadline = time.monotonic() + 30
        while not cursor.execute(WAITING, [table]) and not cursor.fetchone()[0]:
            assert time.monotonic() < deadline, f"nothing waited for {table}: {outcome}"
            time.sleep(0.05)
        server.kill()
        thread.join(30)
    lock.rollback()
    lock.close()
    assert isinstance(outcome[0], Exception), outcome
    _wait_until_gone(database, table)
    server.start()


def _try(act):
    try:
        return act()
    except requests.RequestException as error:
        return error


def _wait_until_gone(database, table):
    """PostgreSQL notices a killed client when its statement ends."""
    watch = psycopg2.connect(dbname=database)
    watch.autocommit = True
    with watch.cursor() as cursor:
        for _turn in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s "
                "AND pid <> pg_backend_pid() AND state <> 'idle'",
                [database],
            )
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.05)
    watch.close()


def test_killed_between_hold_and_sync(server, shop, books, member):
    """The hold is there after the restart, and the order is paid with it, once."""
    till = Till(server, shop, 0)
    key = till.hold(member, "30")
    restart(server)
    assert books.wallet(member) == (50, 30, 1)
    till = Till(server, shop, 0)
    order = till.order(member, 40, 30, key)
    first, again = till.sync(order), till.sync(order)
    assert first["id"] == again["id"]
    assert books.wallet(member) == (20, 0, 2)


@pytest.mark.parametrize("table", POINTS)
def test_killed_during_sync(server, shop, shop_db, books, member, table):
    """Nothing of the order is there; the same order sent again is there once."""
    till = Till(server, shop, 0)
    order = till.order(member, 40, 30, till.hold(member, "30"))
    kill_while_it_waits(server, shop_db, table, lambda: till.sync(order))
    assert books.wallet(member) == (50, 30, 1)
    found = "SELECT count(*) FROM pos_order WHERE uuid = %s"
    assert books.rows(found, order["uuid"]) == [(0,)]
    till = Till(server, shop, 0)
    till.sync(order)
    till.sync(order)
    assert books.rows(found, order["uuid"]) == [(1,)]
    assert books.wallet(member) == (20, 0, 2)


def test_killed_after_the_commit_before_the_answer_is_read(server, shop, books, member):
    """The till never heard that it was paid and sends it again."""
    till = Till(server, shop, 0)
    order = till.order(member, 40, 30, till.hold(member, "30"))
    first = till.sync(order)
    restart(server)
    assert Till(server, shop, 0).sync(order)["id"] == first["id"]
    assert books.wallet(member) == (20, 0, 2)


def test_killed_during_the_hold(server, shop, shop_db, books, member):
    """A hold that was not answered is not there, or can be asked for again."""
    till = Till(server, shop, 0)
    kill_while_it_waits(
        server, shop_db, "membership_hold", lambda: till.hold(member, "30", _KEY)
    )
    assert books.wallet(member) == (50, 0, 1)
    till = Till(server, shop, 0)
    till.hold(member, "30", _KEY)
    till.hold(member, "30", _KEY)
    assert books.wallet(member) == (50, 30, 1)


_KEY = "0b9d9a3e-6d5a-4f3c-9d0a-0123456789ab"


def test_the_books_tie_after_all_this(books):
    assert books.differences() == []
