import uuid
from decimal import Decimal

from odoo.addons.membership_card.tests.common import CardCommon


class WalletCommon(CardCommon):
    """A company with the few accounts that stored value needs, a member, an operator.

    Dependants use :meth:`_topup`, :meth:`_spend` and :meth:`_assert_tied`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.company.currency_id
        cls._create_books(cls.company)
        cls.operator = cls._create_user("operator")
        cls.manager = cls._create_user("manager")
        cls.auditor = cls._create_user("auditor")
        cls.till = cls._create_user("till")
        cls.Topup = cls.env["membership.topup"]
        cls.member = cls._create_member(name="Lin Wei")
        cls.card = cls.member.card_ids

    @classmethod
    def _create_books(cls, company):
        """Accounts, journals and top-up methods, as a chart of accounts would bring."""
        cls.liability = cls._create_account("220301", "liability_current", company)
        cls.promotion = cls._create_account("660101", "expense", company)
        cls.opening = cls._create_account("122199", "asset_current", company)
        cls.cash_account = cls._create_account("100101", "asset_cash", company)
        cls.bank_account = cls._create_account("100201", "asset_cash", company)
        cls.receivable = cls._create_account("112201", "asset_receivable", company)
        cls.income = cls._create_account("600101", "income", company)
        cash, bank = cls._create_journals(company)
        company.write(
            {
                "membership_liability_account_id": cls.liability.id,
                "membership_promotion_account_id": cls.promotion.id,
                "membership_opening_account_id": cls.opening.id,
                "membership_journal_id": cls.misc.id,
            }
        )
        cls.cash, cls.bank = cls.env["membership.topup.method"].create(
            [
                {
                    "name": journal.name,
                    "journal_id": journal.id,
                    "company_id": company.id,
                }
                for journal in (cash, bank)
            ]
        )

    @classmethod
    def _create_journals(cls, company):
        """Journals for sales and everything else; returns those of cash and bank."""
        Journal = cls.env["account.journal"].with_company(company)
        cls.misc = Journal.create({"name": "Misc", "type": "general", "code": "MISC"})
        cls.sales = Journal.create(
            {
                "name": "Sales",
                "type": "sale",
                "code": "INV",
                "default_account_id": cls.income.id,
            }
        )
        return Journal.create(
            [
                {
                    "name": "Cash",
                    "type": "cash",
                    "code": "CSH1",
                    "default_account_id": cls.cash_account.id,
                },
                {
                    "name": "Bank",
                    "type": "bank",
                    "code": "BNK1",
                    "default_account_id": cls.bank_account.id,
                },
            ]
        )

    @classmethod
    def _create_rule(cls, amount_from, bonus=0, percent=0, **values):
        """A step of the bonus ladder."""
        return cls.env["membership.topup.rule"].create(
            {
                "name": f"From {amount_from}",
                "company_id": cls.company.id,
                "amount_from": amount_from,
                "bonus_type": "percent" if percent else "amount",
                "bonus_amount": bonus,
                "bonus_percent": percent,
                **values,
            }
        )

    @classmethod
    def _topup(cls, member, amount, key=None, **values):
        """Top ``member`` up as the operator, in cash unless told otherwise."""
        return (
            cls.env["membership.topup"]
            .with_user(cls.operator)
            ._topup(
                member,
                amount,
                values.pop("method", cls.cash),
                key or str(uuid.uuid4()),
                **values,
            )
        )

    @classmethod
    def _spend(cls, member, amount, key=None):
        """Spend stored value and book it as a sale would; returns the entry."""
        wallet = member._get_wallet()
        entry = wallet._post(-amount, "spend", key or str(uuid.uuid4()), reason="Sale")
        cls.env["membership.wallet.booking"]._post_counterpart(
            entry, cls.income, "Sale"
        )
        return entry

    def _get_balance(self, account):
        """Exact balance of ``account`` over posted journal items (debit positive)."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT COALESCE(SUM(balance), 0)::text FROM account_move_line "
            "WHERE account_id = %s AND parent_state = 'posted'",
            [account.id],
        )
        return Decimal(self.env.cr.fetchone()[0])

    def _get_wallet_sum(self):
        """Exact Σ of the company's wallets."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT COALESCE(SUM(balance), 0)::text FROM membership_account account
            JOIN membership_unit unit ON unit.id = unit_id AND unit.kind = 'money'
            WHERE account.company_id = %s
            """,
            [self.company.id],
        )
        return Decimal(self.env.cr.fetchone()[0])

    def _get_amounts(self, member):
        """{"balance", "available", "principal", "bonus"} of a member's wallet."""
        return member._get_wallet_amounts()[member.id]

    def _prove(self):
        """The proof of the company, without what other checks note."""
        return self.env["membership.proof"]._prove(company=self.company)

    def _assert_tied(self):
        """Σ wallets = liability to the cent, and nothing is left unexplained."""
        proof = self._prove()
        problems = proof.line_ids.filtered(lambda line: line.severity == "error")
        self.assertFalse(
            problems, [f"{line.check}: {line.message}" for line in problems]
        )
        unposted = proof._get_unposted_amount(self.company)
        self.assertEqual(
            self._get_wallet_sum(), -self._get_balance(self.liability) + unposted
        )
        self.assertIsInstance(unposted, Decimal)
        return proof
