from decimal import Decimal

from odoo import models
from odoo.tools import SQL


class MembershipRegisterImport(models.Model):
    """Opening balances of money are booked, one journal entry per chunk of rows."""

    _inherit = "membership.register.import"

    # === ACTION METHODS === #
    def action_view_moves(self):
        """Open the journal entries of the opening balances."""
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT move_id FROM membership_wallet_booking booking
                JOIN membership_entry entry ON entry.id = booking.entry_id
                WHERE entry.origin_model = %s AND entry.origin_id = %s
                """,
                self._name,
                self.id,
            )
        )
        move_ids = [move_id for (move_id,) in self.env.cr.fetchall()]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", move_ids)],
        }

    # === BUSINESS METHODS === #
    def _after_opening_balances(self, postings):
        """Dr membership opening balances, Cr customer stored value."""
        result = super()._after_opening_balances(postings)
        units = self.env["membership.unit"].browse({p["unit_id"] for p in postings})
        for unit in units.filtered(lambda unit: unit.kind == "money"):
            mine = [p for p in postings if p["unit_id"] == unit.id]
            self._book_opening_balances(unit.currency_id, mine)
        return result

    def _after_opening_reversals(self, entries):
        """Dr customer stored value, Cr membership opening balances."""
        result = super()._after_opening_reversals(entries)
        money = entries.filtered(lambda entry: entry.account_id.unit_id.kind == "money")
        if money:
            company = self.company_id.root_id
            self.env["membership.wallet.booking"].sudo()._post_counterpart(
                money,
                company._get_membership_account("opening"),
                self.env._("Taken back: %(name)s", name=self.display_name),
                company=company,
            )
        return result

    def _book_opening_balances(self, currency, postings):
        Booking = self.env["membership.wallet.booking"].sudo()
        company = self.company_id.root_id
        lines = Booking._prepare_pair(
            company._get_membership_account("opening"),
            company._get_membership_account("liability"),
            sum((posting["amount"] for posting in postings), Decimal(0)),
            currency,
            name=self.env._("Opening balances of members"),
        )
        ref = self.env._("Register import %(name)s", name=self.display_name)
        journal = company._get_membership_journal()
        move = Booking._post_move(company, journal, lines, ref)
        keys = [(posting["account_id"], posting["key"]) for posting in postings]
        Booking._link(Booking._find_entries(keys), move)
