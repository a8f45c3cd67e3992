"""Blank cards of one outlet, taken at many tills at the same moment."""

TILLS = 5


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


def race(ledger, requests):
    return ledger.ask("race", requests=requests)["result"]


def test_tills_that_take_the_next_blank_get_one_each(ledger):
    """Nobody is refused, nobody gets the same, and then there is none."""
    card_type, *numbers = ledger.do("blanks", count=TILLS)
    answers = race(ledger, enrol(card_type, phones(700_000_000)))
    assert not [a for a in answers if "refused" in a], answers
    assert sorted(a["result"][0] for a in answers) == numbers
    (late,) = race(ledger, enrol(card_type, ["+8613700000099"]))
    assert "no blank cards" in late["message"]


def test_a_blank_that_several_tills_scanned_goes_to_one_member(ledger):
    """The others hear in words whose it is, and make no half member."""
    card_type, number, spare = ledger.do("blanks", count=2)
    people = phones(710_000_000)
    answers = race(ledger, enrol(card_type, people, number))
    refused = [a for a in answers if "refused" in a]
    assert len(refused) == TILLS - 1, answers
    assert {a["refused"] for a in refused} == {"ValidationError"}
    assert all("exists already" in a["message"] for a in refused), refused
    winner = next(i for i, a in enumerate(answers) if "result" in a)
    again = race(ledger, enrol(card_type, people[winner - 1 : winner] or people[1:2]))
    assert again[0]["result"] == [spare]
