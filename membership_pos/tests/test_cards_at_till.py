from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PosMembershipCommon

SEEN = {"identified_by": "document", "identity_note": "1234"}


@tagged("post_install", "-at_install")
class TestCardsAtTill(PosMembershipCommon):
    """What a till does in the life of a card, and what it asks for first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls.member.card_ids

    def _act(self, action, details=None, user=None, card=None):
        card = card or self.card
        return self._till(user or self.senior).act_on_card(
            self.pos_session.id, card.member_id.id, card.id, action, details
        )

    def _get_row(self, user, card=None):
        data = self._till(user).get_member(self.pos_session.id, self.member.id)
        card = card or self.card
        return next(row for row in data["cards"] if row["id"] == card.id)

    # === WHO MAY === #
    def test_every_cashier_stops_a_card_and_only_operators_let_one_work(self):
        self.assertEqual(self._get_row(self.cashier)["acts"], ["report_loss", "freeze"])
        self.assertEqual(
            self._get_row(self.senior)["acts"], ["report_loss", "replace", "freeze"]
        )
        self._act("report_loss", user=self.cashier)
        self.assertEqual(self.card.state, "lost")
        for action in ("cancel_loss", "replace", "confirm_loss"):
            with self.subTest(action), self.assertRaises(AccessError):
                self._act(action, SEEN, self.cashier)
        self._act("cancel_loss", SEEN)
        self.assertEqual(self.card.state, "active")

    def test_the_setting_of_the_till_says_who_serves_cards(self):
        self.config.membership_card_service = "till"
        self.assertIn("replace", self._get_row(self.cashier)["acts"])
        self.config.membership_card_service = "nobody"
        self.assertNotIn("replace", self._get_row(self.senior)["acts"])
        with self.assertRaises(AccessError):
            self._act("replace", SEEN)

    def test_only_listed_steps_are_taken_at_a_till(self):
        self._act("freeze", {"reason": "The member asked for it"})
        for action in ("unfreeze", "cancel", "change", "expire", "__class__", None):
            with self.subTest(action), self.assertRaises(UserError):
                self._act(action, SEEN)
        self.assertEqual(self.card.state, "frozen")
        self.assertEqual(self._get_row(self.senior)["acts"], [])

    def test_a_card_of_somebody_else_is_refused(self):
        other = self._create_member().card_ids
        with self._assert_refused("not the member's"):
            self._till().act_on_card(
                self.pos_session.id, self.member.id, other.id, "freeze"
            )

    # === IDENTITY === #
    def test_what_the_company_wants_identified_is_refused_without(self):
        self.assertEqual(self._get_row(self.senior)["identity_acts"], ["replace"])
        with self._assert_refused("Identify the person"):
            self._act("replace")
        self.company.membership_identify_report_loss = True
        with self._assert_refused("Identify the person"):
            self._till().report_loss(self.pos_session.id, self.member.id, self.card.id)
        self._act("report_loss", SEEN, self.cashier)
        event = self.card.event_ids[:1]
        self.assertEqual(
            (event.identified_by, event.identity_note, event.outlet_id, event.user_id),
            ("document", "1234", self.outlet, self.cashier),
        )

    def test_made_up_proofs_and_causes_are_refused(self):
        for details in ({"identified_by": "trust me"}, {"cause": "because"}):
            with self.subTest(details), self._assert_refused("Reload the till"):
                self._act("replace", SEEN | details)

    # === THE STEPS === #
    def test_a_report_by_phone_is_confirmed_at_the_till(self):
        self._act("report_loss", {"cause": "phone"}, self.cashier)
        self.assertTrue(self.card.loss_lapses_at)
        self.assertIn("confirm_loss", self._get_row(self.senior)["acts"])
        self._act("confirm_loss", SEEN)
        self.assertEqual(self.card.loss_kind, "formal")
        self.assertNotIn("confirm_loss", self._get_row(self.senior)["acts"])

    def test_a_replacement_takes_the_blank_that_was_scanned(self):
        blanks = self._receive_blanks(3)
        data = self._act("replace", SEEN | {"new_number": blanks[1]})
        new = self.card.replaced_by_id
        self.assertEqual((new.number, new.state), (blanks[1], "active"))
        self.assertEqual((data["card_id"], self.card.state), (new.id, "cancelled"))
        self._act("replace", SEEN | {"cause": "damaged"}, card=new)
        self.assertEqual(new.replaced_by_id.number, blanks[0])

    def test_a_blank_of_another_outlet_or_none_is_refused(self):
        elsewhere = self._create_outlet()
        blanks = self._receive_blanks(1, elsewhere)
        with self._assert_refused("not in stock"):
            self._act("replace", SEEN | {"new_number": blanks[0]})
        with self._assert_refused("no blank cards"):
            self._act("replace", SEEN)
        with self._assert_refused("no blank card of ours"):
            self._act("replace", SEEN | {"new_number": "999999999999"})
        self.assertEqual(self.card.state, "active")

    def test_a_card_is_renewed_when_it_is_about_to_end(self):
        self.card_type.validity_months = 12
        with freeze_time("2026-01-10 08:00:00"):
            card = self._create_card(self.member)
            self.assertNotIn("renew", self._get_row(self.senior, card)["acts"])
        with freeze_time("2026-12-20 08:00:00"):
            self.assertIn("renew", self._get_row(self.senior, card)["acts"])
            self._act("renew", SEEN, card=card)
            self.assertEqual(str(card.valid_until), "2028-01-09")

    def test_a_draft_is_activated_by_who_serves_cards(self):
        card = self._create_card(self.member, "draft")
        self.assertEqual(self._get_row(self.cashier, card)["acts"], [])
        self._act("activate", card=card)
        self.assertEqual(card.state, "active")

    # === THE FORM TO SIGN === #
    def test_each_step_has_the_form_of_the_card_centre(self):
        self.member.outlet_id = self._create_outlet(name="Old Town")
        self.env.invalidate_all()
        data = self._act("report_loss", user=self.cashier)
        self.assertEqual(data["form"]["title"], "Loss Report")
        page = self._print(data["form"])
        for text in ("Loss Report", self.card.number, self.member.name, "signature"):
            self.assertIn(text, page)
        data = self._act("replace", SEEN)
        page = self._print(data["form"])
        self.assertIn("Replacement of a Card", page)
        self.assertIn(self.card.replaced_by_id.number, page)
        draft = self._create_card(self.member, "draft")
        self.assertFalse(self._act("activate", card=draft)["form"])

    def test_a_till_prints_forms_of_its_own_steps_only(self):
        other = self._create_member()
        form = {"id": other.card_ids.event_ids[:1].id}
        self.card._change_state("freeze", "test", self._create_outlet())
        elsewhere = {"id": self.card.event_ids[:1].id}
        for wrong in (form, elsewhere, {"id": 0}, {"id": "1"}):
            with self.subTest(wrong), self.assertRaises(UserError):
                self._print(wrong)
        with self.assertRaises(AccessError):
            self._print(elsewhere, self._create_user())

    def test_a_till_without_an_outlet_prints_what_its_user_did(self):
        self.config.sudo().membership_outlet_id = False
        data = self._act("report_loss", user=self.cashier)
        self.assertIn("Loss Report", self._print(data["form"]))
        with self._assert_refused("not printed here"):
            self._print(data["form"], self.senior)

    def _print(self, form, user=None):
        till = self._till(user or self.cashier)
        return till.print_form(self.pos_session.id, self.member.id, form["id"])

    # === NEW MEMBERS === #
    def test_a_new_member_gets_the_blank_that_was_scanned(self):
        blanks = self._receive_blanks(2)
        till, session = self._till(), self.pos_session.id
        (form,) = till.get_enrol_form(session)["types"]
        self.assertTrue(form["takes_blank"])
        vals = {"name": "Zhou Ying", "phone": "13700000009", "card_number": blanks[1]}
        data = till.enrol(session, vals)
        self.assertEqual(data["cards"][0]["number"], blanks[1])
        with self._assert_refused("exists already", Exception):
            till.enrol(session, vals | {"phone": "13700000010"})

    def test_a_cashier_makes_up_no_number_and_no_type(self):
        till, session = self._till(), self.pos_session.id
        vals = {"name": "Zhou Ying", "phone": "13700000009"}
        with self._assert_refused("get their number by themselves"):
            till.enrol(session, vals | {"card_number": "123"})
        other = self._create_type()
        with self._assert_refused("cannot be had at the till"):
            till.enrol(session, vals | {"type_id": other.id})
        other.at_till = True
        data = till.enrol(session, vals | {"type_id": other.id})
        card = self.env["membership.card"].browse(data["card_id"])
        self.assertEqual(card.type_id, other)
