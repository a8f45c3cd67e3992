from functools import lru_cache

from odoo import api, models
from odoo.tools import SQL

from ..chain import GENESIS, link

# One entry for the row ``account`` that was just moved, linked to the one before it.
INSERT_ENTRY = """
INSERT INTO membership_entry (account_id, number, amount, balance_after,
    kind, key, origin_model, origin_id, reason, operator_id, posted_at,
    reversed_entry_id, hold_id, is_forced, fingerprint, hash%(names)s)
SELECT account_id, number, amount, balance_after, kind, key, origin_model,
    origin_id, %(reason)s, operator_id, posted_at, reversed_entry_id,
    %(hold)s, %(force)s, %(fingerprint)s, %(hash)s%(values)s
FROM (SELECT account.id AS account_id, account.last_number AS number,
    account.moved AS amount, account.balance AS balance_after,
    %(kind)s::text AS kind, %(key)s::text AS key,
    %(model)s::text AS origin_model, %(res_id)s::integer AS origin_id,
    %(uid)s AS operator_id, %(now)s::timestamp AS posted_at,
    %(reversed)s::integer AS reversed_entry_id,
    COALESCE((SELECT hash FROM membership_entry WHERE account_id = account.id
        AND number = account.last_number - 1), %(genesis)s) AS previous
    FROM account
) new
RETURNING id, account_id, balance_after, GREATEST(balance_after, 0)
    - GREATEST(balance_after - amount, 0) AS gain
"""


@lru_cache
def _get_hash_sql(alias, previous):
    return SQL(
        """encode(sha256(convert_to(jsonb_build_array(%(previous)s,
            %(row)s.account_id::text, %(row)s.number::text,
            trim_scale(%(row)s.amount)::text,
            trim_scale(%(row)s.balance_after)::text,
            %(row)s.kind, %(row)s.key,
            %(row)s.origin_model || ',' || %(row)s.origin_id,
            %(row)s.reversed_entry_id::text, %(row)s.operator_id::text,
            to_char(%(row)s.posted_at, 'YYYY-MM-DD"T"HH24:MI:SS')
        )::text, 'UTF8')), 'hex')""",
        previous=previous,
        row=SQL.identifier(alias),
    )


class MembershipEntry(models.Model):
    """How an entry is written and linked to the one before it."""

    _inherit = "membership.entry"

    def _get_insert_sql(self, posting):
        """INSERT of one entry; its hash is computed by the same statement.

        It returns ``gain`` too: what a credit leaves after repaying a negative balance.
        """
        extra = self._check_extra(posting.extra)
        columns = [SQL.identifier(name) for name in extra]
        return SQL(
            INSERT_ENTRY,
            names=SQL("").join(SQL(", %s", column) for column in columns),
            values=SQL("").join(
                SQL(", %s::integer", value) for value in extra.values()
            ),
            reason=posting.reason,
            hold=posting.hold_id,
            force=posting.force,
            fingerprint=posting.fingerprint,
            hash=self._get_hash_sql("new", SQL("new.previous")),
            kind=posting.kind,
            key=posting.key,
            model=posting.origin and posting.origin[0],
            res_id=posting.origin and posting.origin[1],
            uid=self.env.uid,
            now=self._get_posting_time(posting),
            reversed=posting.reversed_entry_id,
            genesis=GENESIS,
        )

    def _check_extra(self, extra):
        """The extra columns of a posting, refusing names that nobody declared."""
        unknown = extra.keys() - set(self._get_extra_columns())
        if unknown:
            raise ValueError(f"unknown entry columns: {', '.join(sorted(unknown))}")
        # The id of an empty record is False, which SQL would take for 0.
        return {name: extra[name] or None for name in sorted(extra)}

    @api.model
    def _get_hash_sql(self, alias, previous):
        """SQL expression for the hash of the row ``alias`` after hash ``previous``."""
        return _get_hash_sql(alias, previous)

    def _compute_link(self, previous):
        """This entry's hash computed in Python, to check the one made by SQL."""
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                "SELECT trim_scale(amount)::text, trim_scale(balance_after)::text "
                "FROM membership_entry WHERE id = %s",
                self.id,
            )
        )
        amounts = self.env.cr.fetchone()
        origin = self.origin_model and f"{self.origin_model},{self.origin_id}"
        return link(
            [
                *(previous, str(self.account_id.id), str(self.number)),
                *(*amounts, self.kind, self.key, origin or None),
                str(self.reversed_entry_id.id) if self.reversed_entry_id else None,
                *(str(self.operator_id.id), self.posted_at.isoformat()),
            ]
        )
