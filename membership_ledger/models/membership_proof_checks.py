from odoo import models
from odoo.tools import SQL

from ..chain import GENESIS


class MembershipProof(models.Model):
    """The ledger's own checks: each recomputes one promise from the entries."""

    _inherit = "membership.proof"

    def _check_balances(self):
        """Balance = Σ entries."""
        return self._compare(
            self.env._("Balance"),
            self.env._("The balance is not the sum of the entries."),
            SQL("COALESCE(SUM(entry.amount), 0)"),
            SQL("account.balance"),
            SQL("LEFT JOIN membership_entry entry ON entry.account_id = account.id"),
        )

    def _check_credits(self):
        """Credited in total ≥ Σ credits; more where other accounts went before."""
        return self._compare(
            self.env._("Credits"),
            self.env._("More was credited than the account's total of credits says."),
            SQL(
                "GREATEST(account.credited, "
                "COALESCE(SUM(entry.amount) FILTER (WHERE entry.amount > 0), 0))"
            ),
            SQL("account.credited"),
            SQL("LEFT JOIN membership_entry entry ON entry.account_id = account.id"),
        )

    def _check_numbers(self):
        """Numbers run from 1 to the last without gaps."""
        return self._compare(
            self.env._("Numbers"),
            self.env._("Entries are missing or numbered twice."),
            SQL("account.last_number"),
            SQL(
                "CASE WHEN COUNT(entry.id) = COALESCE(MAX(entry.number), 0) "
                "THEN COUNT(entry.id) ELSE -1 END"
            ),
            SQL("LEFT JOIN membership_entry entry ON entry.account_id = account.id"),
        )

    def _check_lots(self):
        """Σ remaining lots = max(balance, 0), and each lot follows from allocations."""
        lines = self._compare(
            self.env._("Lots"),
            self.env._("What is left in the lots is not the balance."),
            SQL("GREATEST(account.balance, 0)"),
            SQL("COALESCE(SUM(lot.remaining), 0)"),
            SQL("LEFT JOIN membership_lot lot ON lot.account_id = account.id"),
        )
        return lines + self._compare(
            self.env._("Allocations"),
            self.env._("A lot's remainder does not follow from what was drawn."),
            SQL("COALESCE(SUM(lot.remaining), 0)"),
            SQL("COALESCE(SUM(lot.amount + COALESCE(drawn.amount, 0)), 0)"),
            SQL(
                """
                LEFT JOIN membership_lot lot ON lot.account_id = account.id
                LEFT JOIN (SELECT lot_id, SUM(amount) AS amount
                    FROM membership_allocation GROUP BY lot_id) drawn
                ON drawn.lot_id = lot.id
                """
            ),
        )

    def _check_holds(self):
        """Held = Σ pending holds."""
        return self._compare(
            self.env._("Reservations"),
            self.env._("The held amount is not the sum of the pending reservations."),
            SQL("COALESCE(SUM(hold.amount), 0)"),
            SQL("account.held"),
            SQL(
                "LEFT JOIN membership_hold hold ON hold.account_id = account.id "
                "AND hold.state = 'pending'"
            ),
        )

    def _check_reversals(self):
        """Σ reversals ≤ original."""
        return self._report(
            self.env._("Reversals"),
            self.env._("More was reversed than the entry moved."),
            SQL(
                """
                SELECT original.account_id, original.amount::text,
                    SUM(reversal.amount)::text, 'membership.entry', original.id
                FROM membership_entry reversal
                JOIN membership_entry original
                    ON original.id = reversal.reversed_entry_id
                JOIN membership_account account ON account.id = original.account_id
                WHERE %s GROUP BY original.id
                HAVING abs(SUM(reversal.amount)) > abs(original.amount)
                    OR sign(SUM(reversal.amount)) = sign(original.amount)
                """,
                self._get_scope(),
            ),
        )

    def _check_links(self):
        """Every hash follows from the entry and the hash before it."""
        since = SQL("TRUE")
        if not self.is_full:
            since = SQL(
                """entry.number > COALESCE((SELECT MAX(number) FROM membership_seal_head
                head WHERE head.account_id = entry.account_id), 0)"""
            )
        hash_sql = self.env["membership.entry"]._get_hash_sql(
            "entry", SQL("COALESCE(previous.hash, %s)", GENESIS)
        )
        return self._report(
            self.env._("Hash chain"),
            self.env._("An entry was changed or forged: its hash does not follow."),
            SQL(
                """
                SELECT entry.account_id, expected, entry.hash, 'membership.entry',
                    entry.id
                FROM membership_entry entry
                JOIN membership_account account ON account.id = entry.account_id
                LEFT JOIN membership_entry previous
                    ON previous.account_id = entry.account_id
                    AND previous.number = entry.number - 1
                CROSS JOIN LATERAL (SELECT %s AS expected) link
                WHERE %s AND %s AND entry.hash <> expected
                """,
                hash_sql,
                self._get_scope(),
                since,
            ),
        )

    def _check_seals(self):
        """Every sealed head is still there, and every seal follows from its heads."""
        lines = self._report(
            self.env._("Seal"),
            self.env._("A sealed entry is gone or changed: the tail was cut."),
            SQL(
                """
                SELECT head.account_id, head.number || ' ' || head.hash,
                    entry.number || ' ' || entry.hash, 'membership.seal', head.seal_id
                FROM membership_seal_head head
                JOIN membership_account account ON account.id = head.account_id
                LEFT JOIN membership_entry entry ON entry.account_id = head.account_id
                    AND entry.number = head.number
                WHERE %s AND entry.hash IS DISTINCT FROM head.hash
                """,
                self._get_scope(),
            ),
        )
        return lines + [
            {
                "check": self.env._("Seal"),
                "message": self.env._(
                    "A seal was rewritten: compare it with the mail to the auditors."
                ),
                "found": seal.digest,
                "res_model": seal._name,
                "res_id": seal.id,
            }
            for seal in self.env["membership.seal"]._get_broken()
        ]

    def _list_overdrawn(self):
        """Not an error: accounts that forced entries took below what was available."""
        return self._report(
            self.env._("Overdrawn"),
            self.env._("Forced entries exceeded what was available; not repaid yet."),
            SQL(
                """
                SELECT id, '0', trim_scale(overdrawn)::text, NULL, NULL
                FROM membership_account account WHERE %s AND overdrawn > 0
                """,
                self._get_scope(),
            ),
            severity="note",
        )

    def _list_forced(self):
        """Not an error: forced entries of the last week, to be looked at."""
        return self._report(
            self.env._("Forced"),
            self.env._("Posted although its reservation had lapsed."),
            SQL(
                """
                SELECT entry.account_id, NULL, trim_scale(entry.amount)::text,
                    'membership.entry', entry.id
                FROM membership_entry entry
                JOIN membership_account account ON account.id = entry.account_id
                WHERE %s AND entry.is_forced
                  AND entry.kind NOT IN ('clawback', 'transfer')
                  AND entry.posted_at > now() AT TIME ZONE 'UTC' - interval '7 days'
                """,
                self._get_scope(),
            ),
            severity="note",
        )

    # === HELPERS === #
    def _get_scope(self):
        """SQL condition on ``account`` for the company of this proof."""
        if not self.company_id:
            return SQL("TRUE")
        return SQL("account.company_id = %s", self.company_id.id)

    def _compare(self, check, message, expected, found, joins):
        """One line per account for which two aggregates differ."""
        return self._report(
            check,
            message,
            SQL(
                """
                SELECT account.id, (%(expected)s)::text, (%(found)s)::text, NULL, NULL
                FROM membership_account account %(joins)s
                WHERE %(scope)s GROUP BY account.id
                HAVING %(expected)s <> %(found)s
                """,
                expected=expected,
                found=found,
                joins=joins,
                scope=self._get_scope(),
            ),
        )

    def _report(self, check, message, query, severity="error"):
        """Lines from (account, expected, found, model, id) rows."""
        self.env.cr.execute(query)
        return [
            {
                "check": check,
                "message": message,
                "severity": severity,
                "account_id": account_id,
                "expected": expected,
                "found": found,
                "res_model": model,
                "res_id": res_id,
            }
            for account_id, expected, found, model, res_id in self.env.cr.fetchall()
        ]
