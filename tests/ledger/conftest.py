"""The ledger proofs have a database of their own: they commit."""

import pytest

from tests import environment

from .bridge import bridge


@pytest.fixture(scope="module")
def ledger_db():
    """A committed database with the suite; each module of proofs has its own."""
    with environment.database("suite") as name:
        yield name


@pytest.fixture(scope="module")
def ledger(ledger_db):
    """A worker inside Odoo that calls the ledger's verbs."""
    with bridge(ledger_db) as worker:
        yield worker
