from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestLife(GiftCommon):
    def test_only_empty_cards_come_back(self):
        card = self._sold(100)
        for action in ("recover", "cancel"):
            with self.assertRaisesRegex(UserError, "still holds"):
                card._change_state(action, "test")
        self._pay(card, 100)
        card.with_user(self.operator).action_recover()
        self.assertEqual(card.state, "recovered")

    def test_nothing_changes_beside_the_gate(self):
        card = self._sold(100)
        for vals in ({"state": "blank"}, {"valid_until": False}, {"number": "1"}):
            with self.assertRaisesRegex(UserError, "buttons only"):
                card.sudo().write(vals)
        with self.assertRaisesRegex(UserError, "never deleted"):
            card.sudo().unlink()
        with self.assertRaisesRegex(UserError, "never changed"):
            card.event_ids[0].write({"reason": "x"})

    def test_who_may_not_pay_is_told_why(self):
        card = self._blanks(1)
        with self.assertRaisesRegex(UserError, "never sold"):
            card._check_usable()
        card = self._sold(100)
        card._change_state("block", "stolen")
        with self.assertRaisesRegex(UserError, "blocked"):
            card._check_usable()
