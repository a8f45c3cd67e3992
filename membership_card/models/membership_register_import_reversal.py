from odoo import models
from odoo.tools import SQL


class MembershipRegisterImport(models.Model):
    """Taking back opening balances, through the ledger."""

    _inherit = "membership.register.import"

    # === HOOKS === #
    def _after_opening_reversals(self, entries):
        """Hook: react to reversals of opening balances, in their transaction.

        :param entries: ``membership.entry`` that were just posted
        """

    # === BUSINESS METHODS === #
    def _reverse_opening(self, accounts):
        """Reverse what this import posted on these accounts.

        :returns: the entries that do it
        """
        standing = self._get_standing_entries(accounts)
        reversals = standing._reverse_batch(f"undo:{self.id}", origin=self)
        if reversals:
            self._after_opening_reversals(reversals)
        return reversals

    def _undo_foreign(self, accounts):
        """Take back what this import posted for members it did not make."""
        moved = self._find_moved(accounts)
        why = self._explain_use("membership.entry")
        refused = dict.fromkeys(moved.ids, why)
        refused |= self._try_each(accounts - moved, self._reverse_opening)
        self.undone_count += len(accounts) - len(refused)
        self._keep(
            {
                account.member_id.id: refused[account.id]
                for account in accounts.browse(refused)
            }
        )

    # === HELPERS === #
    def _find_moved(self, accounts):
        """Accounts on which others posted since this import did."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM unnest(%s::integer[]) AS account (id)
                WHERE EXISTS (
                    SELECT FROM membership_entry later
                    WHERE later.account_id = account.id AND (%s) IS NOT TRUE
                        AND later.number > (
                            SELECT MIN(entry.number) FROM membership_entry entry
                            WHERE entry.account_id = account.id AND %s
                                AND entry.reversed_entry_id IS NULL))
                """,
                accounts.ids,
                self._get_own_entries("later"),
                self._get_own_entries("entry"),
            )
        )
        return accounts.browse(account_id for (account_id,) in self.env.cr.fetchall())

    def _get_standing_entries(self, accounts):
        """Entries that this import posted and nobody reversed.

        The last ones first: what came last is drawn first.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id FROM membership_entry entry
                WHERE entry.account_id = ANY(%s) AND %s
                    AND entry.reversed_entry_id IS NULL
                    AND NOT EXISTS (
                        SELECT FROM membership_entry reversal
                        WHERE reversal.reversed_entry_id = entry.id)
                ORDER BY entry.id DESC
                """,
                accounts.ids,
                self._get_own_entries("entry"),
            )
        )
        ids = [entry_id for (entry_id,) in self.env.cr.fetchall()]
        return self.env["membership.entry"].sudo().browse(ids)

    def _get_foreign_accounts(self):
        """Accounts of members known before that hold what this import posted."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT account.id FROM membership_entry entry
                JOIN membership_account account ON account.id = entry.account_id
                JOIN membership_member member ON member.id = account.member_id
                WHERE %s AND entry.reversed_entry_id IS NULL
                    AND member.import_id IS DISTINCT FROM %s
                    AND NOT EXISTS (
                        SELECT FROM membership_entry reversal
                        WHERE reversal.reversed_entry_id = entry.id)
                ORDER BY account.id
                """,
                self._get_own_entries("entry"),
                self.id,
            )
        )
        ids = [account_id for (account_id,) in self.env.cr.fetchall()]
        return self.env["membership.account"].sudo().browse(ids)
