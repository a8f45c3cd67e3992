from odoo import models
from odoo.tools import SQL

from ..exceptions import PostingRefused
from ..posting import Posting


class MembershipAccount(models.Model):
    """Moving an amount from one account to another, lots and expiry included."""

    _inherit = "membership.account"

    def _transfer(
        self,
        other,
        amount,
        key,
        *,
        origin=None,
        reason=None,
        extra=None,
        force=False,
        prefer_bucket=None,
    ):
        """Move an amount to another account of the same unit, lots and expiry included.

        :param force: may overdraw (flagged); a debt moves like that
        :param prefer_bucket: lots of this bucket are drawn before any other
        :returns: (entry out, entry in), the first ones if the key was posted before
        :raises PostingRefused: not enough, not open, key reused with other content
        """
        other.ensure_one()
        amount = self.unit_id._to_decimal(amount)
        self._check_positive(amount)
        if self == other or self.unit_id != other.unit_id:
            raise PostingRefused(
                self.env._("A transfer goes to another account of the same unit.")
            )
        common = {
            "kind": "transfer",
            "key": key,
            "origin": self._get_origin(origin, reason),
            "reason": reason,
            "extra": extra or {},
        }
        out = Posting(-amount, detail=f"to {other.id}", force=force, **common)
        back = Posting(amount, detail=f"from {self.id}", **common)
        self._flush_ledger()
        if found := self._find_key(out):
            return found, other._find_key(back)
        other._find_key(back)  # the key may be taken on the other side only
        return self._append_pair(other, out, back, prefer_bucket)

    def _append_pair(self, other, out, back, prefer_bucket):
        """Append both entries of a transfer; the lots that one drew the other gets."""
        entries = {}
        # In id order: two transfers in opposite directions never wait for each other.
        for account, posting in sorted(
            ((self, out), (other, back)), key=lambda pair: pair[0].id
        ):
            entries[account] = account._append(
                posting,
                account._get_move_sql(posting),
                with_lots=posting is out,
                prefer_bucket=prefer_bucket,
            ) or account._refuse(back.amount)
        other._copy_drawn_lots(entries[self], entries[other])
        return entries[self], entries[other]

    def _copy_drawn_lots(self, entry_out, entry_in):
        """Give this account the lots that ``entry_out`` drew: same bucket and expiry.

        What repays a negative balance leaves no lot; what the other account drew on
        credit comes in the default bucket.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH target AS (
                    SELECT id, account_id, GREATEST(balance_after, 0)
                        - GREATEST(balance_after - amount, 0) AS gain
                    FROM membership_entry WHERE id = %(entry_in)s
                ), source AS (
                    SELECT lot.bucket, lot.expires_on, -al.amount AS amount, al.id
                    FROM membership_allocation al
                    JOIN membership_lot lot ON lot.id = al.lot_id
                    WHERE al.entry_id = %(entry_out)s
                    UNION ALL
                    SELECT %(bucket)s, NULL, -amount + COALESCE((
                        SELECT SUM(amount) FROM membership_allocation
                        WHERE entry_id = %(entry_out)s), 0), NULL
                    FROM membership_entry WHERE id = %(entry_out)s
                ), queue AS (
                    SELECT *, SUM(amount) OVER (ORDER BY id NULLS LAST) - amount
                        AS before
                    FROM source WHERE amount > 0
                )
                INSERT INTO membership_lot
                    (account_id, entry_id, bucket, expires_on, amount, remaining)
                SELECT account_id, target.id, bucket, expires_on,
                    LEAST(amount, gain - before), LEAST(amount, gain - before)
                FROM queue, target WHERE before < gain ORDER BY queue.id
                """,
                entry_in=entry_in.id,
                entry_out=entry_out.id,
                bucket=self._get_default_bucket(),
            )
        )
        self._refresh_ledger()
