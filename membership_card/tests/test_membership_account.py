from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestMembershipAccount(CardCommon):
    def test_entries_carry_card_and_outlet(self):
        member = self._create_member()
        account = member._get_account(self.env.ref("membership_ledger.unit_points"))
        entry = account._post(
            10,
            "earn",
            "k",
            reason="test",
            extra={"card_id": member.card_ids.id, "outlet_id": self.outlet.id},
        )
        self.assertEqual(entry.card_id, member.card_ids)
        self.assertEqual(entry.outlet_id, self.outlet)
        self.assertEqual(entry.member_id, member)

    def test_opening_accounts_twice_makes_them_once(self):
        members = [self._create_member() for _i in range(2)]
        unit = self.env.ref("membership_ledger.unit_points")
        Account = self.env["membership.account"].sudo()
        ids = [member.id for member in members]
        self.assertEqual(len(Account._open_for_members(ids, [unit.id] * 2)), 2)
        self.assertEqual(Account._open_for_members(ids, [unit.id] * 2), [])

    def test_account_of_a_member_is_not_deleted_with_him(self):
        member = self._create_member()
        member._get_account(self.env.ref("membership_ledger.unit_points"))
        with self.assertRaises(UserError):
            member.unlink()
