"""Cards at many tills at the same moment: limits per day, and blanks that are taken."""

import pytest

TILLS = 5


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


def at_once(ledger, requests):
    return ledger.ask("race", requests=requests)["result"]


def enrol(card_type, phones, number=None):
    return [
        {
            "verb": "enrol",
            "arguments": {"card_type": card_type, "phone": phone, "number": number},
        }
        for phone in phones
    ]


def phones(first):
    return [f"+8613{first + till:09d}" for till in range(TILLS)]


def test_tills_that_take_the_next_blank_get_one_each(ledger):
    """Nobody is refused, nobody gets the same, and then there is none."""
    card_type, *numbers = ledger.do("blanks", count=TILLS)
    answers = at_once(ledger, enrol(card_type, phones(700_000_000)))
    assert not [a for a in answers if "refused" in a], answers
    assert sorted(a["result"][0] for a in answers) == numbers
    (late,) = at_once(ledger, enrol(card_type, ["+8613700000099"]))
    assert "no blank cards" in late["message"]


def test_a_blank_that_several_tills_scanned_goes_to_one_member(ledger):
    """The others hear in words whose it is, and make no half member."""
    card_type, number, spare = ledger.do("blanks", count=2)
    people = phones(710_000_000)
    answers = at_once(ledger, enrol(card_type, people, number))
    refused = [a for a in answers if "refused" in a]
    assert len(refused) == TILLS - 1, answers
    assert {a["refused"] for a in refused} == {"ValidationError"}
    assert all("exists already" in a["message"] for a in refused), refused
    winner = next(i for i, a in enumerate(answers) if "result" in a)
    again = at_once(
        ledger, enrol(card_type, people[winner - 1 : winner] or people[1:2])
    )
    assert again[0]["result"] == [spare]
