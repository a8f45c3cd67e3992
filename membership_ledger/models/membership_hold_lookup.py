from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import CHUNK


class MembershipHold(models.Model):
    """Finding holds: by key, with what is posted, and those past their deadline."""

    _inherit = "membership.hold"

    @api.model
    def _cron_expire(self):
        """Give back what was reserved past its deadline, one commit per chunk."""
        domain = [("state", "=", "pending"), ("deadline", "<", fields.Datetime.now())]
        while holds := self.sudo().search(domain, limit=CHUNK // 10):
            holds._release(state="expired")
            left = self.env["ir.cron"]._commit_progress(
                len(holds), remaining=self.sudo().search_count(domain)
            )
            if not left:
                break

    def _find_key(self, account, request):
        """The hold that the account already has under the request's key, if any.

        :raises KeyReused: if that hold has other content
        """
        self.env.cr.execute(
            SQL(
                "SELECT id, fingerprint FROM membership_hold "
                "WHERE account_id = %s AND key = %s",
                account.id,
                request.key,
            )
        )
        row = self.env.cr.fetchone()
        if row and row[1] != request.fingerprint:
            account._refuse_key(request.key)
        return self.browse(row and row[0])

    def _get_known(self, key=None):
        """What a capture may have to know of this hold, exact, in one query.

        :param key: of the entry; default: the hold's
        :returns: dict with the amount, and the entry_id and fingerprint of what is
            already posted under that key
        """
        self.env["membership.account"]._flush_ledger()
        self.env.cr.execute(
            SQL(
                """
                SELECT hold.amount::text, entry.id, entry.fingerprint
                FROM membership_hold hold
                LEFT JOIN membership_entry entry
                    ON entry.account_id = hold.account_id
                    AND entry.key = COALESCE(%(key)s::text, hold.key)
                WHERE hold.id = %(id)s
                """,
                id=self.id,
                key=key,
            )
        )
        amount, entry_id, fingerprint = self.env.cr.fetchone()
        return {
            "amount": Decimal(amount),
            "entry_id": entry_id,
            "fingerprint": fingerprint,
        }
