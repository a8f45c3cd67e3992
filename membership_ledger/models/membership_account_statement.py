from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import SQL

# Opening balance, sums and entries of a period.
STATEMENT = """
SELECT
    (SELECT balance_after::text FROM membership_entry
     WHERE account_id = %(id)s AND posted_at < %(start)s
     ORDER BY posted_at DESC, number DESC LIMIT 1),
    COALESCE(SUM(amount) FILTER (WHERE amount > 0), 0)::text,
    COALESCE(-SUM(amount) FILTER (WHERE amount < 0), 0)::text,
    COALESCE(array_agg(id ORDER BY number), '{}')
FROM membership_entry WHERE account_id = %(id)s
  AND posted_at >= %(start)s AND posted_at < %(end)s
"""

# Of each account by its index, then of all: the same however long they have been used.
LATEST = """
SELECT entry.id FROM unnest(%s::integer[]) AS account (id) CROSS JOIN LATERAL (
    SELECT id, posted_at FROM membership_entry WHERE account_id = account.id
    ORDER BY posted_at DESC, number DESC LIMIT %s
) entry ORDER BY posted_at DESC, entry.id DESC LIMIT %s
"""


class MembershipAccount(models.Model):
    """Statement of an account for a period, and what happened last."""

    _inherit = "membership.account"

    def _get_statement(self, date_from, date_to, tz=None):
        """Opening balance, movements and closing balance of a period.

        :param date_from: first day, a date in the time zone ``tz``
        :param date_to: last day, included
        :param tz: name of a time zone; default: the context's, the user's, then UTC
        :returns: dict with opening, credits, debits, closing (Decimals in the account's
            unit; opening + credits − debits = closing) and entries (oldest first)
        """
        self.ensure_one()
        self._flush_ledger()
        utc_from, utc_to = self._get_utc_bounds(date_from, date_to, tz)
        self.env.cr.execute(
            SQL(
                STATEMENT,
                id=self.id,
                start=utc_from,
                end=utc_to,
            )
        )
        opening, credits_, debits, entry_ids = self.env.cr.fetchone()
        opening, credits_, debits = map(Decimal, (opening or 0, credits_, debits))
        return {
            "opening": opening,
            "credits": credits_,
            "debits": debits,
            "closing": opening + credits_ - debits,
            "entries": self.env["membership.entry"].browse(entry_ids),
        }

    def _get_latest_entries(self, limit):
        """The last entries of all these accounts together, newest first.

        :param int limit: how many at most
        """
        self.env.cr.execute(SQL(LATEST, self.ids, limit, limit))
        return self.env["membership.entry"].browse(
            entry_id for (entry_id,) in self.env.cr.fetchall()
        )

    def _get_utc_bounds(self, date_from, date_to, tz=None):
        """Naive UTC of the start of a period, and of the moment after its end."""
        zone = ZoneInfo(tz or self.env.context.get("tz") or self.env.user.tz or "UTC")
        return (
            self._day_start(date_from, zone),
            self._day_start(date_to + timedelta(days=1), zone),
        )

    @staticmethod
    def _day_start(day, zone):
        """Start of a calendar day of ``zone``, as the naive UTC that is stored."""
        local = datetime.combine(day, time.min, tzinfo=zone)
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
