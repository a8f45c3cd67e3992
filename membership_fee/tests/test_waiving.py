from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestWaiving(FeeCommon):
    def _waive(self, fees, reason="Ten years with us", user=None):
        wizard = (
            self.env["membership.fee.waive"]
            .with_user(user or self.manager)
            .create({"fee_ids": fees.ids, "reason": reason})
        )
        return wizard.action_confirm()

    def test_a_waiver_says_who_when_and_why_and_is_printed(self):
        fee = self._charge()
        action = self._waive(fee)
        self.assertEqual(fee.state, "waived")
        self.assertEqual(fee.waived_by_id, self.manager)
        self.assertEqual(fee.waive_reason, "Ten years with us")
        self.assertEqual(action["report_name"], "membership_fee.report_waiver")
        html = self.env["ir.actions.report"]._render_qweb_html(
            "membership_fee.report_waiver", fee.ids
        )[0]
        self.assertIn(b"Ten years with us", html)
        with self.assertRaisesRegex(UserError, "not open any more"):
            self._waive(fee)

    def test_a_waiver_needs_the_right_and_a_reason(self):
        fee = self._charge()
        with self.assertRaises(AccessError):
            self._waive(fee, user=self.card_centre)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._waive(fee, reason="  ")

    def test_an_invoiced_fee_is_credited(self):
        self.company.membership_fee_invoicing = "posted"
        waived = self._charge(100)
        kept = self._charge(30, "two", kind="service")
        invoice = (waived | kept)._create_invoices()
        self._waive(waived)
        self.assertEqual(invoice.amount_residual, 30)
        self.assertEqual((waived.state, kept.state), ("waived", "invoiced"))
        self._pay(invoice)
        self.assertEqual(kept.state, "paid")
        self.assertFalse(self.member.purchase_ids)

    def test_a_draft_invoice_loses_the_line(self):
        waived = self._charge(100)
        kept = self._charge(30, "two", kind="service")
        invoice = (waived | kept)._create_invoices()
        self._waive(waived)
        self.assertEqual(invoice.amount_total, 30)
        self._waive(kept)
        self.assertEqual(invoice.state, "cancel")

    @mute_logger("odoo.sql_db")
    def test_the_database_wants_a_reason(self):
        fee = self._charge()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            fee.write({"waived_on": "2026-03-05", "waive_reason": ""})
            self.env.flush_all()
