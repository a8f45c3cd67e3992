from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestMembershipRegisterImport(WalletCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register = cls.env["membership.register.import"].create(
            {"name": "Old till", "company_id": cls.company.id}
        )

    def _post(self, *amounts, bucket="principal"):
        """What the import does for one chunk of good rows."""
        wallet = self.member._get_wallet()
        rows = [
            {
                "account_id": wallet.id,
                "member_id": self.member.id,
                "unit_id": wallet.unit_id.id,
                "bucket": bucket,
                "amount": Decimal(amount),
                "kind": "opening",
                "key": f"opening:{number}:{amount}",
                "origin": self.register,
            }
            for number, amount in enumerate(amounts)
        ]
        self.env["membership.account"]._post_batch(rows)
        self.register._after_opening_balances(rows)

    def _get_moves(self):
        domain = self.register.action_view_moves()["domain"]
        return self.env["account.move"].search(domain)

    def test_opening_balances_are_booked_in_one_journal_entry_per_chunk(self):
        self._post("10.10", "20")
        self.assertEqual(len(self._get_moves()), 1)
        self._post("5", bucket="bonus")
        self.assertEqual(len(self._get_moves()), 2)
        self.assertEqual(self._get_balance(self.opening), Decimal("35.10"))
        self.assertEqual(self._get_balance(self.liability), Decimal("-35.10"))
        self._assert_tied()

    def test_import_that_is_taken_back_leaves_no_liability(self):
        self._post("10.10", "20")
        self._post("5", bucket="bonus")
        account = self.member._get_wallet()
        self.assertEqual(len(self.register._reverse_opening(account)), 3)
        self.assertEqual(len(self._get_moves()), 3)
        self.assertEqual(self._get_balance(self.opening), 0)
        self.assertEqual(self._get_balance(self.liability), 0)
        self.assertEqual(account.balance, 0)
        self._assert_tied()
        self.assertFalse(self.register._reverse_opening(account))

    def test_points_are_not_booked(self):
        points = self.env.ref("membership_ledger.unit_points")
        account = self.member._get_account(points)
        row = {"account_id": account.id, "unit_id": points.id, "amount": Decimal(5)}
        row |= {"kind": "opening", "key": "p", "origin": self.register}
        self.env["membership.account"]._post_batch([row])
        self.register._after_opening_balances([row])
        self.assertFalse(self._get_moves())

    def test_missing_account_is_a_clear_sentence(self):
        self.company.membership_opening_account_id = False
        with self.assertRaisesRegex(UserError, "Membership Opening Balances"):
            self._post("10")
