from odoo import fields, models
from odoo.tools import SQL

from ..chain import GENESIS
from ..const import CHUNK
from ..exceptions import AccountNotOpen, PostingRefused
from ..posting import Posting

# Credits of a batch, one per account: accounts first, then entries, then lots.
INSERT_BATCH = """
WITH input AS (
    SELECT * FROM unnest(%(arrays)s) AS t (account_id, amount, kind,
        key, origin_model, origin_id, reason, bucket, expires_on,
        fingerprint, posted_at%(names)s)
), account AS (
    UPDATE membership_account account
    SET balance = balance + input.amount, last_number = last_number + 1,
        credited = credited + input.amount,
        overdrawn = GREATEST(0,
            -(balance + input.amount - held + credit_limit))
    FROM input WHERE account.id = input.account_id
    RETURNING account.id, account.last_number, account.balance
), new AS (
    SELECT input.*, account.last_number AS number,
        account.balance AS balance_after, %(uid)s AS operator_id,
        NULL::integer AS reversed_entry_id,
        COALESCE(previous.hash, %(genesis)s) AS previous
    FROM input JOIN account ON account.id = input.account_id
    LEFT JOIN membership_entry previous
        ON previous.account_id = account.id
        AND previous.number = account.last_number - 1
), entry AS (
    INSERT INTO membership_entry (account_id, number, amount,
        balance_after, kind, key, origin_model, origin_id, reason,
        operator_id, posted_at, is_forced, fingerprint, hash%(names)s)
    SELECT account_id, number, amount, balance_after, kind, key,
        origin_model, origin_id, reason, operator_id, posted_at,
        false, fingerprint, %(hash)s%(names)s
    FROM new
    RETURNING id, account_id, key, amount, balance_after, fingerprint
), lot AS (
    INSERT INTO membership_lot
        (account_id, entry_id, bucket, expires_on, amount, remaining)
    SELECT account_id, id, bucket, expires_on, gain, gain FROM (
        SELECT entry.account_id, entry.id, input.bucket,
            input.expires_on, GREATEST(balance_after, 0)
            - GREATEST(balance_after - entry.amount, 0) AS gain
        FROM entry JOIN input USING (account_id)
    ) filled WHERE gain > 0
)
SELECT account_id, key, id, fingerprint FROM entry
"""


class MembershipAccount(models.Model):
    """Thousands of credits at once, set-based, with the same rules as one posting."""

    _inherit = "membership.account"

    def _post_batch(self, rows):
        """Post many credits in this transaction; the same rows again change nothing.

        Callers commit per chunk of at most 1 000 rows, so that busy tills get through.

        :param rows: list of dicts with account_id, amount (> 0), kind, key and, if
            needed, origin (record), reason, bucket, expires_on, extra
        :returns: ``membership.entry`` records in the order of ``rows``
        :raises PostingRefused: for the first row that cannot be posted, naming its
            key; nothing of the batch is posted then
        """
        self._flush_ledger()
        accounts = self.browse({row["account_id"] for row in rows})
        accounts.fetch(["unit_id", "company_id"])
        requests = [self._prepare_batch_row(row) for row in rows]
        posted = self._find_keys(requests)
        fresh = {}  # a key repeated within the batch is one operation
        for account_id, posting in requests:
            key = (account_id, posting.key)
            known = posted.get(key) or (key in fresh and (0, fresh[key].fingerprint))
            if known and known[1] != posting.fingerprint:
                self.browse(account_id)._refuse_key(posting.key)
            if not known:
                fresh[key] = posting
        for turn in self._split_in_turns(fresh):
            for start in range(0, len(turn), CHUNK):
                posted.update(self._insert_batch(turn[start : start + CHUNK]))
        accounts._refresh_ledger()
        return (
            self.env["membership.entry"]
            .sudo()
            .browse(
                posted[account_id, posting.key][0] for account_id, posting in requests
            )
        )

    def _prepare_batch_row(self, row):
        account = self.browse(row["account_id"])
        amount = account.unit_id._to_decimal(row["amount"])
        if amount <= 0:
            raise PostingRefused(
                self.env._(
                    "Row %(key)s: a batch posts credits only, not %(amount)s.",
                    key=row["key"],
                    amount=amount,
                )
            )
        return account.id, Posting(
            amount=amount,
            kind=row["kind"],
            key=row["key"],
            origin=self._get_origin(row.get("origin"), row.get("reason")),
            reason=row.get("reason"),
            bucket=row.get("bucket"),
            expires_on=fields.Date.to_date(row.get("expires_on")),
            extra=row.get("extra") or {},
        )

    def _find_keys(self, requests):
        """(entry id, fingerprint) of what is posted, by (account id, key)."""
        self.env.cr.execute(
            SQL(
                """
                SELECT account_id, key, id, fingerprint FROM membership_entry
                JOIN unnest(%s::integer[], %s::text[]) AS asked (account_id, key)
                USING (account_id, key)
                """,
                [account_id for account_id, _posting in requests],
                [posting.key for _account_id, posting in requests],
            )
        )
        return {(row[0], row[1]): row[2:] for row in self.env.cr.fetchall()}

    @staticmethod
    def _split_in_turns(fresh):
        """Lists of (account id, posting) in which no account comes twice.

        A set-based INSERT cannot chain the hashes of two entries of one account.
        """
        turns, count = [], {}
        for (account_id, _key), posting in fresh.items():
            turn = count[account_id] = count.get(account_id, -1) + 1
            if turn == len(turns):
                turns.append([])
            turns[turn].append((account_id, posting))
        return [sorted(turn, key=lambda pair: pair[0]) for turn in turns]

    def _insert_batch(self, batch):
        """Post ``batch`` (one posting per account, in id order) in two statements."""
        self._lock_open([account_id for account_id, _posting in batch])
        Entry = self.env["membership.entry"]
        names = sorted({name for _id, posting in batch for name in posting.extra})
        Entry._check_extra(dict.fromkeys(names))
        columns = [SQL.identifier(name) for name in names]
        self.env.cr.execute(
            SQL(
                INSERT_BATCH,
                arrays=self._get_batch_arrays(batch, names),
                names=SQL("").join(SQL(", %s", column) for column in columns),
                uid=self.env.uid,
                genesis=GENESIS,
                hash=Entry._get_hash_sql("new", SQL("new.previous")),
            )
        )
        return {(row[0], row[1]): row[2:] for row in self.env.cr.fetchall()}

    def _get_batch_arrays(self, batch, names):
        """The rows of a batch as one typed SQL array per column."""
        orders = {
            account: self.browse(account)._get_default_bucket()
            for account, posting in batch
            if not posting.bucket
        }
        Entry = self.env["membership.entry"]
        columns = {
            "integer": [[account for account, _posting in batch]],
            "numeric": [[posting.amount for _account, posting in batch]],
        }
        texts = [
            [posting.kind for _account, posting in batch],
            [posting.key for _account, posting in batch],
            [posting.origin and posting.origin[0] for _account, posting in batch],
        ]
        arrays = [
            SQL("%s::integer[]", columns["integer"][0]),
            SQL("%s::numeric[]", columns["numeric"][0]),
            *(SQL("%s::text[]", text) for text in texts),
            SQL("%s::integer[]", [p.origin and p.origin[1] for _a, p in batch]),
            SQL("%s::text[]", [p.reason for _a, p in batch]),
            SQL("%s::text[]", [p.bucket or orders[a] for a, p in batch]),
            SQL("%s::date[]", [p.expires_on for _a, p in batch]),
            SQL("%s::text[]", [p.fingerprint for _a, p in batch]),
            SQL("%s::timestamp[]", [Entry._get_posting_time(p) for _a, p in batch]),
            *(
                SQL("%s::integer[]", [p.extra.get(name) or None for _a, p in batch])
                for name in names
            ),
        ]
        return SQL(", ").join(arrays)

    def _lock_rows(self):
        """Lock the rows in id order; two batches never wait crosswise.

        :returns: their states by id
        """
        self.env.cr.execute(
            SQL(
                "SELECT id, state FROM membership_account WHERE id = ANY(%s) "
                "ORDER BY id FOR NO KEY UPDATE",
                self.ids,
            )
        )
        return dict(self.env.cr.fetchall())

    def _lock_open(self, account_ids):
        states = self.browse(account_ids)._lock_rows()
        for account_id in account_ids:
            if states.get(account_id) not in ("open", "frozen"):
                raise AccountNotOpen(
                    self.env._(
                        "%(account)s is closed and takes no credit.",
                        account=self.browse(account_id).display_name,
                    )
                )
