from odoo.exceptions import UserError
from odoo.tests import tagged

from ..const import GIFT_GRAPH, REASON_ACTIONS, STATES
from .common import GiftCommon

# How a card gets into each state.
PATHS = {
    "blank": [],
    "active": ["sell"],
    "blocked": ["sell", "block"],
    "expired": ["sell", "expire"],
    "recovered": ["spoil"],
    "treasury": ["spoil", "to_treasury"],
    "desk": ["spoil", "to_treasury", "to_desk"],
    "cancelled": ["cancel"],
}


@tagged("post_install", "-at_install")
class TestLife(GiftCommon):
    def test_every_state_takes_the_steps_of_the_graph_and_no_other(self):
        for state in dict(STATES):
            if state == "destroyed":
                continue  # two persons get there, see the hand-overs
            for action, (sources, target) in GIFT_GRAPH.items():
                if action == "destroy":
                    continue
                card = self._blanks(1)
                for step in PATHS[state]:
                    card._change_state(step, "test")
                with self.subTest(state=state, action=action):
                    if state in sources:
                        card._change_state(action, "test")
                        self.assertEqual(card.state, target)
                        event = card.event_ids[0]
                        self.assertEqual(
                            (event.action, event.state_from, event.state_to),
                            (action, state, target),
                        )
                    else:
                        with self.assertRaisesRegex(UserError, "not possible"):
                            card._change_state(action, "test")

    def test_some_steps_need_a_reason(self):
        card = self._blanks(1)
        for action in REASON_ACTIONS:
            with self.assertRaisesRegex(UserError, "Say why"):
                card._change_state(action)

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
