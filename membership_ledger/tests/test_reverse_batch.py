from odoo.tests import tagged

from ..exceptions import KeyReused, NotEnough
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestReverseBatch(LedgerCommon):
    """Taking back many credits is what taking back each of them is."""

    def _credit(self, account, *amounts):
        entries = self.env["membership.entry"]
        for amount in amounts:
            entries |= self._post(amount, "opening", account=account)
        return entries

    def _take_back(self, entries, key="undo"):
        return entries._reverse_batch(key, origin=self.document)

    def _read(self, reversals):
        """What a posting leaves behind, apart from its ids."""
        self.env.invalidate_all()
        return [
            (
                entry.number,
                entry.amount,
                entry.balance_after,
                entry.kind,
                entry.operator_id,
                entry.origin_model,
                entry.origin_id,
                entry.is_forced,
                entry.allocation_ids.mapped("amount"),
                entry.account_id.lot_ids.sorted("id").mapped("remaining"),
            )
            for entry in reversals
        ]

    def test_a_batch_equals_single_reversals(self):
        other = self._create_account()
        batch = self._credit(self.account, 10, 20, "0.5")
        single = self._credit(other, 10, 20, "0.5")
        one_by_one = single.browse()
        for entry in single:
            one_by_one |= entry._reverse(
                str(entry.amount), f"undo:{entry.id}", origin=self.document
            )
        reversals = self._take_back(batch)
        self.assertEqual(self._read(reversals), self._read(one_by_one))
        self.assertEqual(reversals.reversed_entry_id, batch)
        self.assertBalance(0)
        self.assertProven()

    def test_the_same_batch_again_changes_nothing(self):
        entries = self._credit(self.account, 10, 20)
        first = self._take_back(entries)
        self.assertEqual(self._take_back(entries), first)
        # What a batch did, a single reversal knows, and the other way round.
        again = entries[0]._reverse(10, f"undo:{entries[0].id}", origin=self.document)
        self.assertEqual(again, first[0])

    def test_a_killed_half_is_finished_later(self):
        entries = self._credit(self.account, 10, 20)
        half = self._take_back(entries[:1])
        self.assertEqual(self._take_back(entries)[0], half)
        self.assertBalance(0)

    def test_what_was_used_in_part_is_drawn_from_what_is_left(self):
        entries = self._credit(self.account, 10, 20)
        self._post(-5, "spend")
        self._take_back(entries[0])
        self.assertBalance(15)
        self.assertProven()
        with self.assertRefused(NotEnough), self.env.cr.savepoint():
            self._take_back(entries[1])
        self.assertBalance(15)

    def test_only_what_is_left_of_a_credit_is_taken_back(self):
        entry = self._credit(self.account, 10)
        entry._reverse(4, "part", origin=self.document)
        self.assertEqual(self._take_back(entry).amount, -6)
        self.assertBalance(0)

    def test_what_is_reserved_is_not_taken_back(self):
        entries = self._credit(self.account, 10)
        self.account._hold(3, "hold", origin=self.document)
        with self.assertRefused(NotEnough):
            self._take_back(entries)

    def test_frozen_and_closed_accounts_give_back_what_was_opened(self):
        entries = self._credit(self.account, 10)
        self.account._freeze()
        self._take_back(entries)
        self.assertBalance(0)

    def test_what_went_on_elsewhere_comes_from_there(self):
        heir = self._create_account()
        entries = self._credit(self.account, 10)
        self.account._merge_into(heir, self.document)
        self._take_back(entries)
        self.assertBalance(0, account=heir)
        self.assertProven()

    def test_reversals_and_transfers_are_refused(self):
        entry = self._credit(self.account, 10)
        other = self._create_account()
        moved = self.account._transfer(other, 4, "move", origin=self.document)[1]
        with self.assertRefused():
            self._take_back(moved)
        with self.assertRefused():
            self._take_back(entry._reverse(6, "part", origin=self.document))

    def test_a_key_with_other_content_is_refused(self):
        entries = self._credit(self.account, 10, 20)
        self._post(1, key=f"undo:{entries[1].id}")
        with self.assertRefused(KeyReused), self.env.cr.savepoint():
            self._take_back(entries)

    def test_nothing_is_taken_back_for_no_reason(self):
        with self.assertRefused():
            self._credit(self.account, 10)._reverse_batch("undo")

    def test_queries_do_not_grow_with_the_batch(self):
        entries = self.env["membership.entry"]
        for _turn in range(30):
            entries |= self._credit(self._create_account(), 10)
        entries.account_id.unit_id._get_facts()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            self._take_back(entries)
