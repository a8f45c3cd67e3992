from odoo.tests import tagged

from ..exceptions import AccountNotOpen, KeyReused
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestBatch(LedgerCommon):
    def _rows(self, accounts, amount="12.50", prefix="b"):
        return [
            {
                "account_id": account.id,
                "amount": amount,
                "kind": "topup",
                "key": f"{prefix}:{account.id}",
                "origin": self.document,
            }
            for account in accounts
        ]

    def test_a_batch_equals_single_postings(self):
        accounts = self._create_account() + self._create_account() + self.account
        self._post(-5, "spend", force=True)
        entries = accounts._post_batch(self._rows(accounts))
        self.assertEqual(entries.account_id, accounts)
        self.assertBalance("7.50")
        self.assertLots(("principal", 7.5))
        self.assertProven()

    def test_the_same_batch_again_changes_nothing(self):
        rows = self._rows(self.account + self._create_account())
        first = self.account._post_batch(rows)
        self.assertEqual(self.account._post_batch(rows), first)
        self.assertBalance("12.50")

    def test_two_rows_of_one_account_are_both_posted(self):
        rows = self._rows(self.account) + self._rows(self.account, "1", "c")
        entries = self.account._post_batch(rows + rows[:1])
        self.assertEqual(entries.mapped("number"), [1, 2, 1])
        self.assertBalance("13.50")
        self.assertProven()

    def test_one_bad_row_refuses_the_batch_by_name(self):
        closed = self._create_account(name="Closed one")
        closed._close()
        with self.assertRefused(AccountNotOpen) as caught, self.env.cr.savepoint():
            self.account._post_batch(self._rows(self.account + closed))
        self.assertIn("Closed one", str(caught.exception))
        self.assertBalance(0)

    def test_a_key_with_other_content_is_refused(self):
        self.account._post_batch(self._rows(self.account))
        with self.assertRefused(KeyReused):
            self.account._post_batch(self._rows(self.account, "13"))

    def test_a_batch_takes_no_debits(self):
        with self.assertRefused():
            self.account._post_batch(self._rows(self.account, "-1"))

    def test_queries_do_not_grow_with_the_batch(self):
        accounts = self.env["membership.account"]
        for _turn in range(30):
            accounts |= self._create_account()
        rows = self._rows(accounts)
        accounts.unit_id._get_facts()
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            accounts.browse()._post_batch(rows)
