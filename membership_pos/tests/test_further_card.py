from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PosMembershipCommon

SEEN = {"identified_by": "document", "identity_note": "1234"}


@tagged("post_install", "-at_install")
class TestFurtherCard(PosMembershipCommon):
    """One more card for a member, given at a till."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls._create_type(name="VIP", at_till=True)
        cls.family = cls._create_type(name="Family", kind="supplementary", at_till=True)

    def _get_form(self, user=None, member=None):
        member = member or self.member
        till = self._till(user or self.senior)
        return till.get_card_form(self.pos_session.id, member.id)

    def _issue(self, card_type, details=SEEN, user=None, **vals):
        till = self._till(user or self.senior)
        vals["type_id"] = card_type.id
        return till.issue_card(self.pos_session.id, self.member.id, vals, details)

    def _get_problem(self, card_type, **options):
        rows = self._get_form(**options)["types"]
        return next(row["problem"] for row in rows if row["id"] == card_type.id)

    # === FINDING === #
    def test_the_owner_of_a_phone_is_told_before_he_is_enrolled_again(self):
        till, session = self._till(), self.pos_session.id
        for phone in (self.member.phone, self.member.phone[3:]):
            owner = till.find_phone_owner(session, phone)
            self.assertEqual(owner["id"], self.member.id)
            self.assertNotIn(self.member.phone[3:], str(owner))
        for phone in ("+8613799999999", "Lin Wei", self.card.number, None, 5, ""):
            with self.subTest(phone):
                self.assertFalse(till.find_phone_owner(session, phone))

    def test_a_member_who_is_not_served_here_is_not_told(self):
        self.member.outlet_id = self._create_outlet(name="Old Town")
        self.company.membership_share_cards = False
        phone = self.member.phone
        self.assertFalse(self._till().find_phone_owner(self.pos_session.id, phone))
        with self._assert_refused("Old Town: cards"):
            self._get_form()
        with self._assert_refused("Old Town: cards"):
            self._issue(self.vip)

    # === GIVING === #
    def test_an_operator_gives_a_card_and_it_is_in_hand(self):
        data = self._issue(self.vip)
        card = self.env["membership.card"].browse(data["card_id"])
        self.assertEqual(
            (card.type_id, card.state, card.member_id, card.outlet_id),
            (self.vip, "active", self.member, self.outlet),
        )
        self.assertEqual(data["new_card"], {"number": card.number, "is_picked": False})
        event = card.event_ids[:1]
        self.assertEqual(
            (event.identified_by, event.identity_note, event.user_id),
            ("document", "1234", self.senior),
        )
        self.assertIn(self.config.name, event.reason)
        self.assertEqual(self.card.state, "active", "the other card goes on")

    def test_the_blank_that_was_scanned_or_the_next_one_of_the_outlet(self):
        blanks = self._receive_blanks(2)
        data = self._issue(self.card_type, card_number=blanks[1])
        self.assertEqual(data["new_card"], {"number": blanks[1], "is_picked": False})
        data = self._issue(self.card_type)
        self.assertEqual(data["new_card"], {"number": blanks[0], "is_picked": True})
        with self._assert_refused("no blank cards"):
            self._issue(self.card_type)
        with self._assert_refused("get their number by themselves"):
            self._issue(self.vip, card_number="123")

    def test_a_supplementary_card_has_a_holder_and_is_not_the_one_in_hand(self):
        with self._assert_refused("Say who will carry"):
            self._issue(self.family)
        data = self._issue(self.family, name="Lin Xiao", phone="13700000021")
        card = self.member.card_ids.filtered(lambda c: c.type_id == self.family)
        self.assertEqual(card.holder_id.name, "Lin Xiao")
        self.assertEqual(data["card_id"], self.card.id)
        self.assertEqual(data["new_card"]["number"], card.number)

    # === REFUSALS === #
    def test_who_does_not_serve_cards_gives_none(self):
        with self.assertRaises(AccessError):
            self._issue(self.vip, user=self.cashier)
        self.assertIn("operator", self._get_problem(self.vip, user=self.cashier))
        self.config.membership_card_service = "till"
        self.assertFalse(self._get_problem(self.vip, user=self.cashier))
        self._issue(self.vip, user=self.cashier)

    def test_the_person_is_identified_as_for_a_replacement(self):
        self.assertTrue(self._get_form()["needs_identity"])
        with self._assert_refused("Identify the person"):
            self._issue(self.vip, details=None)
        self.company.membership_identify_replace = False
        self.assertFalse(self._get_form()["needs_identity"])
        self._issue(self.vip, details=None)

    def test_the_form_says_why_a_member_may_not_hold_a_card(self):
        self.assertFalse(self._get_problem(self.vip))
        self.vip.one_per_person = True
        self._issue(self.vip)
        self.assertIn("may hold one only", self._get_problem(self.vip))
        with self._assert_refused("may hold one only"):
            self._issue(self.vip)
        rows = self._get_form()["types"]
        self.assertEqual(rows[-1]["id"], self.vip.id, "what is possible comes first")
        self.vip.write({"one_per_person": False, "age_min": 18})
        self.assertIn("birthday", self._get_problem(self.vip))

    def test_only_what_the_till_offers_and_fits_the_member(self):
        other = self._create_type(name="Back Office")
        firms = self._create_type(name="Firms", at_till=True, holder_policy="company")
        ids = {row["id"] for row in self._get_form()["types"]}
        self.assertEqual(ids, {self.card_type.id, self.vip.id, self.family.id})
        for card_type in (other, firms):
            with self._assert_refused("cannot be had at the till"):
                self._issue(card_type)
        enrolment = self._till().get_enrol_form(self.pos_session.id)["types"]
        self.assertNotIn(self.family.id, [row["id"] for row in enrolment])

    def test_a_frozen_member_gets_no_card(self):
        self.member._change_state("freeze", "test", self.outlet)
        with self.assertRaises(UserError):
            self._get_form()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._issue(self.vip)
        self.assertEqual(self.member.card_ids, self.card)
