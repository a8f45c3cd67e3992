import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..chain import GENESIS
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestChain(LedgerCommon):
    def _tamper(self, statement, *params):
        """Change history as somebody with the database's own rights could."""
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        for table in (
            "membership_entry",
            "membership_allocation",
            "membership_seal_head",
        ):
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.env.cr.execute(statement, params)
        self.env.invalidate_all()

    def _get_failed(self, full=True):
        proof = self.env["membership.proof"]._prove(full=full)
        return set(
            proof.line_ids.filtered(lambda li: li.severity == "error").mapped("check")
        )

    def test_python_and_sql_compute_the_same_link(self):
        first = self._post("1200.50", key='Schlüssel "1" \\ 会员\n\t')
        second = self._post(-3, "spend")
        third = second._reverse(3, "back", reason="only a reason")
        previous = GENESIS
        for entry in (first, second, third):
            self.assertEqual(entry._compute_link(previous), entry.hash)
            previous = entry.hash

    def test_a_text_that_was_typed_can_be_taken_out_and_nothing_else(self):
        entry = self._post(10, reason="Mrs Li asked")
        hold = self.account._hold(3, "hold", reason="Mrs Li")
        hold._release("Mrs Li left")
        before = (entry.hash, entry.fingerprint, entry.amount, entry.key)
        for _again in range(2):
            entry._erase_texts()
            hold._erase_texts()
        self.assertEqual(entry.reason, "***")
        self.assertEqual((hold.reason, hold.end_reason), ("***", "***"))
        after = (entry.hash, entry.fingerprint, entry.amount, entry.key)
        self.assertEqual(after, before)
        self.assertNotIn("Hash chain", self._get_failed())
        # The same request again is known as before.
        self.assertEqual(self._post(10, key=entry.key, reason="Mrs Li asked"), entry)
        for change in (
            "reason = 'Mr Wu asked'",
            "reason = NULL",
            "reason = '***', amount = 11",
            "amount = amount",
        ):
            self._assert_database_refuses(
                f"UPDATE membership_entry SET {change} WHERE id = {entry.id}"
            )
        self._assert_database_refuses(
            f"UPDATE membership_hold SET end_reason = 'x' WHERE id = {hold.id}"
        )
        blank = self._post(1, key="blank", reason="", origin=self.env.user.partner_id)
        blank._erase_texts()
        self.assertFalse(blank.reason)
        silent = self._post(1, key="silent", origin=self.env.user.partner_id)
        self._assert_database_refuses(
            f"UPDATE membership_entry SET reason = '***' WHERE id = {silent.id}"
        )

    def _assert_database_refuses(self, statement):
        with (
            self.subTest(statement),
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement)

    def test_a_forged_entry_is_found(self):
        entry = self._post(10)
        self._post(5)
        self._tamper(
            "UPDATE membership_entry SET operator_id = 1, key = 'x' WHERE id = %s",
            entry.id,
        )
        self.assertIn("Hash chain", self._get_failed())

    def test_a_rewritten_link_breaks_the_next_one(self):
        entry = self._post(10)
        self._post(5)
        self._tamper("UPDATE membership_entry SET key = 'x' WHERE id = %s", entry.id)
        self._tamper(
            "UPDATE membership_entry SET hash = %s WHERE id = %s",
            entry._compute_link(GENESIS),
            entry.id,
        )
        self.assertIn("Hash chain", self._get_failed())

    def test_a_cut_tail_is_found_by_the_seal(self):
        self._post(10)
        self._post(-4, "spend")
        seal = self.env["membership.seal"]._seal()
        self.assertTrue(seal.head_ids.filtered(lambda h: h.account_id == self.account))
        cut = self.account.entry_ids[0]
        self._tamper("DELETE FROM membership_allocation WHERE entry_id = %s", cut.id)
        self._tamper("DELETE FROM membership_entry WHERE id = %s", cut.id)
        self._tamper("UPDATE membership_lot SET remaining = amount")
        self._tamper(
            "UPDATE membership_account SET balance = 10, last_number = 1 WHERE id = %s",
            self.account.id,
        )
        self.assertEqual(self._get_failed(), {"Seal"})

    def test_a_rewritten_seal_is_found(self):
        self._post(10)
        self.env["membership.seal"]._seal()
        self.assertFalse(self._get_failed())
        self._tamper("UPDATE membership_seal_head SET hash = repeat('0', 64)")
        self.assertEqual(self._get_failed(), {"Seal"})

    def test_only_accounts_that_moved_are_sealed_again(self):
        self._post(10)
        self._post(10, account=self._create_account())
        self.env["membership.seal"]._seal()
        self._post(5)
        self.assertEqual(self.env["membership.seal"]._seal().account_count, 1)
        self.assertFalse(self.env["membership.seal"]._seal())

    def test_links_before_the_last_seal_are_verified_by_the_full_proof_only(self):
        entry = self._post(10)
        self._post(5)
        self.env["membership.seal"]._seal()
        self._tamper("UPDATE membership_entry SET key = 'x' WHERE id = %s", entry.id)
        self.assertNotIn("Hash chain", self._get_failed(full=False))
        self.assertIn("Hash chain", self._get_failed(full=True))
