from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
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
        reversals = self.env["membership.entry"].sudo()
        for entry, amount in self._get_standing_entries(accounts):
            key = f"undo:{self.id}:{entry.id}"
            reversals |= entry._reverse(amount, key, origin=self)
        if reversals:
            self._after_opening_reversals(reversals)
        return reversals

    def _undo_foreign(self, accounts):
        """Take back what this import posted for members it did not make."""
        uses = {}
        for account in accounts:
            try:
                with self.env.cr.savepoint():
                    self._check_untouched(account)
                    self._reverse_opening(account)
            except UserError as error:
                uses[account.member_id.id] = error.args[0]
            else:
                self.undone_count += 1
        self._keep(uses)

    def _check_untouched(self, account):
        mine = self._get_opening_entries(account)
        later = (
            self.env["membership.entry"]
            .sudo()
            .search_count(
                [
                    ("account_id", "=", account.id),
                    ("number", ">", min(mine.mapped("number"))),
                    "!",
                    *(
                        "&",
                        ("origin_model", "=", self._name),
                        ("origin_id", "=", self.id),
                    ),
                ]
            )
        )
        if later:
            raise UserError(self._explain_use("membership.entry"))

    # === HELPERS === #
    def _get_opening_entries(self, accounts):
        domain = [
            ("account_id", "in", accounts.ids),
            ("origin_model", "=", self._name),
            ("origin_id", "=", self.id),
            ("reversed_entry_id", "=", False),
        ]
        return self.env["membership.entry"].sudo().search(domain, order="id desc")

    def _get_standing_entries(self, accounts):
        """(entry, exact amount) of what this import posted and nobody reversed.

        The last ones first: what came last is drawn first.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id, entry.amount::text FROM membership_entry entry
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
        rows = self.env.cr.fetchall()
        Entry = self.env["membership.entry"].sudo()
        # Each by itself: every reversal moves its account, and read together all of
        # them would be read anew for each.
        return [(Entry.browse(row[0]), Decimal(row[1])) for row in rows]

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
