"""Limits per day of a card, with many tills at the same moment."""

import pytest


def ask(verb, account, card, count, amount="30.00", prefix="till", key=None):
    """As many tills as ``count``, each with the same card."""
    return [
        {
            "verb": verb,
            "arguments": {"account": account, "card": card, "amount": amount}
            | {"key": key or f"{prefix}:{card}:{number}"},
        }
        for number in range(count)
    ]


def race(ledger, requests, gate=True):
    answers = ledger.ask("race", requests=requests, gate=gate)["result"]
    return [answer.get("refused", "posted") for answer in answers]


def held(ledger, account):
    """(balance, held) of an account."""
    return [float(text) for text in ledger.do("state", accounts=[account])[0][:2]]


@pytest.mark.parametrize("gate", [True, False])
@pytest.mark.parametrize("verb", ["card_hold", "card_spend"])
def test_a_card_takes_its_limit_of_the_day_and_no_more(ledger, verb, gate):
    """With the gate of a shared account, and without it by Odoo's retry."""
    for turn in range(4):
        account, card, _other = ledger.do("family", amount="1000.00", limit="100.00")
        found = race(ledger, ask(verb, account, card, 4, "40.00", f"{turn}"), gate)
        assert sorted(found) == ["UserError"] * 2 + ["posted"] * 2, found
        balance, reserved = held(ledger, account)
        assert balance - reserved == 920


def test_two_cards_of_a_pool_have_a_limit_each(ledger):
    for turn in range(3):
        account, one, two = ledger.do("family", amount="1000.00", limit="60.00")
        requests = ask("card_spend", account, one, 6, prefix=f"a{turn}")
        requests += ask("card_spend", account, two, 6, prefix=f"b{turn}")
        found = race(ledger, requests)
        assert found.count("posted") == 4, found
        assert held(ledger, account) == [880, 0]


def test_the_same_payment_sent_by_many_counts_once(ledger):
    account, card, _other = ledger.do("family", amount="1000.00", limit="60.00")
    found = race(ledger, ask("card_hold", account, card, 8, key="once"))
    assert found == ["posted"] * 8, found
    assert held(ledger, account) == [1000, 30]


def test_a_released_payment_frees_the_limit(ledger):
    account, card, _other = ledger.do("family", amount="1000.00", limit="60.00")
    request = {"account": account, "card": card, "amount": "60.00"}
    (hold,) = ledger.do("card_hold", **request, key="first")
    assert race(ledger, ask("card_hold", account, card, 2)) == ["UserError"] * 2
    ledger.do("release", hold=hold)
    assert race(ledger, ask("card_hold", account, card, 2)) == ["posted"] * 2
