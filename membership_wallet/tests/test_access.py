from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestAccess(WalletCommon):
    def test_only_operators_top_up(self):
        for user in (self.till, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["membership.member.topup"].with_user(user).create(
                    {"member_id": self.member.id, "amount": 10}
                )

    def test_only_managers_pay_back_and_adjust(self):
        topup = self._topup(self.member, 10)
        wallet = self.member._get_wallet()
        for user in (self.operator, self.till, self.auditor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.env["membership.topup.reverse"].with_user(user).create(
                        {"topup_id": topup.id, "reason": "x"}
                    )
                with self.assertRaises(AccessError):
                    self.env["membership.account.adjust"].with_user(user).create(
                        {"account_id": wallet.id, "amount": 1, "reason": "x"}
                    )

    def test_nobody_writes_topups_and_bookings(self):
        topup = self._topup(self.member, 10)
        for user in (self.operator, self.manager, self.auditor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    topup.with_user(user).amount = 1000
                with self.assertRaises(AccessError):
                    self.Topup.with_user(user).create({"name": "x"})
                with self.assertRaises(AccessError):
                    self.env["membership.wallet.booking"].with_user(user).create({})

    def test_operator_does_not_configure(self):
        with self.assertRaises(AccessError):
            self.cash.with_user(self.operator).name = "x"
        rule = self._create_rule(100, bonus=10)
        with self.assertRaises(AccessError):
            rule.with_user(self.operator).bonus_amount = 1000
        rule.with_user(self.manager).bonus_amount = 20

    def test_auditor_reads_and_changes_nothing(self):
        topup = self._topup(self.member, 10).with_user(self.auditor)
        self.assertEqual(topup.amount, 10)
        self.assertTrue(topup.move_id.name)
        with self.assertRaises(AccessError):
            self.cash.with_user(self.auditor).name = "x"
        with self.assertRaises(AccessError):
            topup.move_id.ref = "x"

    def test_topups_of_another_company_are_not_seen(self):
        self._topup(self.member, 10)
        other = self.env["res.company"].create({"name": "Coffee House"})
        stranger = self._create_user("manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model in ("membership.topup", "membership.topup.method"):
            Model = self.env[model].with_user(stranger)
            found = Model.with_context(allowed_company_ids=other.ids).search([])
            self.assertNotIn(self.company, found.company_id)
