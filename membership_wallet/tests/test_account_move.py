from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestAccountMove(WalletCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.member.partner_id.with_company(cls.company)
        partner.property_account_receivable_id = cls.receivable
        cls.wallet = cls.member._get_wallet()
        cls._topup(cls.member, 100)
        cls.invoice = cls._create_invoice(80)

    @classmethod
    def _create_invoice(cls, amount, move_type="out_invoice", **values):
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "journal_id": cls.sales.id,
                "partner_id": cls.member.partner_id.id,
                "invoice_date": "2026-05-01",
                "currency_id": cls.currency.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Tea",
                            "price_unit": amount,
                            "account_id": cls.income.id,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def _credit(self, amount):
        return self._create_invoice(
            amount, "out_refund", reversed_entry_id=self.invoice.id
        )

    # === PAYING === #
    def test_invoice_is_paid_from_the_wallet(self):
        entry = self.invoice._pay_from_wallet(self.wallet, 80, "pay")
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(self._get_amounts(self.member)["balance"], 20)
        self.assertEqual(entry.origin_id, self.invoice.id)
        self.assertEqual(self._get_balance(self.receivable), 0)
        self._assert_tied()

    def test_limits_of_the_card_hold_for_invoices_too(self):
        self.card._take_step(
            "change",
            changes={"limit_payment": 50, "limit_day": 60},
            identified_by="known",
        )
        with self.assertRaisesRegex(UserError, "at most .*50.00"):
            self.invoice._pay_from_wallet(self.wallet, 51, "a", card=self.card)
        self.invoice._pay_from_wallet(self.wallet, 50, "b", card=self.card)
        with self.assertRaisesRegex(UserError, "10.00 of that are"):
            self.invoice._pay_from_wallet(self.wallet, 11, "c", card=self.card)
        self.invoice._pay_from_wallet(self.wallet, 50, "b", card=self.card)
        self.invoice._pay_from_wallet(self.wallet, 10, "d", card=self.card)
        self.invoice._pay_from_wallet(self.wallet, 20, "e")
        self.assertEqual(self.invoice.amount_residual, 0)
        self._assert_tied()

    def test_invoice_is_paid_in_part(self):
        self.invoice._pay_from_wallet(self.wallet, 30, "pay")
        self.assertEqual(self.invoice.amount_residual, 50)
        self.assertEqual(self.invoice.payment_state, "partial")
        self._assert_tied()

    def test_same_key_pays_once(self):
        first = self.invoice._pay_from_wallet(self.wallet, 30, "pay")
        again = self.invoice._pay_from_wallet(self.wallet, 30, "pay")
        self.assertEqual(first, again)
        self.assertEqual(self.invoice.amount_residual, 50)

    def test_more_than_due_or_nothing_is_refused(self):
        for amount in (81, 0, -5):
            with self.subTest(amount=amount), self.assertRaisesRegex(UserError, "due"):
                self.invoice._pay_from_wallet(self.wallet, amount, "pay")

    def test_more_than_available_is_refused(self):
        invoice = self._create_invoice(500)
        with self.assertRaisesRegex(UserError, "available"):
            invoice._pay_from_wallet(self.wallet, 200, "pay")

    def test_lost_card_cannot_pay(self):
        self.card._change_state("report_loss", "test")
        with self.assertRaisesRegex(UserError, self.card.number):
            self.invoice._pay_from_wallet(self.wallet, 80, "pay", card=self.card)

    def test_frozen_member_cannot_pay(self):
        self.member._change_state("freeze")
        with self.assertRaises(UserError):
            self.invoice._pay_from_wallet(self.wallet, 80, "pay")

    def test_draft_invoice_or_vendor_bill_is_refused(self):
        draft = self.invoice.copy()
        with self.assertRaisesRegex(UserError, "posted"):
            draft._pay_from_wallet(self.wallet, 80, "pay")

    def test_other_currency_is_refused(self):
        euro = self._activate_currency("EUR")
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.1, "company_id": self.company.id}
        )
        invoice = self._create_invoice(10, currency_id=euro.id)
        with self.assertRaisesRegex(UserError, "currency"):
            invoice._pay_from_wallet(self.wallet, 10, "pay")

    # === GIVING BACK === #
    def test_credit_note_gives_back_to_the_wallet(self):
        self.invoice._pay_from_wallet(self.wallet, 80, "pay")
        note = self._credit(30)
        note._return_to_wallet(self.wallet, 30, "back")
        self.assertEqual(note.amount_residual, 0)
        self.assertEqual(self._get_amounts(self.member)["balance"], 50)
        self.assertEqual(self._get_balance(self.receivable), 0)
        self._assert_tied()

    def test_several_payments_are_undone_last_first(self):
        self.invoice._pay_from_wallet(self.wallet, 50, "one")
        self.invoice._pay_from_wallet(self.wallet, 30, "two")
        entries = self._credit(60)._return_to_wallet(self.wallet, 60, "back")
        self.assertEqual(entries.mapped("amount"), [30, 30])
        self.assertEqual(self._get_amounts(self.member)["balance"], 80)
        self._assert_tied()

    def test_more_than_was_paid_from_the_wallet_is_refused(self):
        self.invoice._pay_from_wallet(self.wallet, 20, "pay")
        spouse = self._create_member()
        self._topup(spouse, 60)
        self.invoice._pay_from_wallet(spouse._get_wallet(), 60, "rest")
        with self.assertRaisesRegex(UserError, "Only.*20.00"):
            self._credit(30)._return_to_wallet(self.wallet, 30, "back")

    def test_same_key_gives_back_once(self):
        self.invoice._pay_from_wallet(self.wallet, 80, "pay")
        note = self._credit(30)
        note._return_to_wallet(self.wallet, 30, "back")
        note._return_to_wallet(self.wallet, 30, "back")
        self.assertEqual(self._get_amounts(self.member)["balance"], 50)

    # === THE WINDOW === #
    def _open(self, move):
        return Form(
            move.env["membership.invoice.pay"].with_context(
                **move.action_pay_from_wallet()["context"]
            )
        )

    def test_window_offers_what_is_due_and_available(self):
        window = self._open(self.invoice)
        self.assertEqual(window.amount, 80)
        window.save().action_confirm()
        self.assertEqual(self.invoice.amount_residual, 0)
        note = self._credit(100)
        window = self._open(note)
        self.assertEqual(window.amount, 80)
        window.save().action_confirm()
        self.assertEqual(note.amount_residual, 20)
        self._assert_tied()

    def test_window_says_that_an_issued_invoice_keeps_its_prices(self):
        level = self.member.level_id
        self.assertFalse(self._open(self.invoice).price_notice)
        level.write(
            {
                "pricelist_id": self.env["product.pricelist"]
                .create({"name": "Paid from the card", "company_id": self.company.id})
                .id,
                "price_basis": "stored_value",
            }
        )
        window = self._open(self.invoice)
        self.assertIn("Paid from the card", window.price_notice)
        self.assertEqual(window.amount, 80)
        level.price_basis = "always"
        self.assertFalse(self._open(self.invoice).price_notice)

    def test_bookkeeper_who_is_also_an_operator_settles(self):
        user = self._create_user("operator")
        user.group_ids += self.env.ref("account.group_account_invoice")
        window = self._open(self.invoice.with_user(user))
        window.save().with_user(user).action_confirm()
        self.assertEqual(self.invoice.amount_residual, 0)
        entry = self.env["membership.entry"].search(
            self.invoice._get_wallet_origin_domain()
        )
        self.assertEqual(entry.operator_id, user)

    def test_operator_without_right_to_the_invoice_is_refused(self):
        Wizard = self.env["membership.invoice.pay"].with_user(self.operator)
        with self.assertRaises(AccessError):
            Wizard.create({"invoice_id": self.invoice.id}).action_confirm()

    def test_window_refuses_a_customer_who_is_no_member(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        stranger.with_company(
            self.company
        ).property_account_receivable_id = self.receivable
        invoice = self._create_invoice(10, partner_id=stranger.id)
        with self.assertRaisesRegex(UserError, "not an active member"):
            self._open(invoice).save().action_confirm()

    # === GUARDS === #
    def test_booking_of_stored_value_is_not_undone_in_the_books(self):
        move = self.Topup.search([("member_id", "=", self.member.id)]).move_id
        for act in (move.button_draft, move.button_cancel, move._reverse_moves):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                act()

    def test_other_journal_entries_are_as_before(self):
        self.invoice.button_draft()
        self.assertEqual(self.invoice.state, "draft")
