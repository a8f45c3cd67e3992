from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
class TestMembershipPurchase(CardAlone, CardCommon):
    def _get_vals(self, member, key, amount="100"):
        return {
            "member_id": member.id,
            "company_id": self.company.id,
            "currency_id": self.company.currency_id.id,
            "amount_total": amount,
            "origin_key": key,
        }

    def test_recorded_once_and_reacted_to_once(self):
        member = self._create_member()
        Purchase = self.env["membership.purchase"]
        vals_list = [self._get_vals(member, "a"), self._get_vals(member, "b")]
        calls = []
        with patch.object(
            type(Purchase), "_after_purchase", lambda records: calls.append(records)
        ):
            first = Purchase._record(vals_list)
            again = Purchase._record(
                [self._get_vals(member, "c"), *vals_list, self._get_vals(member, "c")]
            )
        self.assertEqual(first.mapped("origin_key"), ["a", "b"])
        self.assertEqual(again[1:3], first)
        self.assertEqual([len(records) for records in calls], [2, 1])
        self.assertEqual(len(member.purchase_ids), 3)

    def test_one_purchase_costs_two_queries_and_fills_the_cache(self):
        """One records it, one asks whether the member rises."""
        member = self._create_member()
        self.assertTrue(self.company.currency_id.rounding)
        self._record_purchase(member, 1)  # what workers remember is remembered now
        self.env.flush_all()
        with self.assertQueryCount(2):
            purchase = self.env["membership.purchase"]._record(
                [self._get_vals(member, "a", Decimal("12.34"))]
            )
            self.assertEqual(purchase.member_id, member)
            self.assertEqual(purchase.amount_total, 12.34)
            self.assertFalse(purchase.card_id)
        self.env.invalidate_all()
        self.assertEqual(purchase.amount_total, 12.34)

    def test_unknown_columns_are_refused(self):
        member = self._create_member()
        with self.assertRaises(ValueError):
            self.env["membership.purchase"]._record(
                [self._get_vals(member, "a") | {"amount": 1}]
            )

    def test_purchases_stay(self):
        purchase = self._record_purchase(self._create_member(), 5)
        with self.assertRaises(UserError):
            purchase.unlink()


@tagged("post_install", "-at_install")
class TestInvoices(CardAlone, AccountTestInvoicingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.country_id = cls.env.ref("base.cn")
        cls.member = cls.env["membership.member"]._enrol(
            {"name": "Buyer", "phone": "13912345678", "company_id": cls.company.id}
        )

    def _create_invoice_of(self, partner, move_type="out_invoice", price=100.0):
        return self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": "2026-01-01",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "price_unit": price,
                            "quantity": 2,
                            "tax_ids": [Command.set(self.tax_sale_a.ids)],
                        }
                    )
                ],
            }
        )

    def _pay(self, move):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({})._create_payments()

    def test_invoice_counts_when_paid_with_taxes(self):
        move = self._create_invoice_of(self.member.partner_id)
        move.action_post()
        self.assertFalse(self.member.purchase_ids)
        self._pay(move)
        purchase = self.member.purchase_ids
        self.assertEqual(purchase.amount_total, move.amount_total)
        self.assertEqual(purchase.amount_untaxed, 200)
        self.assertEqual(purchase.origin_key, f"account.move:{move.id}")
        self.assertEqual(
            purchase._get_lines(),
            [
                {
                    "product_id": self.product_a.id,
                    "qty": 2,
                    "amount_total": move.amount_total,
                }
            ],
        )
        self.assertEqual(purchase.action_open_origin()["res_id"], move.id)

    def test_lines_of_a_foreign_invoice_are_told_in_the_currency_of_the_books(self):
        """The price of a line is not what it is worth here: points would be wrong."""
        foreign = self.setup_other_currency("EUR", rates=[("2026-01-01", 4.0)])
        move = self._create_invoice_of(self.member.partner_id)
        move.currency_id = foreign
        move.action_post()
        self._pay(move)
        purchase = self.member.purchase_ids
        self.assertEqual(purchase.amount_total, move.amount_total / 4)
        (line,) = purchase._get_lines()
        self.assertEqual(line["amount_total"], purchase.amount_total)

    def test_somebody_looks_after_an_invoice_whose_payment_is_undone(self):
        move = self._create_invoice_of(self.member.partner_id)
        move.action_post()
        move.line_ids.remove_move_reconcile()
        self.assertFalse(move.activity_ids)
        self._pay(move)
        move.line_ids.remove_move_reconcile()
        self.assertEqual(move.activity_ids.user_id, move.invoice_user_id)
        self.assertIn("credit note", move.activity_ids.note)
        self.assertEqual(len(self.member.purchase_ids), 1)
        self._pay(move)
        self.assertFalse(move.activity_ids)
        self.assertEqual(len(self.member.purchase_ids), 1)

    def test_credit_note_of_a_counted_invoice_is_its_refund(self):
        move = self._create_invoice_of(self.member.partner_id)
        move.action_post()
        self._pay(move)
        refund = move._reverse_moves([{"invoice_date": "2026-01-02"}])
        refund.action_post()
        purchase, back = self.member.purchase_ids.sorted("id")
        self.assertEqual(back.amount_total, -move.amount_total)
        self.assertEqual(back.refunded_purchase_id, purchase)
        self.assertEqual(back._get_lines()[0]["qty"], -2)

    def test_credit_note_of_an_invoice_that_never_counted_does_not_count(self):
        move = self._create_invoice_of(self.member.partner_id)
        move.action_post()
        move._reverse_moves([{"invoice_date": "2026-01-02"}], cancel=True)
        self.assertFalse(self.member.purchase_ids)

    def test_free_credit_note_counts(self):
        move = self._create_invoice_of(self.member.partner_id, "out_refund")
        move.action_post()
        self.assertEqual(self.member.purchase_ids.amount_total, -move.amount_total)

    def test_invoice_of_a_strangers_does_not_count(self):
        move = self._create_invoice_of(self.partner_a)
        move.action_post()
        self._pay(move)
        self.assertFalse(
            self.env["membership.purchase"].sudo().search([("origin_id", "=", move.id)])
        )

    def test_invoice_that_another_addon_disowns_does_not_count(self):
        move = self._create_invoice_of(self.member.partner_id)
        move.action_post()
        with patch.object(type(move), "_is_membership_purchase", lambda self: False):
            self._pay(move)
        self.assertFalse(self.member.purchase_ids)

    def test_who_may_not_open_documents_gets_no_button_to_them(self):
        move = self._create_invoice_of(self.member.partner_id)
        move.action_post()
        self._pay(move)
        purchase = self.member.purchase_ids
        clerk = new_test_user(
            self.env, "clerk", "base.group_user,membership_ledger.group_card_centre"
        )
        self.assertTrue(purchase.with_user(clerk).origin_name)
        self.assertFalse(purchase.with_user(clerk).can_open_origin)
        clerk.group_ids += self.env.ref("account.group_account_readonly")
        self.env.invalidate_all()
        self.assertTrue(purchase.with_user(clerk).can_open_origin)
