"""What happens to the ledger when the addon is upgraded or uninstalled."""

import psycopg2
import pytest

from tests import environment

from .bridge import bridge

TRIGGERS = """
    SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid::regclass::text LIKE 'membership_%' ORDER BY tgname
"""
LEFT_BEHIND = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'membership\\_%'
    UNION SELECT proname FROM pg_proc WHERE proname LIKE 'membership\\_%'
"""
UNINSTALL = """
modules = env["ir.module.module"].search([("name", "=like", "membership%")])
modules.filtered(lambda m: m.state == "installed").button_immediate_uninstall()
"""


@pytest.fixture(scope="module")
def used_db():
    """A committed database in which the ledger was used."""
    with environment.database("suite") as name:
        with bridge(name) as ledger:
            (account,) = ledger.do("account")
            posted = {"account": account, "kind": "topup"}
            ledger.do("post", amount="10.00", key="one", **posted)
            ledger.do("hold", account=account, amount="4.00", key="two")
        yield name


def query(database, statement):
    """Rows of a query, read or changed with the database owner's rights."""
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = [row[0] for row in cursor] if cursor.description else []
    connection.close()
    return rows


def test_an_upgrade_restores_the_triggers_and_keeps_every_entry(used_db):
    before = query(used_db, TRIGGERS)
    assert len(before) >= 7
    for table in ("membership_entry", "membership_allocation"):
        query(used_db, f"DROP TRIGGER {table}_append_only_row ON {table}")
    rows = "SELECT hash FROM membership_entry ORDER BY id"
    hashes = query(used_db, rows)
    environment.environment().run_odoo(
        *("server", "-d", used_db, "-u", "membership_ledger"),
        *("--stop-after-init", "--no-http"),
        error="The upgrade failed.",
        log=environment.RUN / "logs" / "upgrade.log",
    )
    assert query(used_db, TRIGGERS) == before
    assert query(used_db, rows) == hashes
    with bridge(used_db) as ledger:
        assert ledger.do("prove") == []


def test_an_uninstall_leaves_nothing_and_takes_nothing_else(used_db):
    partners = query(used_db, "SELECT count(*) FROM res_partner")
    environment.shell(used_db, UNINSTALL)
    assert query(used_db, LEFT_BEHIND) == []
    assert query(used_db, "SELECT count(*) FROM res_partner") == partners
