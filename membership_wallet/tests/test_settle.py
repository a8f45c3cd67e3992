from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestSettle(WalletCommon):
    """Ending a membership with money on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(100, bonus=20)
        cls.leaver = cls._create_member()
        cls._topup(cls.leaver, 100)

    def _act(self, **values):
        vals = {
            "member_id": self.leaver.id,
            "action": "close",
            "reason": "Moves away",
            "identified_by": "document",
        }
        Act = self.env["membership.member.act"].with_user(self.card_centre)
        return Act.create(vals | values)

    def test_closing_with_money_is_refused_until_somebody_chooses(self):
        act = self._act()
        self.assertRegex(act.left_text, r"120\.00.*20\.00")
        with self.assertRaisesRegex(UserError, "paid out or forfeited"):
            act.action_apply()
        with self.assertRaisesRegex(UserError, "how the .* paid out"):
            self._act(money_choice="pay_out").action_apply()
        self.assertEqual(self.leaver.state, "active")

    def test_principal_is_paid_out_bonus_forfeited_and_both_booked(self):
        wallet = self.leaver._get_wallet()
        self._act(money_choice="pay_out", payout_method_id=self.cash.id).action_apply()
        self.assertEqual((self.leaver.state, wallet.state), ("closed", "closed"))
        entries = wallet.entry_ids.filtered(lambda entry: entry.kind == "settle")
        self.assertEqual(sorted(entries.mapped("amount")), [-100, -20])
        paid = entries.filtered(lambda entry: entry.amount == -100)
        self.assertEqual(paid.move_id.journal_id, self.cash.journal_id)
        self.assertEqual(len(entries.move_id), 2)
        self._assert_tied()

    def test_all_is_forfeited_if_the_member_says_so(self):
        wallet = self.leaver._get_wallet()
        self._act(money_choice="forfeit").action_apply()
        self.assertEqual(wallet.balance, 0)
        self._assert_tied()

    def test_payment_in_progress_and_debt_come_first(self):
        wallet = self.leaver._get_wallet()
        hold = wallet._hold(10, "h", reason="test")
        with self.assertRaisesRegex(UserError, "in progress"):
            self._act(money_choice="forfeit").action_apply()
        hold._release()
        wallet._post(-150, "spend", "s", reason="test", force=True)
        with self.assertRaisesRegex(UserError, "owes"):
            self._act(money_choice="forfeit").action_apply()

    def test_frozen_member_with_money_can_be_closed(self):
        self.leaver._change_state("freeze")
        self._act(money_choice="forfeit").action_apply()
        self.assertEqual(self.leaver.state, "closed")
