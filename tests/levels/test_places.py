"""A level with few places, a card that one has once, and everybody at once."""

import json
from pathlib import Path

import pytest

from tests import environment

CROWD = Path(__file__).with_name("crowd.py").read_text()


@pytest.fixture(scope="module")
def crowd():
    """What became of it, in a database of its own: the crowd commits."""
    with environment.database("suite") as name:
        printed = environment.shell(name, CROWD)
    line = next(line for line in printed.splitlines() if "CROWD" in line)
    return json.loads(line.partition("CROWD")[2])


def test_a_level_never_has_more_members_than_places(crowd):
    """Real cursors, Odoo's own retry: three get in, five are told that it is full."""
    assert crowd["inside"] == 3
    assert crowd["levels"] == ["full"] * 5 + ["in"] * 3


def test_a_person_never_gets_a_card_twice_that_one_has_once(crowd):
    """Four outlets issue it at the same moment: one does, three hear who has it."""
    assert crowd["issued"] == 1
    assert crowd["cards"] == ["full"] * 3 + ["in"]
