from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL


class MembershipProof(models.Model):
    """Σ wallets = liability account + what open tills have not posted yet."""

    _inherit = "membership.proof"

    book_ids = fields.One2many(
        "membership.proof.book", "proof_id", string="Books", readonly=True
    )

    # === CHECKS === #
    def _check_books(self):
        """The totals per company and currency; a line for each that differs."""
        self.book_ids = [fields.Command.create(vals) for vals in self._get_books()]
        return [
            {
                "check": self.env._("Books"),
                "message": self.env._(
                    "%(company)s: the wallets are not the liability account plus what "
                    "open tills will post.",
                    company=book.company_id.name,
                ),
                "expected": book._format(book.liability + book.unposted),
                "found": book._format(book.wallets),
                "res_model": book._name,
                "res_id": book.id,
            }
            for book in self.book_ids
            if not book.is_tied
        ]

    def _check_booked(self):
        """Every entry of money leads to its journal entry.

        A transfer between two wallets changes nothing that the company owes; one
        between companies shows in their totals.
        """
        Booking = self.env["membership.wallet.booking"]
        return self._report(
            self.env._("Entry without journal entry"),
            self.env._("This stored value moved, but nothing books it."),
            SQL(
                """
                SELECT entry.account_id, '0', trim_scale(entry.amount)::text,
                    'membership.entry', entry.id
                FROM membership_entry entry
                JOIN membership_account account ON account.id = entry.account_id
                JOIN membership_unit unit
                    ON unit.id = account.unit_id AND unit.kind = 'money'
                WHERE %(scope)s AND entry.kind <> 'transfer'
                  AND NOT EXISTS (SELECT FROM (%(booked)s) booked
                    WHERE booked.entry_id = entry.id)
                  AND NOT EXISTS (SELECT FROM (%(unposted)s) unposted
                    WHERE unposted.entry_id = entry.id)
                ORDER BY entry.id LIMIT 200
                """,
                scope=self._get_scope(),
                booked=Booking._get_booked_sql(),
                unposted=Booking._get_unposted_sql(),
            ),
        )

    def _check_moves(self):
        """Every posted journal entry moves the liability by what its entries moved."""
        return self._report(
            self.env._("Journal entry without entries"),
            self.env._(
                "This journal entry changes the stored value account by another amount "
                "than the wallets' entries it books."
            ),
            SQL(
                """
                SELECT NULL::integer, trim_scale(COALESCE(booked.amount, 0))::text,
                    trim_scale(COALESCE(line.amount, 0))::text, 'account.move',
                    COALESCE(booked.move_id, line.move_id) AS move_id
                FROM (
                    SELECT link.move_id, COALESCE(account.book, 'wallet') AS book,
                        SUM(entry.amount) AS amount
                    FROM (%(booked)s) link
                    JOIN membership_entry entry ON entry.id = link.entry_id
                    JOIN membership_account account ON account.id = entry.account_id
                    WHERE %(scope)s GROUP BY 1, 2
                ) booked
                FULL JOIN (
                    SELECT line.move_id, account.book,
                        -SUM(line.amount_currency) AS amount
                    FROM %(lines)s GROUP BY 1, 2
                ) line ON line.move_id = booked.move_id AND line.book = booked.book
                WHERE COALESCE(booked.amount, 0) <> COALESCE(line.amount, 0)
                ORDER BY move_id LIMIT 200
                """,
                booked=self.env["membership.wallet.booking"]._get_booked_sql(),
                scope=self._get_scope(),
                lines=self._get_liability_lines_sql(),
            ),
        )

    # === BUSINESS METHODS === #
    def _get_books(self):
        """Values of ``membership.proof.book``: per root company, currency and book."""
        wallets = self._sum_wallets()
        liabilities = self._sum_liability()
        unposted = self._sum_unposted()
        zero = Decimal(0)
        return [
            {
                "company_id": key[0],
                "currency_id": key[1],
                "book": key[2],
                "wallets": str(wallets.get(key, zero)),
                "liability": str(liabilities.get(key, zero)),
                "unposted": str(unposted.get(key, zero)),
                "difference": str(
                    wallets.get(key, zero)
                    - liabilities.get(key, zero)
                    - unposted.get(key, zero)
                ),
            }
            for key in sorted(wallets.keys() | liabilities.keys() | unposted.keys())
        ]

    def _get_unposted_amount(self, company, book="wallet"):
        """What open tills of ``company`` have not posted yet, exactly (signed)."""
        key = company.root_id.id, company.root_id.currency_id.id, book
        return self._sum_unposted().get(key, Decimal(0))

    # === HOOKS === #
    def _get_checks(self):
        return [
            *super()._get_checks(),
            self._check_books,
            self._check_booked,
            self._check_moves,
        ]

    # === HELPERS === #
    def _sum_wallets(self):
        """{(company id, currency id, book): Σ balances of money accounts}."""
        return self._fetch_sums(
            SQL(
                """
                SELECT account.company_id, unit.currency_id,
                    COALESCE(account.book, 'wallet'), SUM(account.balance)::text
                FROM membership_account account
                JOIN membership_unit unit
                    ON unit.id = account.unit_id AND unit.kind = 'money'
                WHERE %s GROUP BY 1, 2, 3
                """,
                self._get_scope(),
            )
        )

    def _sum_liability(self):
        """{(company id, currency id, book): credit balance of its liability}."""
        return self._fetch_sums(
            SQL(
                """
                SELECT account.company_id, line.currency_id, account.book,
                    (-SUM(line.amount_currency))::text
                FROM %s GROUP BY 1, 2, 3
                """,
                self._get_liability_lines_sql(),
            )
        )

    def _sum_unposted(self):
        """{(company id, currency id, book): Σ entries that open tills will post}."""
        return self._fetch_sums(
            SQL(
                """
                SELECT account.company_id, unit.currency_id,
                    COALESCE(account.book, 'wallet'), SUM(entry.amount)::text
                FROM (%s) unposted
                JOIN membership_entry entry ON entry.id = unposted.entry_id
                JOIN membership_account account ON account.id = entry.account_id
                JOIN membership_unit unit
                    ON unit.id = account.unit_id AND unit.kind = 'money'
                WHERE %s GROUP BY 1, 2, 3
                """,
                self.env["membership.wallet.booking"]._get_unposted_sql(),
                self._get_scope(),
            )
        )

    def _get_liability_lines_sql(self):
        """FROM clause: posted ``line``s on the liability, of root company ``account``.

        The alias is that of :meth:`_get_scope`, which looks at its company only.
        """
        return SQL(
            """
            account_move_line line
            JOIN res_company company ON company.id = line.company_id
            JOIN (%s) account (company_id, book, liability_id)
                ON account.liability_id = line.account_id
                AND account.company_id =
                    split_part(company.parent_path, '/', 1)::integer
                AND line.parent_state = 'posted' AND %s
            """,
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT id, %s, %s FROM res_company WHERE %s IS NOT NULL",
                    book,
                    SQL.identifier(f"membership_{role}_account_id"),
                    SQL.identifier(f"membership_{role}_account_id"),
                )
                for book, role in self.env["res.company"]
                ._get_membership_books()
                .items()
            ),
            self._get_scope(),
        )

    def _fetch_sums(self, query):
        self.env.cr.execute(query)
        return {tuple(row[:3]): Decimal(row[3]) for row in self.env.cr.fetchall()}
