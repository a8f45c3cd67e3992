from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestPartlyPaid(FeeCommon):
    """What is open is what counts: for the member, the late fee and the waiver."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.membership_fee_invoicing = "posted"

    def test_a_part_payment_leaves_the_rest_open(self):
        fee = self._charge(100)
        invoice = fee._create_invoices()
        self._pay(invoice, amount=60)
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 40))
        self.assertEqual(self.member.fee_open, 40)
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 100))
        self._pay(invoice, amount=60)
        self.assertEqual(fee.amount_open, 40)
        self._pay(invoice, amount=40)
        self.assertEqual((fee.state, fee.amount_open), ("paid", 0))

    def test_fees_on_one_invoice_share_what_was_paid(self):
        first = self._charge(100)
        second = self._charge(50, "two", kind="service")
        invoice = (first | second)._create_invoices()
        self._pay(invoice, amount=90)
        self.assertEqual((first.amount_open, second.amount_open), (40, 20))

    def test_a_waiver_takes_off_its_own_fee_and_no_more_than_is_open(self):
        first = self._charge(100)
        second = self._charge(50, "two", kind="service")
        invoice = (first | second)._create_invoices()
        self._pay(invoice, amount=75)
        self.assertEqual((first.amount_open, second.amount_open), (50, 25))
        second.with_user(self.manager).sudo(False)._waive("Long with us")
        self.assertEqual(invoice.amount_residual, 50)
        self.assertEqual((first.amount_open, second.amount_open), (50, 0))
        first.with_user(self.manager).sudo(False)._waive("Long with us")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.member.fee_open, 0)

    def test_the_form_says_what_was_paid_waived_and_is_left(self):
        fee = self._charge(100)
        invoice = fee._create_invoices()
        self._pay(invoice, amount=60)
        self.assertEqual((fee.amount_paid, fee.amount_waived), (60, 0))
        self.assertEqual(self._print(fee), {"Paid": 60, "To be waived": 40})
        fee.with_user(self.manager).sudo(False)._waive("Long with us")
        self.assertEqual((fee.amount_paid, fee.amount_waived), (60, 40))
        self.assertEqual(self._print(fee), {"Paid": 60, "Waived": 40, "Still owed": 0})
        whole = self._charge(30, "two", kind="service")
        whole.with_user(self.manager).sudo(False)._waive("Long with us")
        self.assertEqual(self._print(whole), {"Paid": 0, "Waived": 30, "Still owed": 0})

    def _print(self, fee):
        """Amounts of the printed form by their names, without the fee's own."""
        page = self.env["ir.actions.report"]._render_qweb_html(
            "membership_fee.report_waiver", fee.ids
        )[0]
        rows = html.fromstring(page).xpath("//tr[.//*[@class='oe_currency_value']]")
        texts = [[cell.text_content() for cell in row.xpath("td")] for row in rows]
        amounts = {name: float(text.strip("$¥ \u00a0")) for name, text in texts}
        self.assertEqual(amounts.pop("Amount"), fee.amount)
        return amounts

    def test_taxes_of_the_invoice_do_not_change_the_share(self):
        tax = self.env["account.tax"].create(
            {
                "name": "6 %",
                "amount": 6,
                "company_id": self.company.id,
                "country_id": self.company.account_fiscal_country_id.id,
                "tax_group_id": self.env["account.tax.group"]
                .create({"name": "Tax", "company_id": self.company.id})
                .id,
            }
        )
        self.product.taxes_id = tax
        fee = self._charge(100)
        invoice = fee._create_invoices()
        self.assertEqual(invoice.amount_total, 106)
        self._pay(invoice, amount=53)
        self.assertEqual(fee.amount_open, 50)
        fee.with_user(self.manager).sudo(False)._waive("Long with us")
        self.assertEqual(invoice.amount_residual, 0)

    def test_the_late_fee_is_of_what_is_open_and_comes_once(self):
        self._schedule("late", 5, percent=10, due_days=0, grace_days=0)
        fee = self._charge(100, due_days=10, grace_days=10)
        invoice = fee._create_invoices()
        self._pay(invoice, amount=60)
        for day in ("2026-03-26", "2026-04-26"):
            with freeze_time(f"{day} 04:00:00"):
                self._run_night()
                self.assertTrue(self.member.is_fee_suspended, "part is not all")
        self.assertEqual(self._fees(kind="late").amount, 9)
        with freeze_time("2026-04-27 04:00:00"):
            for invoice in self._fees().invoice_id:
                self._pay(invoice, amount=invoice.amount_residual)
            self.assertTrue(self.member._has_benefits())
