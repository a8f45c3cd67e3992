from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..const import WRONG_CODES
from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestLookup(GiftCommon):
    def _check(self, code, user=None):
        wizard = (
            self.env["membership.gift.check"]
            .with_user(user or self.operator)
            .create({"code": code})
        )
        wizard.action_look_up()
        return wizard

    def test_the_window_opens_before_anything_is_scanned(self):
        with Form(self.env["membership.gift.check"].with_user(self.operator)) as form:
            form.code = "8900000000012"

    def test_the_code_tells_the_balance_and_the_number_does_not(self):
        card = self._blanks(1)
        code = card.sudo().code
        card._sell(80, "k", method=self.cash, outlet=self.outlet)
        self.assertEqual(self._check(code.lower()).balance, 80)
        self.assertTrue(self._check(card.number).is_unknown)

    def test_an_id_opens_no_card(self):
        card = self._sold(80)
        Check = self.env["membership.gift.check"].with_user(self.operator)
        with self.assertRaisesRegex(UserError, "only the buttons"):
            Check.create({"card_id": card.id})
        self.assertFalse(Check.with_context(default_card_id=card.id).create({}).card_id)
        spec = {name: {} for name in ("card_id", "balance", "state", "valid_until")}
        shown = Check.onchange({"card_id": card.id}, ["card_id"], spec)["value"]
        self.assertFalse(shown.get("balance") or shown.get("valid_until"))

    def test_who_tries_codes_has_to_wait(self):
        card = self._blanks(1)
        code = card.sudo().code
        for number in range(WRONG_CODES):
            self.assertTrue(self._check(f"WRONG{number}").is_unknown)
        with self.assertRaisesRegex(UserError, "Wait"):
            self._check(code)
        self.assertFalse(self._check(code, self.second).is_unknown)
        noted = self.env["membership.gift.lookup"].search(
            [("user_id", "=", self.operator.id)]
        )
        self.assertEqual(len(noted), WRONG_CODES)
