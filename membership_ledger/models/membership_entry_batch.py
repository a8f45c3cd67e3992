from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..chain import GENESIS
from ..const import CHUNK
from ..posting import Posting

# Credits whose lot is whole: taking them back touches that lot and no other.
FIND_WHOLE = """
SELECT entry.id, entry.account_id, entry.amount::text
FROM unnest(%(ids)s::integer[]) WITH ORDINALITY AS asked (id, position)
JOIN membership_entry entry ON entry.id = asked.id
JOIN membership_account account ON account.id = entry.account_id
JOIN membership_lot lot ON lot.entry_id = entry.id AND lot.remaining = entry.amount
WHERE entry.amount > 0 AND entry.kind <> 'transfer'
    AND entry.reversed_entry_id IS NULL AND account.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM membership_entry reversal
        WHERE reversal.reversed_entry_id = entry.id)
ORDER BY position
"""

# One per account: accounts first, then entries, then lots. An account that has not
# enough, or knows the key, is left out: the single verb says why.
REVERSE_BATCH = """
WITH input AS (
    SELECT * FROM unnest(%(entries)s::integer[], %(accounts)s::integer[],
        %(amounts)s::numeric[], %(keys)s::text[], %(fingerprints)s::text[],
        %(times)s::timestamp[])
        AS t (entry_id, account_id, amount, key, fingerprint, posted_at)
), account AS (
    UPDATE membership_account account
    SET balance = balance - input.amount, last_number = last_number + 1,
        overdrawn = GREATEST(0, -(balance - input.amount - held + credit_limit))
    FROM input WHERE account.id = input.account_id
        AND balance - input.amount - held + credit_limit >= 0
        AND NOT EXISTS (SELECT FROM membership_entry known
            WHERE known.account_id = account.id AND known.key = input.key)
    RETURNING account.id, last_number, balance
), new AS (
    SELECT account.id AS account_id, account.last_number AS number,
        -input.amount AS amount, account.balance AS balance_after,
        'clawback'::text AS kind, input.key, %(model)s::text AS origin_model,
        %(res_id)s::integer AS origin_id, %(reason)s::text AS reason,
        input.entry_id AS reversed_entry_id, %(uid)s AS operator_id,
        input.posted_at, input.fingerprint,
        COALESCE(previous.hash, %(genesis)s) AS previous
    FROM input JOIN account ON account.id = input.account_id
    LEFT JOIN membership_entry previous ON previous.account_id = account.id
        AND previous.number = account.last_number - 1
), entry AS (
    INSERT INTO membership_entry (account_id, number, amount, balance_after, kind,
        key, origin_model, origin_id, reason, reversed_entry_id, operator_id,
        posted_at, is_forced, fingerprint, hash)
    SELECT account_id, number, amount, balance_after, kind, key, origin_model,
        origin_id, reason, reversed_entry_id, operator_id, posted_at, false,
        fingerprint, %(hash)s
    FROM new RETURNING id, reversed_entry_id, amount
), drawn AS (
    UPDATE membership_lot lot SET remaining = lot.remaining + entry.amount
    FROM entry WHERE lot.entry_id = entry.reversed_entry_id
    RETURNING lot.id, entry.id AS entry_id, entry.amount
), allocation AS (
    INSERT INTO membership_allocation (entry_id, lot_id, amount)
    SELECT entry_id, id, amount FROM drawn
)
SELECT reversed_entry_id, id FROM entry
"""


class MembershipEntry(models.Model):
    """Thousands of credits taken back at once, with the rules of a single reversal."""

    _inherit = "membership.entry"

    def _reverse_batch(self, key, *, origin=None, reason=None):
        """Take back all that is left of each of these entries, in their order.

        Credits of which nothing was used are reversed set-based; the others, one by
        one by :meth:`_reverse`, which also refuses. The same call again posts nothing.

        :param str key: what the keys begin with; the id of the entry makes each whole
        :param origin: record of the document behind it; without one, ``reason`` is due
        :returns: the reversals, in the order of these entries
        :raises PostingRefused: for the first entry that cannot be taken back; the
            caller rolls back what the others did
        """
        Account = self.env["membership.account"].sudo()
        Account._flush_ledger()
        asked = self._prepare_reversals(key, origin, reason)
        accounts = Account.browse(account_id for account_id, _key in asked)
        accounts._lock_rows()
        done = {}
        for turn in Account._split_in_turns(asked):
            for start in range(0, len(turn), CHUNK):
                done.update(self._insert_reversals(turn[start : start + CHUNK]))
        accounts._refresh_ledger()
        self.env["membership.lot"].invalidate_model(["remaining"], flush=False)
        self.browse(done).invalidate_recordset(flush=False)
        # Each by itself: read together, all would be read anew after each.
        for entry in (self.browse(rest) for rest in self.ids if rest not in done):
            own_key = self._get_reversal_key(key, entry.id)
            _amount, left = entry._get_reversible(own_key)
            reversal = entry._reverse(left, own_key, origin=origin, reason=reason)
            done[entry.id] = reversal.id
        return self.sudo().browse(done[entry_id] for entry_id in self.ids)

    # === HELPERS === #
    @staticmethod
    def _get_reversal_key(key, entry_id):
        return f"{key}:{entry_id}"

    def _prepare_reversals(self, key, origin, reason):
        """{(account id, key): posting} for the credits that nothing was drawn on."""
        origin = self.env["membership.account"]._get_origin(origin, reason)
        self.env.cr.execute(SQL(FIND_WHOLE, ids=self.ids))
        postings = {}
        for entry_id, account_id, amount in self.env.cr.fetchall():
            own_key = self._get_reversal_key(key, entry_id)
            postings[account_id, own_key] = Posting(
                amount=-Decimal(amount),
                kind="clawback",
                key=own_key,
                origin=origin,
                reason=reason,
                reversed_entry_id=entry_id,
            )
        return postings

    def _insert_reversals(self, batch):
        """Post ``batch`` (one per account, in id order): {entry id: its reversal}."""
        if not batch:
            return {}
        postings = [posting for _account_id, posting in batch]
        origin = postings[0].origin or (None, None)
        self.env.cr.execute(
            SQL(
                REVERSE_BATCH,
                entries=[posting.reversed_entry_id for posting in postings],
                accounts=[account_id for account_id, _posting in batch],
                amounts=[-posting.amount for posting in postings],
                keys=[posting.key for posting in postings],
                fingerprints=[posting.fingerprint for posting in postings],
                times=[self._get_posting_time(posting) for posting in postings],
                model=origin[0],
                res_id=origin[1],
                reason=postings[0].reason,
                uid=self.env.uid,
                genesis=GENESIS,
                hash=self._get_hash_sql("new", SQL("new.previous")),
            )
        )
        return dict(self.env.cr.fetchall())
