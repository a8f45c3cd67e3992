from odoo.tests import tagged

from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestProof(LedgerCommon):
    """Each seeded mistake trips exactly its check; a correct ledger trips none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._post(100)
        cls.spent = cls._post(-30, "spend")
        cls.spent._reverse(10, "back", origin=cls.document)
        cls.account._hold(20, "h", origin=cls.document)
        cls.env.flush_all()

    def _get_failed(self):
        proof = self.env["membership.proof"]._prove(company=self.env.company)
        lines = proof.line_ids.filtered(lambda line: line.account_id == self.account)
        return {line.check for line in lines if line.severity == "error"}

    def _seed(self, statement):
        self.env.cr.execute("ALTER TABLE membership_entry DISABLE TRIGGER USER")
        self.env.cr.execute("ALTER TABLE membership_hold DISABLE TRIGGER USER")
        self.env.cr.execute(
            statement, {"account": self.account.id, "spent": self.spent.id}
        )
        self.env.invalidate_all()

    def test_a_correct_ledger_passes(self):
        self.assertFalse(self._get_failed())

    def test_a_changed_balance_is_found(self):
        self._seed(
            "UPDATE membership_account SET balance = balance + 1 WHERE id = %(account)s"
        )
        self.assertEqual(self._get_failed(), {"Balance", "Lots"})

    def test_a_changed_total_of_credits_is_found(self):
        self._seed("UPDATE membership_account SET credited = 85 WHERE id = %(account)s")
        self.assertEqual(self._get_failed(), {"Credits"})

    def test_a_changed_lot_is_found(self):
        self._seed(
            "UPDATE membership_lot SET remaining = 1 WHERE account_id = %(account)s"
        )
        self.assertEqual(self._get_failed(), {"Lots", "Allocations"})

    def test_a_changed_held_amount_is_found(self):
        self._seed("UPDATE membership_account SET held = 19 WHERE id = %(account)s")
        self.assertEqual(self._get_failed(), {"Reservations"})

    def test_a_gap_in_the_numbers_is_found(self):
        self._seed(
            "UPDATE membership_entry SET number = 9 "
            "WHERE account_id = %(account)s AND number = 3"
        )
        self.assertIn("Numbers", self._get_failed())

    def test_too_large_a_reversal_is_found(self):
        self._seed(
            "UPDATE membership_entry SET amount = 31 "
            "WHERE reversed_entry_id = %(spent)s"
        )
        self.assertIn("Reversals", self._get_failed())

    def test_overdrawn_and_forced_are_notes_not_errors(self):
        self._post(-200, "spend", force=True)
        proof = self.env["membership.proof"]._prove(company=self.env.company)
        self.assertEqual(proof.state, "noted")
        self.assertEqual(set(proof.line_ids.mapped("check")), {"Overdrawn", "Forced"})
