from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SIGNATURE, PosApplicationCommon


@tagged("post_install", "-at_install")
class TestApplicationAtTill(PosApplicationCommon):
    """Cards that somebody approves: the till makes an application of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls._create_type(
            name="VIP",
            at_till=True,
            needs_charter=True,
            needs_signature=True,
            requirement_ids=[
                Command.create({"name": "Identity card", "needs_document": True}),
                Command.create({"name": "Photo", "is_required": False}),
            ],
        )
        cls.group_type = cls._create_type(name="Group", kind="group", at_till=True)
        cls.special = cls._create_type(name="Special", kind="special", at_till=True)
        for tier in ("operations", "finance", "general_manager"):
            group = cls.env.ref(f"membership_application.group_special_{tier}")
            cls._create_user().group_ids += group

    def test_the_form_says_what_is_an_application(self):
        rows = {row["name"]: row for row in self._get_form()["types"]}
        self.assertFalse(rows[self.card_type.name]["needs_application"])
        self.assertEqual(rows["VIP"]["papers"], ["Identity card"])
        self.assertEqual(
            [rows[name]["applicant"] for name in ("VIP", "Group", "Special")],
            ["person", "company", "special"],
        )

    def test_the_till_gives_no_card_that_needs_an_approval(self):
        for card_type in (self.vip, self.group_type, self.special):
            with (
                self.subTest(card_type.name),
                self._assert_refused("given after an application"),
            ):
                self._enrol(type_id=card_type.id, signature=SIGNATURE)

    def test_an_application_keeps_charter_signature_and_who_handed_it_in(self):
        application, answer = self._apply(self.vip, signature=SIGNATURE)
        self.assertEqual(application.state, "submitted")
        self.assertEqual(
            (application.source, application.outlet_id, application.submitted_by_id),
            ("till", self.outlet, self.cashier),
        )
        self.assertEqual(application.charter_id, self.charter)
        self.assertTrue(application.signature and application.signed_on)
        self.assertEqual(answer["missing"], ["Identity card"])
        self.assertTrue(application.with_user(self.cashier).name)
        domain = [("partner_id.name", "=", "Zhou Ying")]
        self.assertFalse(self.env["membership.member"].search(domain))

    def test_who_handed_it_in_prints_its_form(self):
        till, session = self._till(), self.pos_session.id
        _application, answer = self._apply(self.vip, signature=SIGNATURE)
        page = till.print_application(session, answer["reference"])
        for text in ("Zhou Ying", answer["reference"], "Identity card"):
            self.assertIn(text, page)
        vals = {"quantity": 1, "benefit": "Staff"}
        _application, special = self._apply(self.special, **vals)
        page = till.print_application(session, special["reference"])
        self.assertIn("Request for Special Cards", page)
        for reference in ("nothing", False, None):
            with self._assert_refused("card centre prints"):
                till.print_application(session, reference)
        with self._assert_refused("card centre prints"):
            self._till(self.senior).print_application(session, answer["reference"])

    def test_no_application_without_acceptance_and_signature(self):
        with self._assert_refused("without accepting"):
            self._apply(self.vip, signature=SIGNATURE, charter_id=False)
        with self._assert_refused("sign on the screen"):
            self._apply(self.vip)

    def test_a_company_applies_for_its_people(self):
        vals = {"company_name": "Tea Ltd", "licence_number": "9131"}
        with self._assert_refused("Legal"):
            self._apply(self.group_type, **vals)
        application, _answer = self._apply(
            self.group_type, **vals, legal_representative="Zhou"
        )
        self.assertEqual(
            (application.kind, application.state), ("company", "submitted")
        )

    def test_special_cards_go_to_their_approvers(self):
        application, _answer = self._apply(
            self.special, quantity="5", benefit="Staff discount", discount_rate="12.5"
        )
        self.assertEqual((application.quantity, application.discount_rate), (5, 12.5))
        self.assertEqual(len(application.review_ids), 3)
        for wrong in ({"quantity": "many"}, {"quantity": 0}, {"discount_rate": 101}):
            vals = {"quantity": 1, "benefit": "x"} | wrong
            with self.subTest(wrong), self._assert_refused("1 to 10,000"):
                self._apply(self.special, **vals)

    def test_an_ordinary_card_needs_no_application(self):
        with self._assert_refused("need no application"):
            self._apply(self.card_type)
        self.card_type.requirement_ids.create(
            {"type_id": self.card_type.id, "name": "Identity card"}
        )
        application, _answer = self._apply(self.card_type)
        self.assertEqual(application.state, "submitted")

    def test_nobody_applies_for_cards_that_tills_do_not_offer(self):
        self.vip.at_till = False
        with self._assert_refused("cannot be had at the till"):
            self._apply(self.vip, signature=SIGNATURE)
        with self.assertRaises(AccessError):
            self._till(self.auditor).apply(self.pos_session.id, self._vals())

    def test_a_member_applies_for_one_more_card_with_the_data_on_file(self):
        vals = {"type_id": self.vip.id, "charter_id": self.charter.id, "phone": "1"}
        till, session = self._till(), self.pos_session.id
        (row,) = (
            row
            for row in till.get_card_form(session, self.member.id)["types"]
            if row["id"] == self.vip.id
        )
        self.assertFalse(row["problem"], "every cashier hands in applications")
        vals["signature"] = SIGNATURE
        answer = till.apply(session, vals, self.member.id)
        application = self.env["membership.application"].search(
            [("name", "=", answer["reference"])]
        )
        self.assertEqual(
            (application.member_id, application.phone_e164, application.contact_name),
            (self.member, self.member.phone, self.member.name),
        )
        with self._assert_refused("given after an application"):
            self._till(self.senior).issue_card(
                session, self.member.id, vals, {"identified_by": "known"}
            )
        self.vip.holder_policy = "company"
        with self._assert_refused("cannot be had at the till"):
            till.apply(session, vals, self.member.id)

    def test_no_application_for_what_the_member_may_not_hold(self):
        self.vip.age_min = 18
        vals = {
            "type_id": self.vip.id,
            "charter_id": self.charter.id,
            "signature": SIGNATURE,
        }
        with self._assert_refused("Enter the birthday"):
            self._till().apply(self.pos_session.id, vals, self.member.id)

    def test_what_a_till_sends_besides_is_dropped(self):
        application, _answer = self._apply(
            self.vip, signature=SIGNATURE, state="approved", partner_id=1, member_id=1
        )
        self.assertEqual(application.state, "submitted")
        self.assertFalse(application.partner_id or application.member_id)
        for vals in ({"name": ""}, {"phone": "1"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self._apply(self.vip, signature=SIGNATURE, **vals)
