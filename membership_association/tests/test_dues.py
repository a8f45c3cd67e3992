from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AssociationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-01")
class TestDues(AssociationCommon):
    """Dues of a year: charged, invoiced, paid, reminded of, waived."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"]
        cls.income, cls.receivable, cls.bank_account = account.create(
            [
                {"name": kind, "code": code, "account_type": kind}
                for code, kind in (
                    ("600101", "income"),
                    ("112201", "asset_receivable"),
                    ("100201", "asset_cash"),
                )
            ]
        )
        cls.env["account.journal"].create(
            {
                "name": "Dues",
                "type": "sale",
                "code": "DUES",
                "default_account_id": cls.income.id,
            }
        )
        cls.misc = cls.env["account.journal"].create(
            {"name": "Misc", "type": "general", "code": "MISC"}
        )
        cls.unit.partner_id.property_account_receivable_id = cls.receivable
        cls.role.write({"due_days": 20, "remind_days": 5})

    def _charge(self):
        self.env["membership.association.due"].with_user(
            self.staff
        ).action_charge_year()
        return self.unit.due_ids.with_user(self.staff)

    def _invoice(self, due):
        due.action_invoice()
        invoice = due.sudo().move_id
        invoice.action_post()
        return invoice

    def _pay(self, invoice, amount):
        """Money for this invoice comes in."""
        line = invoice.line_ids.filtered(
            lambda line: line.account_id == self.receivable
        )
        payment = self.env["account.move"].create(
            {
                "journal_id": self.misc.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": invoice.partner_id.id,
                        }
                    )
                    for account, balance in (
                        (self.bank_account, amount),
                        (self.receivable, -amount),
                    )
                ],
            }
        )
        payment.action_post()
        (line | payment.line_ids.filtered("credit")).reconcile()

    # === CHARGED AND PAID === #
    def test_dues_of_the_year_are_charged_once_with_the_days_of_the_role(self):
        self._charge()
        due = self._charge()
        self.assertEqual(len(due), 1)
        self.assertEqual((due.year, due.amount, due.state), (2026, 500, "due"))
        self.assertEqual((str(due.due_on), due.amount_open), ("2026-06-21", 500))

    def test_what_is_open_follows_the_invoice(self):
        due = self._charge()
        invoice = self._invoice(due)
        self.assertEqual(str(invoice.invoice_date_due), "2026-06-21")
        self.assertEqual((due.state, due.amount_open), ("invoiced", 500))
        self._pay(invoice, 200)
        self.assertEqual((due.state, due.amount_open), ("invoiced", 300))
        self._pay(invoice, 300)
        self.assertEqual((due.state, due.amount_open), ("paid", 0))

    def test_a_cancelled_invoice_leaves_the_dues_open(self):
        due = self._charge()
        due.action_invoice()
        due.sudo().move_id.button_cancel()
        self.assertEqual((due.state, due.amount_open), ("due", 500))
        first = due.sudo().move_id
        self.assertNotEqual(self._invoice(due), first)

    def test_overdue_is_what_is_open_after_its_day(self):
        due = self._charge()
        Due = self.env["membership.association.due"]
        with freeze_time("2026-06-21"):
            due.invalidate_recordset(["is_overdue"])
            self.assertFalse(due.is_overdue)
            self.assertFalse(Due.search([("is_overdue", "=", True)]) & due)
        with freeze_time("2026-06-22"):
            due.invalidate_recordset(["is_overdue"])
            self.assertTrue(due.is_overdue)
            self.assertTrue(Due.search([("is_overdue", "=", True)]) & due)

    # === WAIVED === #
    def _waive(self, due, reason="Flood"):
        due.waiver_reason = reason
        due.with_user(self.manager).action_waive()

    def test_only_a_manager_waives_and_says_why(self):
        due = self._charge()
        with self.assertRaisesRegex(UserError, "why"):
            self._waive(due, " ")
        due.waiver_reason = "Flood"
        with self.assertRaises(AccessError):
            due.action_waive()

    def test_dues_without_an_invoice_are_waived_once(self):
        due = self._charge()
        self._waive(due)
        self.assertEqual((due.state, due.amount_open), ("waived", 0))
        with self.assertRaisesRegex(UserError, "not open any more"):
            due.with_user(self.manager).action_waive()
        with self.assertRaisesRegex(UserError, "stays on file"):
            due.waiver_reason = "Another"

    def test_a_waiver_cancels_the_draft_and_credits_what_is_open(self):
        due = self._charge()
        due.action_invoice()
        draft = due.sudo().move_id
        self._waive(due)
        self.assertEqual((draft.state, due.state), ("cancel", "waived"))
        other = self._create_unit("Blue Lake")
        other.partner_id.property_account_receivable_id = self.receivable
        self._charge()
        invoice = self._invoice(other.due_ids)
        self._pay(invoice, 200)
        self._waive(other.due_ids)
        self.assertEqual((other.due_ids.state, invoice.amount_residual), ("waived", 0))
        refund = invoice.reversal_move_ids
        self.assertEqual((refund.amount_total, refund.state), (300, "posted"))

    # === REMINDED === #
    def _run_job(self):
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 3600
        )
        self.env["membership.association.due"]._cron_remind()

    def _get_mails(self):
        return self.env["mail.mail"].search([("subject", "like", "Dues 2026")])

    def test_units_are_reminded_once_before_and_once_after_the_day(self):
        due = self._charge()
        self.unit.representative_id.email = "head@greenhill.test"
        mails = []
        for day in ("06-15", "06-16", "06-17", "06-21", "06-22", "06-30"):
            with freeze_time(f"2026-{day} 08:00:00"):
                self._run_job()
            mails.append(len(self._get_mails()))
        self.assertEqual(mails, [0, 1, 1, 1, 2, 2])
        self.assertEqual(str(due.reminded_on), "2026-06-22")
        self.assertIn("500", self.unit.message_ids[0].body)
        recipients = self._get_mails().recipient_ids
        self.assertEqual(recipients, self.unit.representative_id)

    def test_nobody_is_reminded_of_what_is_paid_or_without_the_setting(self):
        due = self._charge()
        self.unit.representative_id.email = "head@greenhill.test"
        self._waive(due)
        other = self._create_unit("Blue Lake")
        other.partner_id.email = "office@bluelake.test"
        self._charge()
        self.role.remind_days = 0
        with freeze_time("2026-07-30 08:00:00"):
            self._run_job()
            self.assertFalse(self._get_mails())
            other.due_ids.with_user(self.staff).action_remind()
        self.assertEqual(self._get_mails().recipient_ids, other.partner_id)

    def test_who_has_no_address_is_called(self):
        due = self._charge()
        due.action_remind()
        activity = self.unit.activity_ids
        self.assertEqual(activity.user_id, self.staff)
        self.assertIn("2026", activity.summary)

    # === GUARDED === #
    def test_nobody_writes_past_the_buttons(self):
        due = self._charge()
        Due = due.browse()
        for vals in (
            {"is_waived": True},
            {"move_id": 1},
            {"reminded_on": "2026-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                due.write(vals)
            with self.subTest(create=vals), self.assertRaises(AccessError):
                Due.create({"unit_id": self.unit.id, "amount": 1, "year": 2030} | vals)
        due.amount = 400
        due.action_invoice()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            due.amount = 1
        with self.assertRaisesRegex(UserError, "stay on file"):
            due.unlink()
