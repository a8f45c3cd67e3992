from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestMembershipDealer(DealerCommon):
    def test_a_contact_has_one_file_per_company(self):
        dealer = self._create_dealer()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as refused:
            self._create_dealer(partner_id=dealer.partner_id.id)
        self.assertIn("unique", str(refused.exception).lower())

    def test_a_dealer_is_a_company_not_its_contact(self):
        company = self._create_partner()
        contact = self._create_partner(is_company=False, parent_id=company.id)
        with self.assertRaisesRegex(ValidationError, "the dealer is the company"):
            self._create_dealer("applied", partner_id=contact.id)

    def test_a_dealer_is_never_its_own_upline(self):
        top = self._create_dealer()
        middle = self._create_dealer(upline_id=top.id, level_id=self.agent.id)
        low = self._create_dealer(upline_id=middle.id, level_id=self.agent.id)
        with self.assertRaises(UserError):
            top.upline_id = low
        self.assertEqual(low._get_line(), low + middle + top)
        self.assertEqual(top.sub_count, 2)
        self.assertEqual(low.depth, 2)

    def test_a_move_takes_the_branch_along(self):
        first, second = self._create_dealer(), self._create_dealer()
        middle = self._create_dealer(upline_id=first.id, level_id=self.agent.id)
        low = self._create_dealer(upline_id=middle.id, level_id=self.agent.id)
        middle.upline_id = second
        self.assertEqual(low._get_line(), low + middle + second)
        self.assertFalse(first.sub_count)

    def test_a_dealer_with_a_history_is_not_deleted(self):
        dealer = self._create_dealer()
        with self.assertRaisesRegex(UserError, "close it instead"):
            dealer.unlink()
        self._create_dealer("applied").unlink()

    def test_terms_of_an_approved_dealer_are_a_managers_matter(self):
        applied = self._create_dealer("applied").with_user(self.clerk)
        applied.level_id = self.agent
        approved = self._create_dealer().with_user(self.clerk)
        approved.user_id = self.clerk
        with self.assertRaisesRegex(AccessError, "changed by a manager"):
            approved.level_id = self.agent
        approved.with_user(self.manager).level_id = self.agent
        self.assertEqual(approved.pricelist_id, self.agent_list)

    def test_nobody_writes_a_state_by_hand(self):
        dealer = self._create_dealer("applied").with_user(self.manager)
        with self.assertRaisesRegex(AccessError, "approval, suspension"):
            dealer.state = "approved"
        with self.assertRaisesRegex(UserError, "begins as an application"):
            self.env["membership.dealer"].with_user(self.manager).create(
                {"partner_id": self._create_partner().id, "state": "approved"}
            )

    def test_contacts_find_their_dealer(self):
        dealer = self._create_dealer()
        contact = self._create_partner(is_company=False, parent_id=dealer.partner_id.id)
        branch = self._create_partner(parent_id=dealer.partner_id.id)
        clerk = self._create_partner(is_company=False, parent_id=branch.id)
        for partner in (dealer.partner_id, contact, branch, clerk):
            self.assertEqual(partner._get_dealer(self.company), dealer)
            self.assertTrue(partner.with_company(self.company)._is_dealer())
        stranger = self._create_partner()
        self.assertFalse(stranger._get_dealer(self.company))
        self.assertFalse(stranger._is_dealer())

    def test_a_dealer_of_one_company_is_a_customer_of_another(self):
        dealer = self._create_dealer()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(dealer.partner_id._get_dealer(other))
        self.assertFalse(dealer.partner_id.with_company(other)._is_dealer())
