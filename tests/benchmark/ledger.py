"""One debit through the ledger's verb: against plain SQL, and with much more history.

Runs in Odoo's process; see inside.py.
"""

import random
from decimal import Decimal

from odoo import fields
from odoo.api import SUPERUSER_ID
from odoo.modules.registry import Registry

from .access import plain_connection, request, stamp
from .measure import Row, interleave, tell

AMOUNT = Decimal("0.01")


class Debits:
    """Debits on random accounts of one database.

    :ivar queries: of the last debit
    """

    def __init__(self, database, name):
        self.registry = Registry(database)
        self.name = stamp(name)
        self.random = random.Random(19)
        self.queries = None
        with request(self.registry) as env:
            self.origin_id = env.user.partner_id.id
            env.cr.execute(
                "SELECT array_agg(id) FROM membership_account WHERE unit_id = %s",
                [env["membership.unit"]._for_currency(env.company.currency_id).id],
            )
            (self.account_ids,) = env.cr.fetchone()
            env.cr.execute("SELECT max(id) FROM membership_entry")
            (self.entry_count,) = env.cr.fetchone()

    def by_verb(self, number):
        """One debit as the suite does it."""
        account_id = self.random.choice(self.account_ids)
        with request(self.registry) as env:
            account = env["membership.account"].browse(account_id)
            origin = env["res.partner"].browse(self.origin_id)
            account._post(-AMOUNT, "spend", f"{self.name}:{number}", origin=origin)
            self.queries = env.cr.sql_log_count


class PlainDebits(Debits):
    """The same rows written by the three statements a person would write."""

    MOVE = """
        UPDATE membership_account
        SET balance = balance - %s, last_number = last_number + 1
        WHERE id = %s AND state = 'open' AND balance - held + credit_limit >= %s
        RETURNING last_number, balance
    """
    ENTER = """
        INSERT INTO membership_entry (account_id, number, amount, balance_after, kind,
            key, origin_model, origin_id, operator_id, posted_at, is_forced,
            fingerprint, hash)
        VALUES (%s, %s, %s, %s, 'spend', %s, 'res.partner', %s, %s, %s, false, %s, %s)
        RETURNING id
    """
    DRAW = """
        WITH lot AS (
            UPDATE membership_lot SET remaining = remaining - %s
            WHERE id = (
                SELECT id FROM membership_lot
                WHERE account_id = %s AND remaining >= %s
                ORDER BY expires_on NULLS LAST, id LIMIT 1
            ) RETURNING id
        )
        INSERT INTO membership_allocation (entry_id, lot_id, amount)
        SELECT %s, id, %s FROM lot
    """
    queries_of_each = 3

    def __init__(self, database, name, connection):
        super().__init__(database, name)
        self.connection = connection

    def by_hand(self, number):
        """One debit, committed."""
        account_id = self.random.choice(self.account_ids)
        with self.connection, self.connection.cursor() as cr:
            cr.execute(self.MOVE, (AMOUNT, account_id, AMOUNT))
            position, balance = cr.fetchone()
            entry = (account_id, position, -AMOUNT, balance, f"{self.name}:{number}")
            origin = (self.origin_id, SUPERUSER_ID, fields.Datetime.now())
            cr.execute(self.ENTER, (*entry, *origin, "f" * 32, "0" * 64))
            (entry_id,) = cr.fetchone()
            cr.execute(self.DRAW, (AMOUNT, account_id, AMOUNT, entry_id, -AMOUNT))


def ledger_debit(small, runs=400, **_options):
    """One debit with its commit, against three statements of plain SQL."""
    tell("ledger_debit: one debit against plain SQL")
    debits = Debits(small, "verb")
    with plain_connection(small) as connection:
        plain = PlainDebits(small, "plain", connection)
        timings = interleave(debits.by_verb, plain.by_hand, runs, warm_up=50)
    return [
        Row(
            name="ledger_debit",
            work="one debit, with its commit",
            baseline="three statements of plain SQL",
            target=2.5,
            queries=debits.queries,
            baseline_queries=plain.queries_of_each,
            **timings.medians,
        )
    ]


def debit_at_scale(small, scale, runs=400, **_options):
    """One debit with much history, against the same with little."""
    tell("debit_at_scale: one debit with much history")
    many, few = Debits(scale, "verb"), Debits(small, "verb")
    timings = interleave(many.by_verb, few.by_verb, runs, warm_up=200)
    return [
        Row(
            name="debit_at_scale",
            work=f"one debit; {len(many.account_ids):,} accounts, "
            f"{many.entry_count:,} entries",
            baseline=f"{len(few.account_ids):,} accounts",
            target=1.2,
            queries=many.queries,
            baseline_queries=few.queries,
            **timings.medians,
        )
    ]
