from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL


class MembershipWalletBooking(models.Model):
    """Which journal entry books a ledger entry, where the origin does not tell.

    Ledger entries are immutable and know nothing of accounting: the link is here.
    """

    _name = "membership.wallet.booking"
    _inherit = "membership.seen"
    _seen_by = ("entry_id",)
    _description = "Booking of Stored Value"
    _log_access = False
    _rec_name = "entry_id"

    entry_id = fields.Many2one(
        "membership.entry", required=True, readonly=True, ondelete="restrict"
    )
    move_id = fields.Many2one(
        "account.move", required=True, readonly=True, index=True, ondelete="restrict"
    )

    _entry_unique = models.UniqueIndex("(entry_id)", "This entry is booked already.")

    # === BUSINESS METHODS === #
    @api.model
    def _link(self, entries, move):
        """Remember that ``move`` books ``entries``; those booked before stay.

        One statement, however many entries: a till's session has thousands.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_wallet_booking (entry_id, move_id)
                SELECT unnest(%s::integer[]), %s ON CONFLICT (entry_id) DO NOTHING
                """,
                entries.ids,
                move.id,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _post_counterpart(self, entries, account, ref, partner=None, company=None):
        """Book ``entries`` of one company against ``account`` and link them.

        What they add to wallets is credited to the liability and debited to
        ``account``; what they take is booked the other way round.

        :param company: the branch in whose books; default: the main company
        :returns: the posted ``account.move``
        """
        company = company or entries.company_id.ensure_one()
        roles = company._get_membership_books()
        lines = []
        for (currency, book), amount in self._sum_by_book(entries).items():
            liability = company._get_membership_account(roles[book])
            lines += self._prepare_pair(account, liability, amount, currency, partner)
        move = self._post_move(company, company._get_membership_journal(), lines, ref)
        self._link(entries, move)
        return move

    @api.model
    def _post_move(self, company, journal, lines, ref, date=None):
        """Create and post one journal entry, as the system: operators keep no books.

        :param date: of the entry; default: today
        """
        Move = self.env["account.move"].sudo().with_company(company)
        values = {"date": date} if date else {}
        move = Move.with_context(tracking_disable=True).create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "company_id": company.id,
                "ref": ref,
                "line_ids": [fields.Command.create(line) for line in lines],
                **values,
            }
        )
        move.action_post()
        return move

    @api.model
    def _prepare_pair(self, debit, credit, amount, currency, partner=None, name=None):
        """Two lines that move ``amount`` (a Decimal; negative: the other way round)."""
        common = {
            "currency_id": currency.id,
            "partner_id": partner and partner.id,
            "name": name,
        }
        # account.move computes in floats; the amount is on the currency's grid, so
        # that nothing is lost on the way into its numeric column.
        return [
            {**common, "account_id": debit.id, "amount_currency": float(amount)},
            {**common, "account_id": credit.id, "amount_currency": -float(amount)},
        ]

    def _find_entries(self, keys):
        """Ledger entries with these (account id, key), by one query."""
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM membership_entry
                JOIN unnest(%s::integer[], %s::text[]) AS asked (account_id, key)
                USING (account_id, key)
                """,
                [account_id for account_id, _key in keys],
                [key for _account_id, key in keys],
            )
        )
        ids = (entry_id for (entry_id,) in self.env.cr.fetchall())
        return self.env["membership.entry"].sudo().browse(ids)

    def _sum_by_book(self, entries):
        """{(currency, book): exact sum} of ``entries``."""
        self.env.cr.execute(
            SQL(
                """
                SELECT unit.currency_id, COALESCE(account.book, 'wallet'),
                    SUM(entry.amount)::text
                FROM membership_entry entry
                JOIN membership_account account ON account.id = entry.account_id
                JOIN membership_unit unit ON unit.id = account.unit_id
                WHERE entry.id = ANY(%s) GROUP BY 1, 2
                """,
                entries.ids,
            )
        )
        Currency = self.env["res.currency"]
        rows = self.env.cr.fetchall()
        return {(Currency.browse(row[0]), row[1]): Decimal(row[2]) for row in rows}

    # === HOOKS === #
    @api.model
    def _get_booked_queries(self):
        """Hook: where it is written which journal entry books a ledger entry.

        :returns: list of SQL queries for (entry id, move id); no entry in two of them
        """
        # A top-up names its journal entry itself; its reversals are linked above.
        topup = SQL(
            "JOIN membership_topup topup ON topup.id = entry.origin_id "
            "WHERE entry.origin_model = 'membership.topup' "
            "AND entry.reversed_entry_id IS NULL"
        )
        # Three plain columns instead of one CASE: each can use its index.
        return [
            SQL("SELECT entry_id, move_id FROM membership_wallet_booking"),
            SQL(
                "SELECT entry.id, topup.move_id FROM membership_entry entry %s "
                "AND entry.kind <> 'bonus' AND topup.move_id IS NOT NULL",
                topup,
            ),
            SQL(
                "SELECT entry.id, topup.move_id FROM membership_entry entry %s "
                "AND entry.kind = 'bonus' AND topup.move_id IS NOT NULL "
                "AND topup.bonus_move_id IS NULL",
                topup,
            ),
            SQL(
                "SELECT entry.id, topup.bonus_move_id FROM membership_entry entry %s "
                "AND entry.kind = 'bonus' AND topup.bonus_move_id IS NOT NULL",
                topup,
            ),
        ]

    @api.model
    def _get_unposted_queries(self):
        """Hook: which ledger entries will be booked later, by design.

        A till's sales are booked when its session is closed.

        :returns: list of SQL queries for entry ids; no entry in two of them
        """
        return [
            SQL(
                """
                SELECT entry.id FROM membership_entry entry
                JOIN membership_topup topup ON topup.id = entry.origin_id
                WHERE entry.origin_model = 'membership.topup'
                  AND entry.reversed_entry_id IS NULL AND topup.move_id IS NULL
                """
            )
        ]

    @api.model
    def _get_booked_sql(self):
        """All of :meth:`_get_booked_queries` as one query for (entry_id, move_id)."""
        parts = (SQL("(%s)", query) for query in self._get_booked_queries())
        return SQL(
            "SELECT * FROM (%s) booked (entry_id, move_id)",
            SQL(" UNION ALL ").join(parts),
        )

    @api.model
    def _get_unposted_sql(self):
        """All of :meth:`_get_unposted_queries` as one query for (entry_id)."""
        parts = (SQL("(%s)", query) for query in self._get_unposted_queries())
        return SQL(
            "SELECT * FROM (%s) unposted (entry_id)", SQL(" UNION ALL ").join(parts)
        )
