"""Many tills at the same moment, with real cursors, commits and Odoo's own retry."""

from decimal import Decimal

import pytest

from .bridge import Died, bridge

ENDINGS = {"posted", "NotEnough"}


@pytest.fixture
def account(ledger):
    """A personal account that holds 100.00."""
    return filled(ledger)


@pytest.fixture
def shared(ledger):
    """A shared account that holds 100.00."""
    return filled(ledger, shared=True)


def filled(ledger, amount="100.00", **values):
    (account,) = ledger.do("account", **values)
    post(ledger, account, amount, "start")
    return account


def post(ledger, account, amount, key):
    return ledger.do("post", account=account, amount=amount, kind="topup", key=key)


def state(ledger, account):
    """(balance, held, number) of an account."""
    balance, held, *_others, number, _lots = ledger.do("state", accounts=[account])[0]
    return Decimal(balance), Decimal(held), number


def debits(account, count, amount="-30.00", prefix="till", key=None):
    return [
        {
            "verb": "post",
            "arguments": {"account": account, "amount": amount, "kind": "spend"}
            | {"key": key or f"{prefix}:{number}"},
        }
        for number in range(count)
    ]


def race(ledger, requests, gate=False):
    return ledger.ask("race", requests=requests, gate=gate)["result"]


def endings(answers):
    return [answer.get("refused", "posted") for answer in answers]


@pytest.mark.parametrize("tills", [2, 3, 4])
def test_exactly_the_affordable_number_is_posted(ledger, tills):
    """Up to four tills on one person's account: success or "not enough", no error."""
    for _round in range(12):
        account = filled(ledger, "60.00")
        found = endings(race(ledger, debits(account, tills)))
        assert set(found) <= ENDINGS, found
        assert found.count("posted") == 2
        assert state(ledger, account) == (0, 0, 3)


def test_holds_are_as_exclusive_as_debits(ledger):
    for _round in range(10):
        account = filled(ledger, "60.00")
        requests = [
            {
                "verb": "hold",
                "arguments": {
                    "account": account,
                    "amount": "40.00",
                    "key": f"h:{till}",
                },
            }
            for till in range(4)
        ]
        found = endings(race(ledger, requests))
        assert sorted(found) == ["NotEnough"] * 3 + ["posted"], found
        assert state(ledger, account)[:2] == (60, 40)


def test_sixteen_tills_pass_the_gate_of_a_shared_account(ledger):
    """No retry and no error, and again exactly the affordable number."""
    for _round in range(4):
        account = filled(ledger, shared=True)
        answers = race(ledger, debits(account, 16, "-9.00"), gate=True)
        assert endings(answers).count("posted") == 11
        assert set(endings(answers)) <= ENDINGS
        assert {answer["tries"] for answer in answers} == {1}
        assert state(ledger, account) == (1, 0, 12)


def test_the_same_key_in_parallel_posts_once(ledger, account):
    """64 tries of one operation: one entry, 64 equal answers."""
    answers = race(ledger, debits(account, 64, key="once"))
    assert len(answers) == 64
    assert endings(answers) == ["posted"] * 64, endings(answers)
    assert len({tuple(answer["result"]) for answer in answers}) == 1
    assert state(ledger, account) == (70, 0, 2)


def test_transfers_in_opposite_directions_never_block_each_other(ledger):
    one, two = filled(ledger), filled(ledger)
    for turn in range(8):
        requests = [
            {
                "verb": "transfer",
                "arguments": {"account": source, "other": target, "amount": "5.00"}
                | {"key": f"{turn}:{source}"},
            }
            for source, target in ((one, two), (two, one))
        ]
        assert endings(race(ledger, requests)) == ["posted"] * 2
    assert state(ledger, one)[0] == state(ledger, two)[0] == 100


def test_capture_and_release_at_once_end_the_hold_once(ledger):
    for turn in range(8):
        account = filled(ledger)
        (hold,) = ledger.do("hold", account=account, amount="40.00", key=f"{turn}")
        requests = [
            {"verb": "capture", "arguments": {"hold": hold, "amount": "40.00"}},
            {"verb": "release", "arguments": {"hold": hold}},
        ]
        found = endings(race(ledger, requests))
        assert sorted(found) == ["PostingRefused", "posted"], found
        balance, held, _number = state(ledger, account)
        assert (balance, held) == (60 if found[0] == "posted" else 100, 0)


def test_a_refund_sent_twice_at_once_is_paid_once(ledger, account):
    (entry,) = ledger.do("post", account=account, amount="-50.00", kind="x", key="buy")
    requests = [
        {
            "verb": "reverse",
            "arguments": {"entry": entry, "amount": "30.00", "key": f"back:{till}"},
        }
        for till in range(3)
    ]
    found = endings(race(ledger, requests))
    assert sorted(found) == ["PostingRefused", "PostingRefused", "posted"], found
    assert state(ledger, account)[0] == 80


def test_a_batch_lives_beside_busy_tills(ledger):
    accounts = [filled(ledger, "50.00") for _till in range(4)]
    rows = [
        {"account_id": account, "amount": "1.00", "kind": "topup", "key": "batch"}
        | {"bucket": "principal", "expires_on": None}
        for account in accounts
    ]
    requests = [{"verb": "batch", "arguments": {"rows": rows}}]
    for account in accounts:
        requests += debits(account, 1)
    assert endings(race(ledger, requests)) == ["posted"] * 5
    assert {state(ledger, account)[0] for account in accounts} == {21}


def test_a_crash_before_the_commit_leaves_nothing(ledger, ledger_db, account):
    with bridge(ledger_db) as doomed, pytest.raises(Died):
        doomed.ask(
            "crash", verb="post", account=account, amount="-30", kind="spend", key="c"
        )
    assert state(ledger, account) == (100, 0, 1)
    ledger.do("post", account=account, amount="-30", kind="spend", key="c")
    assert state(ledger, account) == (70, 0, 2)


def test_a_crash_between_hold_and_capture_loses_and_doubles_nothing(
    ledger, ledger_db, account
):
    (hold,) = ledger.do("hold", account=account, amount="40.00", key="order")
    with bridge(ledger_db) as doomed, pytest.raises(Died):
        doomed.ask("crash", verb="capture", hold=hold, amount="40.00")
    assert state(ledger, account)[:2] == (100, 40)
    first = ledger.do("capture", hold=hold, amount="40.00")
    assert ledger.do("capture", hold=hold, amount="40.00") == first
    assert state(ledger, account)[:2] == (60, 0)


def test_after_all_this_the_books_are_proven(ledger):
    assert ledger.do("prove") == []
