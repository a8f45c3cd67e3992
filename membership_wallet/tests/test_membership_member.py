from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestMembershipMember(WalletCommon):
    def test_wallet_is_made_once_and_only_if_asked(self):
        self.assertFalse(self.member._get_wallet(create=False))
        wallet = self.member._get_wallet()
        self.assertEqual(wallet.unit_id.currency_id, self.currency)
        self.assertEqual(self.member._get_wallet(), wallet)

    def test_many_wallets_at_once(self):
        members = self.member | self._create_member()
        wallet = self.member._get_wallet()
        wallets = members._get_wallets()
        self.assertEqual(set(wallets), set(members.ids))
        self.assertEqual(wallets[self.member.id], wallet)

    def test_member_shows_what_is_left_of_money_and_bonus(self):
        self._create_rule(100, bonus=10)
        self._topup(self.member, 100)
        self._spend(self.member, 30)
        self.member._get_wallet()._hold(20, "till", reason="test")
        self.assertEqual(self.member.wallet_balance, 80)
        self.assertEqual(self.member.wallet_bonus, 10)
        self.assertEqual(self.member.wallet_available, 60)

    def test_member_without_wallet_shows_zero(self):
        self.assertEqual(self.member.wallet_balance, 0)

    def test_till_gets_exact_texts(self):
        self._create_rule(100, bonus=10)
        zero = self.member.with_user(self.till)._get_till_data()["wallet"]
        self.assertEqual(set(zero.values()), {"0.00"})
        self._topup(self.member, "100.10")
        self.member._get_wallet()._hold(20, "till", reason="test")
        self.assertEqual(
            self.member.with_user(self.till)._get_till_data()["wallet"],
            {
                "balance": "110.10",
                "available": "90.10",
                "principal": "100.10",
                "bonus": "10.00",
            },
        )

    def test_statement_opens_on_the_wallet(self):
        action = self.member.with_user(self.till).action_wallet_statement()
        wallet = self.member._get_wallet()
        self.assertEqual(action["context"]["default_account_id"], wallet.id)
