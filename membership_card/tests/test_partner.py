from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestPartner(CardCommon):
    def _merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | target).ids, target, extra_checks=False)

    def test_member_follows_his_contact_when_contacts_merge(self):
        member = self._create_member(phone="13912345678")
        target = self.env["res.partner"].create(
            {"name": "Same person", "phone": "13912340000"}
        )
        self._merge(member.partner_id, target)
        self.assertEqual(member.partner_id, target)
        self.assertEqual(member.phone, "+8613912340000")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(member.phone, "+8613912340000")

    def test_contacts_of_two_members_are_not_merged(self):
        first, second = self._create_member(name="A"), self._create_member(name="B")
        with self.assertRaisesRegex(UserError, "both members"):
            self._merge(first.partner_id, second.partner_id)

    def test_contact_of_a_closed_membership_merges(self):
        first, second = self._create_member(), self._create_member()
        first._change_state("close")
        self._merge(first.partner_id, second.partner_id)
        self.assertEqual(first.partner_id, second.partner_id)

    def test_member_is_not_deleted_with_his_contact(self):
        member = self._create_member(name="Li")
        with self.assertRaisesRegex(UserError, f"Li.*{member.number}"):
            member.partner_id.unlink()

    def test_contact_shows_its_membership(self):
        member = self._create_member()
        partner = member.partner_id
        self.assertEqual(partner.membership_member_id, member)
        self.assertEqual(partner.membership_level_id, self.regular)
        self.assertEqual(partner.action_view_member()["res_id"], member.id)
        stranger = self.env["res.partner"].create({"name": "x"})
        self.assertFalse(stranger.membership_member_id)
        context = stranger.action_view_member()["context"]
        self.assertEqual(context["default_partner_id"], stranger.id)
