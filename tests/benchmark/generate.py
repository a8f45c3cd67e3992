"""Members with a history, made by a few statements instead of millions of calls.

Runs in Odoo's process. Everything is consistent: numbers, balances, lots, allocations
and the chain of hashes are what the verbs would have written, with all triggers and
foreign keys at work.

Every account gets a top-up of 100 first, then top-ups and payments of 100 in turns:
two lots stay open, each payment has used up the oldest lot.
"""

from odoo.modules.registry import Registry
from odoo.tools import SQL

from odoo.addons.membership_ledger.chain import GENESIS

from . import visits
from .access import request
from .measure import tell

AMOUNT = 100
STORES = 100

MEMBERS = """
    CREATE TEMP TABLE head (account_id integer, card_id integer, hash text,
        old_lot integer, new_lot integer);
    CREATE TEMP TABLE next_head (LIKE head);
    WITH person AS (
        SELECT nextval('res_partner_id_seq') AS id, i,
            'Member ' || lpad(i::text, 8, '0') AS name,
            '+86139' || lpad((%(offset)s + i)::text, 8, '0') AS phone
        FROM generate_series(1, %(count)s) i
    ), partner AS (
        INSERT INTO res_partner (id, commercial_partner_id, name, complete_name, type,
            lang, active, is_company, partner_share, autopost_bills, phone,
            phone_sanitized, customer_rank, supplier_rank, message_bounce, color)
        SELECT id, id, name, name, 'contact', 'en_US', true, false, true, 'ask', phone,
            phone, 0, 0, 0, 0
        FROM person
    ), member AS (
        INSERT INTO membership_member (partner_id, company_id, number, phone, level_id,
            outlet_id, state, source, joined_on)
        SELECT id, %(company)s, 'S' || phone, phone, %(level)s,
            (%(outlets)s::integer[])[1 + mod(i, %(outlet_count)s)], 'active', 'import',
            current_date - 400
        FROM person RETURNING id, number, phone, partner_id, outlet_id
    ), card AS (
        INSERT INTO membership_card (type_id, company_id, member_id, outlet_id, number,
            barcode, state, issued_on)
        SELECT %(type)s, %(company)s, id, outlet_id, substr(phone, 2),
            substr(phone, 2), 'active', current_date - 400
        FROM member RETURNING id, member_id
    ), account AS (
        INSERT INTO membership_account (name, unit_id, company_id, member_id, balance,
            credited, held, credit_limit, overdrawn, state, last_number, is_shared)
        SELECT person.name || ' (' || member.number || ')', %(unit)s, %(company)s,
            member.id, %(balance)s, %(credited)s, 0, 0, 0, 'open', %(entries)s, false
        FROM member JOIN person ON person.id = partner_id
        RETURNING id, member_id
    ) INSERT INTO head SELECT account.id, card.id, %(genesis)s
    FROM account JOIN card USING (member_id)
"""


def fill_database(database, accounts, entries_each):
    """Fill a database of its own; there is nothing to measure."""
    with request(Registry(database)) as env:
        fill(env, accounts, entries_each)
        visits.fill(env)
    return []


def fill(env, accounts, entries_each):
    """Make members with a card and an account in money with entries.

    :returns: ids of the accounts
    """
    cr = env.cr
    cr.execute("SET LOCAL work_mem = '128MB'")
    topups = sum(map(is_topup, range(1, entries_each + 1)))
    spends = entries_each - topups
    _make_members(env, accounts, topups, spends)
    cr.execute("SELECT account_id FROM head ORDER BY account_id")
    ids = [account_id for (account_id,) in cr.fetchall()]
    lot = 0
    for number in range(1, entries_each + 1):
        lot += is_topup(number)
        _add_entries(env, number, 0 if lot <= spends else AMOUNT)
        tell(f"{accounts:,} members: entry {number} of {entries_each} of each")
    cr.execute("DROP TABLE head, next_head")
    return ids


def is_topup(number):
    """Whether entry ``number`` of an account is a credit."""
    return number == 1 or number % 2 == 0


def _make_members(env, count, topups, spends):
    unit = env["membership.unit"]._for_currency(env.company.currency_id)
    outlets = _make_outlets(env)
    env.flush_all()
    env.cr.execute("SELECT count(*) FROM membership_member")
    (offset,) = env.cr.fetchone()
    env.cr.execute(
        SQL(
            MEMBERS,
            count=count,
            offset=offset,
            company=env.company.root_id.id,
            level=env["membership.level"].search([], limit=1).id or None,
            outlets=outlets,
            outlet_count=len(outlets),
            type=env["membership.card.type"].search([], limit=1).id,
            unit=unit.id,
            balance=AMOUNT * (topups - spends),
            credited=AMOUNT * topups,
            entries=topups + spends,
            genesis=GENESIS,
        )
    )


def _make_outlets(env):
    """Ids of the stores that members are spread over, below regions."""
    Outlet = env["membership.outlet"]
    top = Outlet._get_default(env.company)
    stores = Outlet.search([("code", "=like", "bench-%"), ("kind", "=", "store")])
    if not stores:
        regions = Outlet.create(
            [
                {
                    "name": f"Region {number}",
                    "code": f"bench-r{number}",
                    "kind": "region",
                    "parent_id": top.id,
                }
                for number in range(STORES // 10)
            ]
        )
        stores = Outlet.create(
            [
                {
                    "name": f"Store {number}",
                    "code": f"bench-{number}",
                    "kind": "store",
                    "parent_id": regions[number // 10].id,
                }
                for number in range(STORES)
            ]
        )
    return stores.ids


def _add_entries(env, number, remaining):
    """Entry ``number`` of every account, with the lot it makes or uses up."""
    so_far = [is_topup(n) for n in range(1, number + 1)]
    if is_topup(number):
        lot = SQL(
            """
            , lot AS (
                INSERT INTO membership_lot
                    (account_id, entry_id, bucket, amount, remaining)
                SELECT account_id, id, 'principal', amount, %s FROM entry
                RETURNING account_id, id
            ) INSERT INTO next_head
            SELECT account_id, entry.card_id, entry.hash, head.new_lot, lot.id
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
            SELECT account_id, entry.card_id, entry.hash, NULL, head.new_lot
            FROM entry JOIN head USING (account_id)
            """
        )
    env.cr.execute(
        SQL(
            """
            WITH new AS (
                SELECT account_id, card_id, %(number)s AS number,
                    %(amount)s::numeric AS amount,
                    %(balance)s::numeric AS balance_after, %(kind)s::text AS kind,
                    'scale:' || %(number)s AS key,
                    'membership.account' AS origin_model, account_id AS origin_id,
                    NULL::integer AS reversed_entry_id, %(uid)s AS operator_id,
                    hash AS previous, (now() AT TIME ZONE 'UTC')::timestamp(0)
                        - make_interval(days => 400 - %(number)s) AS posted_at
                FROM head
            ), entry AS (
                INSERT INTO membership_entry (account_id, card_id, number, amount,
                    balance_after, kind, key, origin_model, origin_id, operator_id,
                    posted_at, is_forced, fingerprint, hash)
                SELECT account_id, card_id, number, amount, balance_after, kind, key,
                    origin_model, origin_id, operator_id, posted_at, false,
                    %(fingerprint)s, %(hash)s
                FROM new RETURNING account_id, card_id, id, hash, amount
            ) %(lot)s
            """,
            number=number,
            amount=AMOUNT if is_topup(number) else -AMOUNT,
            balance=AMOUNT * (2 * sum(so_far) - number),
            kind="topup" if is_topup(number) else "spend",
            uid=env.uid,
            fingerprint=_get_fingerprint_sql(),
            hash=env["membership.entry"]._get_hash_sql("new", SQL("new.previous")),
            lot=lot,
        )
    )
    env.cr.execute(
        """
        TRUNCATE head;
        ALTER TABLE head RENAME TO spare;
        ALTER TABLE next_head RENAME TO head;
        ALTER TABLE spare RENAME TO next_head;
        """
    )


def _get_fingerprint_sql():
    """What ``Posting.fingerprint`` computes, for the row ``new``."""
    return SQL(
        """left(encode(sha256(convert_to(jsonb_build_array(
            trim_scale(new.amount)::text, new.kind,
            jsonb_build_array(new.origin_model, new.origin_id),
            NULL, NULL, NULL, NULL, NULL, NULL)::text, 'UTF8')), 'hex'), 32)"""
    )
