from odoo.exceptions import UserError
from odoo.tests import tagged

from ..const import WRONG_CODES
from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestDesk(GiftCommon):
    """The service desk finds gift cards by number or scan, and does their acts."""

    def _desk(self, user=None):
        self.env.invalidate_all()
        return self.env["membership.desk"].with_user(user or self.card_centre)

    def _keys(self, found):
        return {act["key"] for part in found["actions"] for act in part["actions"]}

    def test_a_number_or_a_code_finds_the_card(self):
        blank = self._blanks(1)
        code = blank.sudo().code
        card = self._sold(100)
        found = self._desk().find(card.number)
        self.assertFalse(found["desk"])
        self.assertIn("100.00", found["notices"][0]["text"])
        found = self._desk().find(f" {code[:8]}-{code[8:]} ")
        self.assertIn(blank.number, found["notices"][0]["text"])
        self.assertFalse(self._desk().find("Nobody")["notices"])

    def test_a_member_comes_first(self):
        found = self._desk().find(self.card.number)
        self.assertTrue(found["desk"])
        self.assertFalse(found["notices"])

    def test_till_users_find_no_gift_cards(self):
        found = self._desk(self.till).find(self._sold(100).number)
        self.assertFalse(found["notices"])
        self.assertFalse({key for key in self._keys(found) if "gift" in key})

    def test_buttons_are_those_of_state_and_role(self):
        blank, card = self._blanks(1), self._sold(100)
        centre, operator = self.card_centre, self.operator
        for user, record, keys in (
            (operator, blank, {"gift_open", "gift_sell", "gift_spoil"}),
            (operator, card, {"gift_open", "gift_recover"}),
            (
                centre,
                card,
                {"gift_open", "gift_block", "gift_extend", "gift_pass_on"},
            ),
        ):
            found = self._desk(user).find(record.number)
            with self.subTest(user=user.login, state=record.state):
                mine = {key for key in self._keys(found) if key.startswith("gift")}
                self.assertEqual(mine, keys)

    def test_an_act_runs_for_the_card_that_was_scanned(self):
        card = self._sold(100)
        action = self._desk().run("gift_block", term=card.number)
        self.assertEqual(action["context"]["default_card_ids"], card.ids)
        self.assertEqual(action["context"]["default_action"], "block")
        with self.assertRaisesRegex(UserError, "not possible"):
            self._desk().run("gift_unblock", term=card.number)
        with self.assertRaisesRegex(UserError, "not possible"):
            self._desk(self.operator).run("gift_block", term=card.number)
        window = self._desk(self.operator).run("gift_sell", term=self._blanks(1).number)
        self.assertEqual(window["res_model"], "membership.gift.sell")

    def test_guessing_codes_locks_the_door_here_as_well(self):
        guess = "ABCDEFGH01234567"
        for _try in range(WRONG_CODES):
            self._desk().find(guess)
        with self.assertRaisesRegex(UserError, "Too many codes"):
            self._desk().run("gift_open", term=guess)
