import base64

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.membership_guard.upload_check import PNG_PIXEL
from odoo.addons.membership_wallet.tests.common import WalletCommon

SLIP = base64.b64encode(PNG_PIXEL)


@tagged("post_install", "-at_install")
class TestDealerAccount(WalletCommon):
    """A dealer with a sub-dealer; books with an account for dealers' money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owed = cls._create_account("220302", "liability_current")
        cls.cost = cls._create_account("660102", "expense")
        cls.company.write(
            {
                "membership_dealer_liability_account_id": cls.owed.id,
                "membership_dealer_rebate_account_id": cls.cost.id,
            }
        )
        pricelist = cls.env["product.pricelist"].create(
            {"name": "D", "dealer_only": True, "company_id": cls.company.id}
        )
        cls.level = cls.env["membership.dealer.level"].create(
            {
                "name": "Distributor",
                "pricelist_id": pricelist.id,
                "company_id": cls.company.id,
            }
        )
        cls.dealer = cls._create_dealer("Lin Trading")
        cls.sub = cls._create_dealer("Xue Retail", upline_id=cls.dealer.id)
        groups = "membership_dealer_pricing.group_dealer_user"
        cls.clerk = cls._new_user("dealer_clerk", groups)
        cls.accountant = cls._new_user(
            "dealer_accountant", f"{groups},account.group_account_invoice"
        )

    @classmethod
    def _new_user(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_dealer(cls, name, **values):
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "property_account_receivable_id": cls.receivable.id,
            }
        )
        dealer = cls.env["membership.dealer"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "level_id": cls.level.id,
            }
            | values
        )
        dealer._change_state("approve")
        return dealer

    def _deposit(self, amount=1000, confirm=True, **values):
        deposit = self.env["membership.dealer.deposit"].create(
            {
                "dealer_id": self.dealer.id,
                "amount": amount,
                "method_id": self.bank.id,
            }
            | values
        )
        if confirm:
            deposit.with_user(self.accountant).action_confirm()
        return deposit

    def _invoice(self, dealer, amount, day=None, move_type="out_invoice", **values):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": dealer.partner_id.id,
                "company_id": self.company.id,
                "journal_id": self.sales.id,
                "invoice_date": day or fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Tea",
                            "quantity": 1,
                            "price_unit": amount,
                            "account_id": self.income.id,
                            "tax_ids": False,
                        }
                    )
                ],
            }
            | values
        )
        move.action_post()
        return move

    def _balance(self, dealer=None):
        return (dealer or self.dealer)._get_prepaid_account().balance

    def _owed(self):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", self.owed.id), ("parent_state", "=", "posted")]
        )
        return -sum(lines.mapped("balance"))

    def _assert_tied(self):
        """Each book equals its own liability account, and nothing is unexplained."""
        proof = self._prove()
        problems = proof.line_ids.filtered(lambda line: line.severity == "error")
        self.assertFalse(problems, problems.mapped("message"))
        self.assertTrue(all(proof.book_ids.mapped("is_tied")))
        book = proof.book_ids.filtered(
            lambda found: found.book == "dealer" and found.company_id == self.company
        )
        self.assertEqual(sum(book.mapped("liability")), self._owed())

    # === SLIPS === #
    def test_a_confirmed_slip_is_on_the_balance_and_in_the_books(self):
        deposit = self._deposit(slip=SLIP, slip_name="slip.exe")
        self.assertEqual(deposit.state, "confirmed")
        self.assertEqual(deposit.slip_name, "slip.png")
        self.assertEqual(self._balance(), 1000)
        self.assertEqual(self._owed(), 1000)
        self._assert_tied()

    def test_a_slip_counts_once(self):
        deposit = self._deposit()
        with self.assertRaisesRegex(UserError, "answered already"):
            deposit.with_user(self.accountant).action_confirm()
        self.assertEqual(self._balance(), 1000)
        deposit._credit()
        self.assertEqual((self._balance(), self._owed()), (1000, 1000))

    def test_only_accountants_confirm(self):
        deposit = self._deposit(confirm=False)
        with self.assertRaises(AccessError):
            deposit.with_user(self.clerk).action_confirm()
        with self.assertRaises(AccessError):
            deposit.with_user(self.accountant).write({"state": "confirmed"})
        self.assertFalse(self._balance())

    def test_who_keeps_files_opens_a_dealer_that_has_money(self):
        """Without any right in the ledger: the balance is shown, entries are not."""
        deposit = self._deposit()
        form = Form(self.dealer.with_user(self.clerk))
        self.assertEqual(form.prepaid_balance, 1000)
        with self.assertRaises(AccessError):
            self.dealer.with_user(self.clerk).account_ids.mapped("balance")
        for user in (self.clerk, self.accountant):
            self.assertEqual(Form(deposit.with_user(user)).state, "confirmed")

    def test_a_refusal_says_why_and_moves_nothing(self):
        deposit = self._deposit(confirm=False)
        with self.assertRaisesRegex(UserError, "Say why"):
            deposit.with_user(self.accountant).action_refuse()
        deposit.reason = "No such transfer"
        deposit.with_user(self.accountant).action_refuse()
        self.assertFalse(self._balance())

    def test_a_program_is_no_slip(self):
        with self.assertRaises(ValidationError):
            self._deposit(slip=base64.b64encode(b"MZ program"), slip_name="slip.png")

    def test_without_the_way_it_came_in_nothing_is_booked(self):
        deposit = self._deposit(confirm=False, method_id=False)
        with self.assertRaisesRegex(UserError, "through which account"):
            deposit.with_user(self.accountant).action_confirm()

    # === PAYING === #
    def test_an_invoice_is_paid_from_the_balance_once(self):
        self._deposit(1000)
        invoice = self._invoice(self.dealer, 300)
        entry = self.dealer._pay_invoice(invoice, "k1")
        self.assertEqual(self.dealer._pay_invoice(invoice, "k1"), entry)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual((self._balance(), self._owed()), (700, 700))
        self._assert_tied()

    def test_a_small_balance_pays_a_part(self):
        self._deposit(100)
        invoice = self._invoice(self.dealer, 300)
        self.dealer._pay_invoice(invoice, "k1")
        self.assertEqual(invoice.amount_residual, 200)
        self.assertFalse(self.dealer._pay_invoice(invoice, "k2"))
        self._assert_tied()

    def test_members_and_dealers_are_owed_apart(self):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.company.membership_dealer_liability_account_id = self.liability
        self._deposit(1000)
        self._topup(self.member, 50)
        self._assert_tied()
        self.assertEqual(self._owed(), 1000)

    def test_the_account_stays_while_money_stands_on_it(self):
        self._deposit(1)
        with self.assertRaisesRegex(UserError, "booked on"):
            self.company.membership_dealer_liability_account_id = False

    # === REBATES === #
    def _rule(self, **values):
        return self.env["membership.dealer.rebate.rule"].create(
            {
                "name": "Quarterly",
                "company_id": self.company.id,
                "period": "quarter",
                "date_from": "2026-01-01",
                "tier_ids": [
                    Command.create({"turnover_from": 0, "percent": 0}),
                    Command.create({"turnover_from": 1000, "percent": 2}),
                ],
            }
            | values
        )

    @freeze_time("2026-10-05")
    def test_a_rebate_is_computed_once_and_posted_once(self):
        self._invoice(self.dealer, 1500, "2026-08-10")
        self._invoice(self.dealer, 9000, "2026-10-01")
        self._invoice(self.sub, 900, "2026-09-01")
        self._rule()
        Rebate = self.env["membership.dealer.rebate"]
        Rebate._cron_compute()
        Rebate._cron_compute()
        rebates = Rebate.search([("company_id", "=", self.company.id)])
        found = {each.dealer_id: (each.turnover, each.amount) for each in rebates}
        self.assertEqual(found, {self.dealer: (1500, 30), self.sub: (900, 0)})
        rebates.action_post()
        rebates.action_post()
        self.assertEqual(self._balance(), 30)
        self.assertEqual(set(rebates.mapped("state")), {"posted"})
        self._assert_tied()

    @freeze_time("2026-09-05")
    def test_an_open_period_has_no_rebate(self):
        with self.assertRaisesRegex(UserError, "not over"):
            self.env["membership.dealer.rebate"]._compute_rule(
                self._rule(),
                fields.Date.to_date("2026-07-01"),
                fields.Date.to_date("2026-09-30"),
            )

    @freeze_time("2026-10-05")
    def test_credit_notes_lower_the_turnover(self):
        self._invoice(self.dealer, 1500, "2026-08-10")
        self._invoice(self.dealer, 600, "2026-08-11", move_type="out_refund")
        self._rule()
        self.env["membership.dealer.rebate"]._cron_compute()
        rebate = self.env["membership.dealer.rebate"].search(
            [("dealer_id", "=", self.dealer.id)]
        )
        self.assertEqual((rebate.turnover, rebate.amount), (900, 0))

    # === STATEMENTS === #
    @freeze_time("2026-10-02")
    def _make_statement(self):
        self._invoice(self.dealer, 100, "2026-08-10")
        self._invoice(self.dealer, 250, "2026-09-10")
        self._invoice(self.dealer, 50, "2026-09-11", move_type="out_refund")
        Statement = self.env["membership.dealer.statement"]
        Statement._cron_make()
        Statement._cron_make()
        return Statement.search([("dealer_id", "=", self.dealer.id)])

    def test_a_statement_says_what_was_owed_before_and_after(self):
        statement = self._make_statement()
        self.assertEqual(len(statement), 1)
        self.assertEqual(
            (
                statement.opening,
                statement.invoiced,
                statement.credited,
                statement.closing,
            ),
            (100, 250, 50, 300),
        )

    def test_a_statement_never_changes(self):
        statement = self._make_statement()
        with self.assertRaises(AccessError):
            statement.closing = 0
        self._invoice(self.dealer, 999, "2026-09-20")
        self.assertEqual(statement.closing, 300)

    def test_a_statement_is_agreed_or_disputed_with_a_reason(self):
        statement = self._make_statement()
        with self.assertRaisesRegex(UserError, "Write what is wrong"):
            statement._change_state("dispute", " ")
        statement._change_state("dispute", "The credit note is missing")
        with self.assertRaisesRegex(UserError, "answered already"):
            statement._change_state("dispute", "again")
        statement.with_user(self.clerk).action_settle()
        self.assertEqual(statement.state, "agreed")

    def test_who_looks_after_the_dealer_clears_up_what_it_disagrees_with(self):
        self.dealer.user_id = self.clerk
        statement = self._make_statement()
        statement._change_state("dispute", "<b>Note 7</b> is missing")
        activity = statement.activity_ids
        self.assertEqual(activity.user_id, self.clerk)
        self.assertIn("&lt;b&gt;Note 7", activity.note)
        statement.with_user(self.clerk).action_settle()
        self.assertFalse(statement.activity_ids)

    # === SUB-DEALERS === #
    def test_a_paid_invoice_of_a_sub_dealer_credits_its_upline_once(self):
        self.dealer.sub_commission = 5
        invoice = self._invoice(self.sub, 200)
        self.assertFalse(self._balance())
        invoice._invoice_paid_hook()
        invoice._invoice_paid_hook()
        self.assertEqual(self._balance(), 10)
        self._assert_tied()

    def test_a_credit_note_takes_its_share_back(self):
        self.dealer.sub_commission = 5
        invoice = self._invoice(self.sub, 200)
        invoice._invoice_paid_hook()
        note = self._invoice(
            self.sub, 50, move_type="out_refund", reversed_entry_id=invoice.id
        )
        note._invoice_paid_hook()
        note._invoice_paid_hook()
        self.assertEqual(self._balance(), 7.5)
        self._assert_tied()

    def test_nobody_earns_on_what_he_buys_himself(self):
        self.dealer.sub_commission = 5
        self._invoice(self.dealer, 200)._invoice_paid_hook()
        self.assertFalse(self._balance())
