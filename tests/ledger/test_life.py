"""What happens to the ledger when the addon is upgraded or uninstalled."""

import psycopg2
import pytest

from tests import environment

from .bridge import bridge

TRIGGERS = """
    SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid::regclass::text LIKE 'membership_%' ORDER BY tgname
"""
ENTRIES = "SELECT hash FROM membership_entry ORDER BY id"
LEFT_BEHIND = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'membership\\_%'
    UNION SELECT proname FROM pg_proc WHERE proname LIKE 'membership\\_%'
"""
RULES = """
    SELECT data.module || '.' || data.name || ' ' || rule.domain_force
    FROM ir_rule rule JOIN ir_model_data data
    ON data.model = 'ir.rule' AND data.res_id = rule.id
    WHERE data.module LIKE 'membership%' ORDER BY 1
"""
CREDITS = "SELECT id || ' ' || trim_scale(credited) FROM membership_account ORDER BY id"
# As the first version left a database: rules for ever as they were, one long gone;
# accounts that did not know what was ever credited to them.
FIRST_VERSION = """
    UPDATE ir_module_module SET latest_version = '19.0.1.0.0'
    WHERE name LIKE 'membership%' AND state = 'installed';
    ALTER TABLE membership_account DROP COLUMN credited;
    UPDATE ir_model_data SET noupdate = TRUE
    WHERE model = 'ir.rule' AND module = 'membership_card';
    UPDATE ir_rule SET domain_force = '[(1, ''='', 1)]' WHERE id IN (
        SELECT res_id FROM ir_model_data
        WHERE model = 'ir.rule' AND module = 'membership_card');
    WITH made AS (
        INSERT INTO ir_rule (name, model_id, domain_force, active, global, perm_read,
            perm_write, perm_create, perm_unlink)
        SELECT 'Yesterday', id, '[]', TRUE, TRUE, TRUE, TRUE, TRUE, TRUE
        FROM ir_model WHERE model = 'membership.card' RETURNING id
    )
    INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
    SELECT 'membership_card', 'rule_of_yesterday', 'ir.rule', id, TRUE FROM made;
"""
# What README.md says to upgrade: everything stands on these.
BOTTOM = "membership_guard,membership_approval,membership_ledger"
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
            ledger.do(
                "post", account=account, amount="-3.00", kind="spend", key="three"
            )
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


@pytest.fixture(scope="module")
def upgrade(used_db):
    """{what: (before, after)} of an upgrade from the first version, with damage."""
    watched = {"triggers": TRIGGERS, "entries": ENTRIES, "rules": RULES}
    watched["credits"] = CREDITS
    before = {name: query(used_db, statement) for name, statement in watched.items()}
    for table in ("membership_entry", "membership_allocation"):
        query(used_db, f"DROP TRIGGER {table}_append_only_row ON {table}")
    query(used_db, FIRST_VERSION)
    environment.environment().run_odoo(
        *("server", "-d", used_db, "-u", BOTTOM),
        *("--stop-after-init", "--no-http"),
        error="The upgrade failed.",
        log=environment.RUN / "logs" / "upgrade.log",
    )
    after = {name: query(used_db, statement) for name, statement in watched.items()}
    return {name: (before[name], after[name]) for name in watched}


def test_an_upgrade_restores_the_triggers_and_keeps_every_entry(upgrade, used_db):
    for name, least in (("triggers", 7), ("entries", 2), ("credits", 1)):
        before, after = upgrade[name]
        assert len(before) >= least
        assert after == before
    with bridge(used_db) as ledger:
        assert ledger.do("prove") == []


def test_an_upgrade_brings_the_rules_of_an_older_database_up_to_date(upgrade):
    before, after = upgrade["rules"]
    assert len(before) > 100
    assert after == before


def test_an_uninstall_leaves_nothing_and_takes_nothing_else(used_db):
    partners = query(used_db, "SELECT count(*) FROM res_partner")
    environment.shell(used_db, UNINSTALL)
    assert query(used_db, LEFT_BEHIND) == []
    assert query(used_db, "SELECT count(*) FROM res_partner") == partners
