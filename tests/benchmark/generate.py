"""Accounts with a history, made by a few statements instead of millions of calls.

Runs in Odoo's process. Everything is consistent: numbers, balances, lots, allocations
and the chain of hashes are what the verbs would have written, with all triggers and
foreign keys at work.

Every account gets a top-up of 100 first, then top-ups and payments of 100 in turns:
two lots stay open, each payment has used up the oldest lot.
"""

from odoo.tools import SQL

from odoo.addons.membership_ledger.chain import GENESIS

from .measure import tell

AMOUNT = 100


def is_topup(number):
    """Whether entry ``number`` of an account is a credit."""
    return number == 1 or number % 2 == 0


def fill(env, accounts, entries_each=10):
    """Make ``accounts`` accounts in money with ``entries_each`` entries each.

    :returns: ids of the accounts
    """
    cr = env.cr
    unit = env["membership.unit"]._for_currency(env.company.currency_id)
    topups = sum(map(is_topup, range(1, entries_each + 1)))
    spends = entries_each - topups
    cr.execute("SET LOCAL work_mem = '128MB'")
    cr.execute(
        """
        CREATE TEMP TABLE head
            (account_id integer, hash text, old_lot integer, new_lot integer);
        CREATE TEMP TABLE next_head (LIKE head);
        """
    )
    cr.execute(
        SQL(
            """
            WITH account AS (
                INSERT INTO membership_account (name, unit_id, company_id, balance, held,
                    credit_limit, overdrawn, state, last_number)
                SELECT 'Account ' || lpad(i::text, 8, '0'), %(unit)s, %(company)s,
                    %(balance)s, 0, 0, 0, 'open', %(entries)s
                FROM generate_series(1, %(accounts)s) i RETURNING id
            ) INSERT INTO head SELECT id, %(genesis)s FROM account
            """,
            unit=unit.id,
            company=env.company.root_id.id,
            balance=AMOUNT * (topups - spends),
            entries=entries_each,
            accounts=accounts,
            genesis=GENESIS,
        )
    )
    cr.execute("SELECT account_id FROM head ORDER BY account_id")
    ids = [account_id for (account_id,) in cr.fetchall()]
    lot = 0
    for number in range(1, entries_each + 1):
        lot += is_topup(number)
        _add_entries(env, number, 0 if lot <= spends else AMOUNT)
        tell(f"{accounts:,} accounts: entry {number} of {entries_each}")
    cr.execute("DROP TABLE head, next_head")
    return ids


def _add_entries(env, number, remaining):
    """Entry ``number`` of every account, with the lot it makes or uses up."""
    so_far = [is_topup(n) for n in range(1, number + 1)]
    topup = so_far[-1]
    if topup:
        lot = SQL(
            """
            , lot AS (
                INSERT INTO membership_lot
                    (account_id, entry_id, bucket, amount, remaining)
                SELECT account_id, id, 'principal', amount, %s FROM entry
                RETURNING account_id, id
            ) INSERT INTO next_head
            SELECT account_id, entry.hash, head.new_lot, lot.id
            FROM entry JOIN lot USING (account_id) JOIN head USING (account_id)
            """,
            remaining,
        )
    else:
        lot = SQL(
            """
            , allocation AS (
                INSERT INTO membership_allocation (entry_id, lot_id, amount)
                SELECT entry.id, head.old_lot, entry.amount
                FROM entry JOIN head USING (account_id)
            ) INSERT INTO next_head
            SELECT account_id, entry.hash, NULL, head.new_lot
            FROM entry JOIN head USING (account_id)
            """
        )
    env.cr.execute(
        SQL(
            """
            WITH new AS (
                SELECT account_id, %(number)s AS number, %(amount)s::numeric AS amount,
                    %(balance)s::numeric AS balance_after, %(kind)s::text AS kind,
                    'scale:' || %(number)s AS key, 'membership.account' AS origin_model,
                    account_id AS origin_id, NULL::integer AS reversed_entry_id,
                    %(uid)s AS operator_id, hash AS previous,
                    (now() AT TIME ZONE 'UTC')::timestamp(0)
                        - make_interval(days => 400 - %(number)s) AS posted_at
                FROM head
            ), entry AS (
                INSERT INTO membership_entry (account_id, number, amount,
                    balance_after, kind, key, origin_model, origin_id, operator_id,
                    posted_at, is_forced, fingerprint, hash)
                SELECT account_id, number, amount, balance_after, kind, key,
                    origin_model, origin_id, operator_id, posted_at, false,
                    %(fingerprint)s, %(hash)s
                FROM new RETURNING account_id, id, hash, amount
            ) %(lot)s
            """,
            number=number,
            amount=AMOUNT if topup else -AMOUNT,
            balance=AMOUNT * (2 * sum(so_far) - number),
            kind="topup" if topup else "spend",
            uid=env.uid,
            fingerprint=_get_fingerprint_sql(),
            hash=env["membership.entry"]._get_hash_sql("new", SQL("new.previous")),
            lot=lot,
        )
    )
    env.cr.execute("TRUNCATE head; ALTER TABLE head RENAME TO spare")
    env.cr.execute("ALTER TABLE next_head RENAME TO head")
    env.cr.execute("ALTER TABLE spare RENAME TO next_head")


def _get_fingerprint_sql():
    """What ``Posting.fingerprint`` computes, for the row ``new``."""
    return SQL(
        """left(encode(sha256(convert_to(jsonb_build_array(
            trim_scale(new.amount)::text, new.kind,
            jsonb_build_array(new.origin_model, new.origin_id),
            NULL, NULL, NULL, NULL, NULL, NULL)::text, 'UTF8')), 'hex'), 32)"""
    )
