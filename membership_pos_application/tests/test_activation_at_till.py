from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.membership_throttle import CODES_PER_HOUR
from .common import PosApplicationCommon


@tagged("post_install", "-at_install")
class TestActivationAtTill(PosApplicationCommon):
    """A card works when its holder says the code that he was sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_card(cls.member, "draft", activation="code")
        cls.code = cls.card._make_activation_code()

    def _activate(self, code, user=None, card=None):
        card = card or self.card
        return self._till(user).activate_by_code(
            self.pos_session.id, self.member.id, card.id, code
        )

    def _get_row(self, user=None):
        data = self._till(user).get_member(self.pos_session.id, self.member.id)
        return next(row for row in data["cards"] if row["id"] == self.card.id)

    def test_the_code_activates_the_card_for_every_cashier(self):
        self.assertEqual(self._get_row()["acts"], ["activate_code"])
        data = self._activate(f" {self.code} ")
        self.assertEqual((self.card.state, data["card_id"]), ("active", self.card.id))
        event = self.card.event_ids[:1]
        self.assertEqual((event.user_id, event.outlet_id), (self.cashier, self.outlet))

    def test_a_wrong_code_is_said_and_counts_and_the_fifth_is_the_last(self):
        for _try in range(5):
            self.assertIn("not the code", self._activate("000000x")["error"])
        self.assertEqual(self.card.activation_tries, 5)
        with self._assert_refused("wrong too often"):
            self._activate(self.code)
        self.assertEqual(self.card.state, "draft")

    def test_nobody_tries_codes_by_the_hundred(self):
        Throttle = self.env["membership.throttle"]
        for _try in range(CODES_PER_HOUR):
            Throttle._hit("till_activation", f"user:{self.cashier.id}")
        self.assertIn("Too many codes", self._activate(self.code)["error"])
        self.assertEqual(self.card.activation_tries, 0)
        self._activate(self.code, self.senior)
        self.assertEqual(self.card.state, "active")

    def test_a_scanned_card_that_waits_asks_for_its_code(self):
        data = self._till().scan(self.pos_session.id, self.card.number)
        self.assertEqual(data["id"], self.member.id)
        self.assertEqual(data["waiting_card_id"], self.card.id)
        self.assertNotEqual(data["card_id"], self.card.id)
        self._activate(self.code)
        data = self._till().scan(self.pos_session.id, self.card.number)
        self.assertNotIn("waiting_card_id", data)
        self.assertEqual(data["card_id"], self.card.id)

    def test_the_first_use_activates_a_card_that_waits_for_it(self):
        self.card.activation = "first_use"
        self._till().scan(self.pos_session.id, self.card.number)
        self.assertEqual(self.card.state, "active")

    def test_other_drafts_are_refused_with_the_reason(self):
        self.card.activation = "staff"
        with self._assert_refused("not active yet"):
            self._till().scan(self.pos_session.id, self.card.number)
        with self._assert_refused("not waiting for a code"):
            self._activate(self.code)

    def test_without_the_code_an_operator_looks_at_the_person_first(self):
        row = self._get_row(self.senior)
        self.assertEqual(row["acts"], ["activate_code", "activate"])
        self.assertIn("activate", row["identity_acts"])
        act = self._till(self.senior).act_on_card
        asked = self.pos_session.id, self.member.id, self.card.id, "activate"
        with self._assert_refused("Identify the person"):
            act(*asked)
        act(*asked, {"identified_by": "document"})
        self.assertEqual(self.card.state, "active")

    def test_cards_of_others_and_other_users_are_refused(self):
        other = self._create_card(state="draft", activation="code")
        with self._assert_refused("not the member's"):
            self._activate("123456", card=other)
        with self.assertRaises(AccessError):
            self._activate(self.code, self.auditor)
        for code in (None, 7, ["x"], ""):
            with self.subTest(code):
                self.assertIn("error", self._activate(code))

    def test_a_frozen_member_activates_nothing(self):
        self.member._change_state("freeze", "test", self.outlet)
        with self.assertRaises(UserError):
            self._activate(self.code)
        with self.assertRaises(UserError):
            self._till().scan(self.pos_session.id, self.card.number)
