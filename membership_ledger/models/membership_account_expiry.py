from odoo import api, fields, models
from odoo.tools import SQL

from ..chain import GENESIS
from ..const import CHUNK

# What lapsed, cut to what is available, in one statement per chunk.
EXPIRE = """
WITH lapsed AS (
    SELECT id, account_id, remaining, SUM(remaining) OVER (
        PARTITION BY account_id ORDER BY expires_on, id) - remaining AS before
    FROM membership_lot
    WHERE account_id = ANY(%(ids)s) AND remaining > 0
      AND expires_on < %(today)s
), due AS (
    SELECT account_id, LEAST(SUM(lapsed.remaining), balance - held) AS take
    FROM lapsed JOIN membership_account account ON account.id = account_id
    WHERE balance - held > 0
    GROUP BY account_id, balance, held
), account AS (
    UPDATE membership_account account
    SET balance = balance - take, last_number = last_number + 1,
        overdrawn = GREATEST(0, -(balance - take - held + credit_limit))
    FROM due WHERE account.id = due.account_id
    RETURNING account.id, last_number, balance, take
), new AS (
    SELECT account.id AS account_id, last_number AS number, -take AS amount,
        balance AS balance_after, 'expire'::text AS kind,
        'expire:' || last_number AS key,
        'membership.account'::text AS origin_model, account.id AS origin_id,
        NULL::integer AS reversed_entry_id, %(uid)s AS operator_id,
        %(now)s::timestamp AS posted_at,
        COALESCE(previous.hash, %(genesis)s) AS previous
    FROM account LEFT JOIN membership_entry previous
        ON previous.account_id = account.id
        AND previous.number = last_number - 1
), entry AS (
    INSERT INTO membership_entry (account_id, number, amount, balance_after,
        kind, key, origin_model, origin_id, operator_id, posted_at,
        is_forced, fingerprint, hash)
    SELECT account_id, number, amount, balance_after, kind, key,
        origin_model, origin_id, operator_id, posted_at, false, key, %(hash)s
    FROM new RETURNING id, account_id, -amount AS take
), drawn AS (
    UPDATE membership_lot lot
    SET remaining = lot.remaining - LEAST(lapsed.remaining, take - before)
    FROM lapsed JOIN entry USING (account_id)
    WHERE lot.id = lapsed.id AND before < take
    RETURNING lot.id, entry.id AS entry_id,
        LEAST(lapsed.remaining, take - before) AS taken
), allocation AS (
    INSERT INTO membership_allocation (entry_id, lot_id, amount)
    SELECT entry_id, id, -taken FROM drawn
)
SELECT id FROM entry
"""


class MembershipAccount(models.Model):
    """Expiry: takes what is left of lapsed lots, set-based, one entry per account."""

    _inherit = "membership.account"

    def _expire_lots(self, today=None):
        """Post the expiry of lots whose last good day is before ``today``.

        Takes the remainder of each lot, at most what is available without credit: what
        is held for a payment expires when the hold ends.

        :param today: date; default: today in UTC
        :returns: the new entries, of kind "expire"; their allocations name the lots
        """
        today = today or fields.Date.today()
        self._flush_ledger()
        Entry = self.env["membership.entry"].sudo()
        entry_ids = []
        ids = sorted(self.ids)
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            # In id order, see _lock_open; the UPDATE below then finds them locked.
            self.env.cr.execute(
                SQL(
                    "SELECT FROM membership_account WHERE id = ANY(%s) "
                    "ORDER BY id FOR NO KEY UPDATE",
                    chunk,
                )
            )
            self.env.cr.execute(self._get_expiry_sql(chunk, today))
            entry_ids += [row[0] for row in self.env.cr.fetchall()]
        self._refresh_ledger()
        self.env["membership.lot"].invalidate_model(flush=False)
        return Entry.browse(entry_ids)

    def _get_expiry_sql(self, account_ids, today):
        return SQL(
            EXPIRE,
            ids=account_ids,
            today=today,
            uid=self.env.uid,
            now=self.env["membership.entry"]._get_posting_time(),
            genesis=GENESIS,
            hash=self.env["membership.entry"]._get_hash_sql("new", SQL("new.previous")),
        )

    @api.model
    def _cron_expire_lots(self):
        """Nightly: expire in chunks, each a transaction, until nothing is left."""
        today = fields.Date.today()
        last_id = 0
        while ids := self._get_expiring_ids(today, last_id):
            self.sudo().browse(ids)._expire_lots(today)
            last_id = ids[-1]
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                break

    def _get_expiring_ids(self, today, after_id):
        """Ids of the next accounts with lapsed lots, in id order."""
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT account_id FROM membership_lot
                WHERE remaining > 0 AND expires_on < %s AND account_id > %s
                ORDER BY account_id LIMIT %s
                """,
                today,
                after_id,
                CHUNK,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]
