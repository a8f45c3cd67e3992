from decimal import Decimal

from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestMembershipProof(WalletCommon):
    def _get_errors(self):
        lines = self._prove().line_ids
        return lines.filtered(lambda line: line.severity == "error")

    def test_books_that_tie_are_shown_as_such(self):
        self._topup(self.member, 100)
        book = self._assert_tied().book_ids
        self.assertEqual(book.company_id, self.company)
        self.assertEqual(book.wallets, 100)
        self.assertEqual(book.liability, 100)
        self.assertTrue(book.is_tied)

    def test_journal_entry_on_the_liability_by_hand_is_named(self):
        self._topup(self.member, 100)
        Booking = self.env["membership.wallet.booking"]
        lines = Booking._prepare_pair(
            self.promotion, self.liability, Decimal(7), self.currency
        )
        move = Booking._post_move(self.company, self.misc, lines, "by hand")
        errors = self._get_errors()
        self.assertEqual(len(errors), 2)
        book = self._prove().book_ids
        self.assertFalse(book.is_tied)
        self.assertEqual(book.difference, -7)
        named = errors.filtered(lambda line: line.res_model == "account.move")
        self.assertEqual(named.res_id, move.id)
        self.assertEqual((named.expected, named.found), ("0", "7"))
        self.assertEqual(named.action_open()["res_id"], move.id)

    def test_draft_journal_entry_does_not_count(self):
        self.env["account.move"].create(
            {
                "journal_id": self.misc.id,
                "line_ids": [
                    (0, 0, {"account_id": self.promotion.id, "balance": 7}),
                    (0, 0, {"account_id": self.liability.id, "balance": -7}),
                ],
            }
        )
        self._assert_tied()

    def test_entry_that_nothing_books_is_named(self):
        entry = self.member._get_wallet()._post(5, "adjust", "x", reason="by code")
        errors = self._get_errors()
        named = errors.filtered(lambda line: line.res_model == "membership.entry")
        self.assertEqual(named.res_id, entry.id)
        self.assertEqual(named.found, "5")
        self.assertEqual(len(errors), 2)

    def test_two_errors_that_cancel_out_are_both_named(self):
        self.member._get_wallet()._post(5, "adjust", "x", reason="by code")
        Booking = self.env["membership.wallet.booking"]
        lines = Booking._prepare_pair(
            self.promotion, self.liability, Decimal(5), self.currency
        )
        Booking._post_move(self.company, self.misc, lines, "by hand")
        models = self._get_errors().mapped("res_model")
        self.assertEqual(sorted(models), ["account.move", "membership.entry"])

    def test_journal_entry_with_another_amount_than_its_entries_is_named(self):
        Booking = self.env["membership.wallet.booking"]
        entry = self.member._get_wallet()._post(5, "adjust", "x", reason="by code")
        lines = Booking._prepare_pair(
            self.promotion, self.liability, Decimal(4), self.currency
        )
        move = Booking._post_move(self.company, self.misc, lines, "wrong")
        Booking._link(entry, move)
        named = self._get_errors().filtered(lambda x: x.res_model == "account.move")
        self.assertEqual((named.expected, named.found), ("5", "4"))

    def test_points_need_no_books(self):
        points = self.env.ref("membership_ledger.unit_points")
        self.member._get_account(points)._post(5, "earn", "x", reason="test")
        self._assert_tied()

    def test_transfer_between_wallets_needs_no_books(self):
        self._topup(self.member, 100)
        other = self._create_member()._get_wallet()
        self.member._get_wallet()._transfer(other, 40, "move", reason="merge")
        self._assert_tied()

    def test_companies_are_proved_apart(self):
        self._topup(self.member, 100)
        other = self.env["res.company"].create({"name": "Coffee House"})
        proof = self.env["membership.proof"]._prove(company=other)
        self.assertFalse(proof.book_ids)

    def test_auditor_runs_the_proof_and_follows_it(self):
        self._topup(self.member, 100)
        Proof = self.env["membership.proof"].with_user(self.auditor)
        proof = Proof.browse(Proof.action_run()["res_id"])
        self.assertEqual(proof.book_ids.mapped("wallets"), [100])
        action = proof.book_ids.action_view_liability()
        lines = self.env["account.move.line"].with_user(self.auditor)
        self.assertEqual(lines.search(action["domain"]).mapped("balance"), [-100])

    def test_merged_members_need_no_books_and_top_ups_go_along(self):
        other = self._create_member()
        topup = self._topup(self.member, 100)
        before = other._get_wallet_amounts().get(other.id)
        self.assertFalse(before)
        other._absorb(self.member, "one person")
        self.assertEqual(topup.member_id, other)
        self.assertEqual(other._get_wallet_amounts()[other.id]["principal"], 100)
        self._assert_tied()
