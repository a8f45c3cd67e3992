from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestMembershipTopupBatch(WalletCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.member | cls._create_member() | cls._create_member()

    def setUp(self):
        super().setUp()
        self.rows = [
            {
                "member": member,
                "amount": 100 * number,
                "method": self.cash,
                "key": f"row:{number}",
                "outlet": self.outlet,
            }
            for number, member in enumerate(self.members, 1)
        ]

    def _batch(self, rows=None):
        Topup = self.Topup.with_user(self.operator)
        return Topup._topup_batch(self.rows if rows is None else rows)

    def test_batch_is_one_journal_entry_and_a_document_per_row(self):
        self._create_rule(200, percent=10)
        topups = self._batch()
        self.assertEqual(topups.member_id, self.members)
        self.assertEqual(topups.mapped("amount"), [100, 200, 300])
        self.assertEqual(topups.mapped("bonus_amount"), [0, 20, 30])
        self.assertEqual(len(topups.move_id), 1)
        self.assertEqual(len(set(topups.mapped("name"))), 3)
        self.assertEqual(self._get_balance(self.cash_account), 600)
        self.assertEqual(self._get_balance(self.promotion), 50)
        self._assert_tied()

    def test_same_batch_again_changes_nothing(self):
        first = self._batch()
        moves = self.env["account.move"].search_count([])
        again = self._batch()
        self.assertEqual(first, again)
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        self.assertEqual(self._get_wallet_sum(), 600)

    def test_batch_that_was_interrupted_is_completed(self):
        first = self._batch(self.rows[:1])
        topups = self._batch()
        self.assertEqual(topups[0], first)
        self.assertEqual(self._get_wallet_sum(), 600)
        self.assertEqual(len(topups.move_id), 2)
        self._assert_tied()

    def test_methods_are_booked_apart(self):
        self.rows[0]["method"] = self.bank
        topups = self._batch()
        self.assertEqual(len(topups.move_id), 2)
        self.assertEqual(self._get_balance(self.bank_account), 100)
        self.assertEqual(self._get_balance(self.cash_account), 500)

    def test_one_member_twice_in_a_batch(self):
        rows = [dict(self.rows[0]), {**self.rows[0], "key": "row:again"}]
        topups = self._batch(rows)
        self.assertEqual(len(topups), 2)
        self.assertEqual(self._get_amounts(self.member)["balance"], 200)
        self._assert_tied()

    def test_same_key_twice_in_a_batch_is_one_topup(self):
        topups = self._batch([self.rows[0], dict(self.rows[0])])
        self.assertEqual(topups[0], topups[1])
        self.assertEqual(self._get_wallet_sum(), 100)

    def test_same_key_with_other_content_in_a_batch_is_refused(self):
        rows = [self.rows[0], {**self.rows[0], "amount": 5}]
        with self.assertRaisesRegex(UserError, "row:1"):
            self._batch(rows)

    def test_one_bad_row_refuses_the_batch_and_posts_nothing(self):
        self.rows[2]["amount"] = 0
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._batch()
        self.assertEqual(self._get_wallet_sum(), 0)

    def test_empty_batch_does_nothing(self):
        self.assertFalse(self._batch([]))

    def test_queries_do_not_grow_with_the_batch(self):
        members = self.members
        for _number in range(20):
            members |= self._create_member()
        self.env.flush_all()
        counts = []
        for name, batch in (("a", members[:3]), ("b", members[3:])):
            batch._get_wallets()
            rows = [
                {"member": m, "amount": Decimal(10), "method": self.cash}
                | {"key": f"{name}:{m.id}"}
                for m in batch
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._batch(rows)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)
