"""Two people merge the same files, or merge while one of them pays."""

import json
from pathlib import Path

import pytest

from tests import environment

CROWD = Path(__file__).with_name("merge_crowd.py").read_text()


@pytest.fixture(scope="module")
def found():
    """What came of it, in a database of its own: the crowd commits."""
    with environment.database("suite") as name:
        printed = environment.shell(name, CROWD)
    line = next(line for line in printed.splitlines() if "MERGES" in line)
    return json.loads(line.partition("MERGES")[2])


def test_one_of_several_merges_of_a_pair_is_carried_out(found):
    """The others, in whichever direction, are told so; nothing is moved twice."""
    for result in found["merges"]:
        assert sorted(result["answers"]) == ["done", "refused", "refused"]
        assert (result["open"], result["merges"]) == (1, 1)
        assert result["points"] == result["open_points"] == 150
        assert result["money"] == result["open_money"] == 150


def test_a_payment_during_a_merge_is_made_once_or_refused(found):
    """Whatever was first: what is not spent is with the member who goes on."""
    for result in found["payments"]:
        merged, *payments = result["answers"]
        assert merged == "done"
        assert set(payments) <= {"done", "refused"}
        assert payments[1] == "done"  # he goes on, and has enough
        left = 150 - 20 * payments.count("done")
        assert result["points"] == result["open_points"] == left
        assert (result["open"], result["merges"]) == (1, 1)


def test_money_that_a_till_holds_during_a_merge_is_taken_once_or_refused(found):
    """A merge waits for payments that have begun; it never takes their money along."""
    for result in found["holds"]:
        merged, from_other, from_survivor = result["answers"]
        assert from_survivor == "done"  # he goes on, and has enough
        assert {merged, from_other} == {"done", "refused"}
        assert result.get("again", "done") == "done"
        held = [from_other, from_survivor].count("done")
        assert result["captured"] == held
        left = 150 - 20 * held
        assert result["money"] == result["open_money"] == left
        assert (result["held"], result["open"], result["merges"]) == (0, 1, 1)
    assert found["holds"][-1]["answers"][0] == "done"  # these tills came too late
