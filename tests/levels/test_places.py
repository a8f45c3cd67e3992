"""A level with few places, and everybody wants in at once."""

import json
from pathlib import Path

import pytest

from tests import environment

CROWD = Path(__file__).with_name("crowd.py").read_text()


@pytest.fixture(scope="module")
def level_db():
    """A database of its own: the crowd commits."""
    with environment.database("suite") as name:
        yield name


def test_a_level_never_has_more_members_than_places(level_db):
    """Real cursors, Odoo's own retry: three get in, five are told that it is full."""
    printed = environment.shell(level_db, CROWD)
    line = next(line for line in printed.splitlines() if "CROWD" in line)
    found = json.loads(line.partition("CROWD")[2])
    assert found["inside"] == 3
    assert found["answers"] == ["full"] * 5 + ["in"] * 3
