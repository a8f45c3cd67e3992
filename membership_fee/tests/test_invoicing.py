from freezegun import freeze_time

from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestInvoicing(FeeCommon):
    def test_one_invoice_per_member_however_often_one_presses(self):
        first = self._charge(100)
        second = self._charge(30, "two", kind="service")
        other = self._create_member()
        third = other._charge_fee("service", "three")
        fees = first | second | third
        told = fees.with_user(self.card_centre).sudo(False).action_invoice()
        # Who may not open invoices is not sent to one.
        self.assertEqual(told["tag"], "display_notification")
        self.assertIn("made: 2", told["params"]["message"])
        opened = fees.invoice_id._get_fee_invoices_action()
        self.assertEqual(opened["res_model"], "account.move")
        self.assertEqual(set(fees.mapped("state")), {"invoiced"})
        self.assertEqual(first.invoice_id, second.invoice_id)
        self.assertNotEqual(first.invoice_id, third.invoice_id)
        self.assertEqual(first.invoice_id.amount_total, 130)
        self.assertEqual(first.invoice_id.state, "draft")
        self.assertFalse(fees._create_invoices())

    def test_a_payment_settles_the_fee_and_its_undoing_reopens_it(self):
        self.company.membership_fee_invoicing = "posted"
        fee = self._charge()
        invoice = fee._create_invoices()
        self.assertEqual((invoice.state, fee.state), ("posted", "invoiced"))
        self._pay(invoice)
        self.assertEqual((fee.state, fee.amount_open), ("paid", 0))
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 100))

    def test_a_deleted_or_cancelled_draft_makes_the_fee_due_again(self):
        fee = self._charge()
        invoice = fee._create_invoices()
        invoice.unlink()
        self.assertEqual(fee.state, "due")
        invoice = fee._create_invoices()
        invoice.button_cancel()
        self.assertEqual(fee.state, "due")
        self.assertTrue(fee._create_invoices())

    def test_the_night_invoices_where_the_company_wants_it(self):
        fee = self._charge()
        self._run_night()
        self.assertEqual(fee.state, "due")
        self.company.membership_fee_invoicing = "posted"
        self._run_night()
        self._run_night()
        self.assertEqual(fee.invoice_id.state, "posted")
        self.assertEqual(len(fee.invoice_line_ids), 1)

    def test_a_fee_is_no_purchase(self):
        self.company.membership_fee_invoicing = "posted"
        fee = self._charge()
        self._pay(fee._create_invoices())
        self.assertFalse(self.member.purchase_ids)

    def test_goods_on_the_same_invoice_are_one(self):
        fee = self._charge()
        invoice = fee._create_invoices()
        tea = self.env["product.product"].create({"name": "Tea", "taxes_id": False})
        invoice.invoice_line_ids = [
            (0, 0, {"product_id": tea.id, "price_unit": 60, "tax_ids": False})
        ]
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(self.member.purchase_ids.mapped("amount_total"), [60])
