from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestLevelsAndGifts(WalletCommon):
    """Top-ups lift members; bonus money in a gift pack is booked like any bonus."""

    def _ask_for_topups(self, threshold, **values):
        """Silver asks for top-ups and nothing else."""
        self.levels.rule_ids.unlink()
        self.env["membership.level.rule"].create(
            {
                "level_id": self.silver.id,
                "basis": "topup",
                "threshold": threshold,
                **values,
            }
        )

    def test_top_ups_lift_together(self):
        self._ask_for_topups(1000)
        self._topup(self.member, 600)
        self.assertEqual(self.member.level_id, self.regular)
        self._topup(self.member, 400)
        self.assertEqual(self.member.level_id, self.silver)

    def test_one_top_up_at_once_is_not_two(self):
        self._ask_for_topups(1000, measure="single")
        self._topup(self.member, 600)
        self._topup(self.member, 999)
        self.assertEqual(self.member.level_id, self.regular)
        self._topup(self.member, 1000)
        self.assertEqual(self.member.level_id, self.silver)

    def test_what_was_paid_back_was_not_topped_up(self):
        self._ask_for_topups(1000)
        topup = self._topup(self.member, 1000)
        topup._pay_back(500, "back", "changed his mind")
        self.member._evaluate_level()
        self.assertEqual(self.member.level_id, self.regular)

    def test_bonus_counts_nothing(self):
        self._ask_for_topups(1000)
        self._create_rule(500, bonus=500)
        self._topup(self.member, 500)
        self.assertEqual(self.member.level_id, self.regular)

    def _create_pack(self, **values):
        return self.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"kind": "bonus", "amount": 20, **values})],
            }
        )

    def test_bonus_money_is_posted_and_booked_once(self):
        self._create_pack(bonus_months=1)
        with freeze_time("2026-06-15 04:00:00"):
            member = self._create_member()
            member._after_enrol({})
        wallet = member._get_wallet()
        self.assertEqual(wallet.balance, 20)
        self.assertEqual(wallet.lot_ids.bucket, "bonus")
        self.assertEqual(str(wallet.lot_ids.expires_on), "2026-07-15")
        self.assertEqual(member.gift_line_ids.state, "done")
        self._assert_tied()

    def test_a_pack_with_bonus_needs_its_accounts(self):
        self.company.membership_promotion_account_id = False
        with self.assertRaises(UserError):
            self._create_pack()
