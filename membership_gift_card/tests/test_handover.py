from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestHandover(GiftCommon):
    def _give(self, kind, cards, to=None, user=None):
        handover = (
            self.env["membership.gift.handover"]
            .with_user(user or self.operator)
            .create(
                {
                    "kind": kind,
                    "outlet_from_id": cards[:1].outlet_id.id,
                    "outlet_to_id": to.id if to else False,
                    "card_ids": cards.ids,
                    "company_id": self.company.id,
                }
            )
        )
        handover.action_give()
        return handover

    def _receive(self, handover, counted=None, user=None):
        handover = handover.with_user(user or self.second)
        handover.counted = handover.expected if counted is None else counted
        handover.action_receive()
        return handover

    def test_blanks_go_to_another_outlet_counted_by_somebody_else(self):
        cards = self._blanks(5)
        handover = self._give("stock", cards, self.head_office)
        with self.assertRaisesRegex(UserError, "You gave"):
            self._receive(handover, user=self.operator)
        with self.assertRaisesRegex(UserError, "4 cards were counted, 5 are"):
            self._receive(handover, counted=4)
        self.assertEqual(handover.difference, -1)
        self._receive(handover)
        self.assertEqual(cards.outlet_id, self.head_office)
        event = cards[0].event_ids[0]
        self.assertEqual(
            (event.user_id, event.witness_id), (self.second, self.operator)
        )

    def test_a_store_hands_empty_cards_to_the_head_office(self):
        Handover = self.env["membership.gift.handover"].with_user(self.operator)
        self.assertEqual(Handover.new({}).display_name, "New")
        handover = Form(Handover)
        handover.outlet_from_id = self.outlet
        handover.kind = "treasury"
        self.assertEqual(handover.outlet_to_id, self.head_office)
        handover.kind = "desk"
        self.assertFalse(handover.outlet_to_id)
        with self.assertRaisesRegex(UserError, "No cards wait at"):
            handover.save().action_fill()

    def test_cards_on_their_way_are_not_given_twice(self):
        cards = self._blanks(2)
        self._give("stock", cards, self.head_office)
        with self.assertRaisesRegex(UserError, "on its way with GH"):
            self._give("stock", cards[0], self.head_office)
        with self.assertRaisesRegex(UserError, "not at"):
            self._give("treasury", cards, self.head_office)

    def test_empty_cards_pass_to_treasury_and_desk_and_are_destroyed_by_two(self):
        card = self._sold(100)
        self._pay(card, 100)
        card._change_state("recover")
        spoilt = self._blanks(1)
        spoilt._change_state("spoil", "bent")
        cards = card | spoilt
        self._receive(self._give("treasury", cards, self.head_office))
        self.assertEqual(set(cards.mapped("state")), {"treasury"})
        self._receive(self._give("desk", cards))
        destruction = self._give("destruction", cards)
        with self.assertRaisesRegex(UserError, "Two different persons"):
            self._receive(destruction, user=self.operator)
        self._receive(destruction)
        self.assertEqual(set(cards.mapped("state")), {"destroyed"})
        self.assertEqual(card.account_id.state, "frozen")
        self._assert_gift_tied()
        for report in (
            destruction,
            self._give("stock", self._blanks(1), self.head_office),
        ):
            html = self.env["ir.actions.report"]._render_qweb_html(
                "membership_gift_card.report_handover", report.ids
            )[0]
            self.assertIn(report.card_ids[0].number.encode(), html)

    @mute_logger("odoo.sql_db")
    def test_the_database_wants_two_persons(self):
        cards = self._blanks(1)
        cards._change_state("spoil", "bent")
        cards._change_state("to_treasury")
        cards._change_state("to_desk")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            cards._change_state("destroy", "alone")
        handover = self._give("destruction", cards)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            handover.sudo().write(
                {
                    "state": "done",
                    "counted": 1,
                    "received_by_id": handover.given_by_id.id,
                }
            )
            self.env.flush_all()

    def test_what_was_given_is_changed_after_taking_it_back_only(self):
        cards = self._blanks(2)
        handover = self._give("stock", cards, self.head_office)
        with self.assertRaisesRegex(UserError, "take it back"):
            handover.with_user(self.operator).card_ids = [(3, cards[0].id)]
        handover.with_user(self.operator).action_take_back()
        handover.with_user(self.operator).card_ids = [(3, cards[0].id)]
        handover.with_user(self.operator).action_give()
        self._receive(handover, counted=1)
        self.assertEqual(cards[0].outlet_id, self.outlet)
        self.assertEqual(cards[1].outlet_id, self.head_office)

    def test_nobody_signs_for_somebody_else(self):
        Handover = self.env["membership.gift.handover"].with_user(self.operator)
        cards = self._blanks(2)
        vals = {
            "kind": "stock",
            "outlet_from_id": self.outlet.id,
            "outlet_to_id": self.head_office.id,
            "card_ids": cards.ids,
            "company_id": self.company.id,
        }
        forged = {"state": "given", "given_by_id": self.second.id, "expected": 1}
        handover = Handover.create(vals)
        for name, value in forged.items():
            with self.subTest(name=name):
                with self.assertRaisesRegex(UserError, "only the buttons"):
                    Handover.create({**vals, name: value})
                with self.assertRaisesRegex(UserError, "only the buttons"):
                    handover.write({name: value})
        defaults = {f"default_{name}": value for name, value in forged.items()}
        handover = Handover.with_context(**defaults).create(vals)
        self.assertEqual((handover.state, handover.expected), ("draft", 2))
        self.assertFalse(handover.given_by_id)

    def test_cards_on_their_way_are_neither_sold_nor_spoilt(self):
        card = self._blanks(1)
        handover = self._give("stock", card, self.head_office)
        with self.assertRaisesRegex(UserError, "on its way with"):
            card.with_user(self.operator)._sell(
                10, "k", method=self.cash, outlet=self.outlet
            )
        with self.assertRaisesRegex(UserError, "on its way with"):
            card._change_state("spoil", "bent")
        handover.with_user(self.operator).action_take_back()
        card.with_user(self.operator)._sell(
            10, "k", method=self.cash, outlet=self.outlet
        )
        self.assertEqual(card.state, "active")
