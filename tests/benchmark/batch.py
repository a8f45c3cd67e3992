"""Twenty thousand top-ups in chunks, each chunk committed, and the same once more.

Runs in Odoo's process; see inside.py.
"""

from decimal import Decimal

from odoo import fields
from odoo.api import SUPERUSER_ID
from odoo.modules.registry import Registry
from odoo.tools import SQL

from .access import plain_connection, request, stamp
from .generate import fill
from .measure import Row, Timings, clock, settle, tell

CHUNK = 1000
AMOUNT = Decimal("50.00")


class Batch:
    """Top-ups on accounts of one database."""

    def __init__(self, database, account_ids):
        self.registry = Registry(database)
        self.account_ids = account_ids
        with request(self.registry) as env:
            self.origin_id = env.user.partner_id.id

    def by_verb(self, key, start):
        """One chunk as the suite does it."""
        with request(self.registry) as env:
            origin = env["res.partner"].browse(self.origin_id)
            env["membership.account"]._post_batch(
                [
                    {
                        "account_id": account_id,
                        "amount": AMOUNT,
                        "kind": "topup",
                        "key": f"{key}:{account_id}",
                        "origin": origin,
                    }
                    for account_id in self.account_ids[start : start + CHUNK]
                ]
            )


class PlainBatch(Batch):
    """The same rows written by three set-based statements."""

    MOVE = """
        UPDATE membership_account account
        SET balance = balance + amount, credited = credited + amount,
            last_number = last_number + 1
        FROM unnest(%s::integer[], %s::numeric[]) AS input (account_id, amount)
        WHERE id = account_id
    """
    ENTER = """
        WITH new AS (
            SELECT account_id, last_number AS number, amount, balance AS balance_after,
                'topup' AS kind, key, 'res.partner' AS origin_model,
                %s AS origin_id, NULL::integer AS reversed_entry_id,
                %s AS operator_id, %s::timestamp AS posted_at,
                COALESCE((
                    SELECT hash FROM membership_entry previous
                    WHERE previous.account_id = account.id
                    AND previous.number = account.last_number - 1
                ), '') AS previous
            FROM unnest(%s::integer[], %s::numeric[], %s::text[])
                AS input (account_id, amount, key)
            JOIN membership_account account ON account.id = account_id
        )
        INSERT INTO membership_entry (account_id, number, amount, balance_after, kind,
            key, origin_model, origin_id, operator_id, posted_at, is_forced,
            fingerprint, hash)
        SELECT account_id, number, amount, balance_after, kind, key, origin_model,
            origin_id, operator_id, posted_at, false, md5(key), %s
        FROM new RETURNING id, account_id, amount
    """
    FILL = """
        INSERT INTO membership_lot (account_id, entry_id, bucket, amount, remaining)
        SELECT account_id, entry_id, 'principal', amount, amount
        FROM unnest(%s::integer[], %s::integer[], %s::numeric[])
            AS entry (entry_id, account_id, amount)
    """

    def __init__(self, database, account_ids, connection):
        super().__init__(database, account_ids)
        self.connection = connection
        with request(self.registry) as env:
            Entry = env["membership.entry"]
            self.hash = Entry._get_hash_sql("new", SQL("new.previous"))

    def by_hand(self, key, start):
        """One chunk, committed."""
        ids = self.account_ids[start : start + CHUNK]
        amounts = [AMOUNT] * len(ids)
        keys = [f"{key}:{account_id}" for account_id in ids]
        enter = SQL(
            self.ENTER,
            *(self.origin_id, SUPERUSER_ID, fields.Datetime.now()),
            *(ids, amounts, keys, self.hash),
        )
        with self.connection, self.connection.cursor() as cr:
            cr.execute(self.MOVE, (ids, amounts))
            cr.execute(enter.code, enter.params)
            rows = cr.fetchall()
            cr.execute(self.FILL, [list(column) for column in zip(*rows, strict=True)])


def batch_topup(suite, size=20_000, runs=3, **_options):
    """Each run posts ``size`` new top-ups, then hands in the same ones again."""
    with request(Registry(suite)) as env:
        ids = fill(env, 2 * size, 1)
    # Alternating, so that both sides find their rows equally spread.
    ours = Batch(suite, ids[0::2])
    first, again = Timings(), Timings()
    with plain_connection(suite) as connection:
        plain = PlainBatch(suite, ids[1::2], connection)
        for run in range(-1, runs):
            tell(f"batch_topup: run {run + 1} of {runs}")
            key = stamp("batch")
            settle()
            seconds = [0, 0, 0]
            for start in range(0, size, CHUNK):
                seconds[0] += clock(ours.by_verb, key, start)[0]
                seconds[1] += clock(plain.by_hand, key, start)[0]
            for start in range(0, size, CHUNK):
                seconds[2] += clock(ours.by_verb, key, start)[0]
            if run >= 0:
                first.ours.append(seconds[0])
                first.theirs.append(seconds[1])
                again.ours.append(seconds[2])
                again.theirs.append(seconds[0])
    return [
        Row(
            name="batch_topup",
            work=f"{size:,} top-ups, chunks of {CHUNK:,}",
            baseline="three set-based statements a chunk",
            target=2.5,
            **first.medians,
        ),
        Row(
            name="batch_again",
            work=f"the same {size:,} top-ups again",
            baseline="the first time",
            target=0.5,
            **again.medians,
        ),
    ]
