from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestCardStock(CardCommon):
    """Blank member cards: received, moved, issued one by one, counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printed = cls._create_type(
            name="Printed", number_source="stock", prefix="55", length=12
        )
        cls.pattern = cls.printed._get_pattern()
        cls.other = cls._create_outlet()

    def _number(self, position):
        return self.pattern.number(position)

    def _move(self, kind, first=1, last=None, **values):
        vals = {
            "kind": kind,
            "company_id": self.company.id,
            "type_id": self.printed.id,
            "outlet_id": self.outlet.id,
            "number_from": self._number(first),
            "number_to": self._number(last or first),
        }
        Move = self.env["membership.card.stock.move"].with_user(self.card_centre)
        move = Move.create(vals | values)
        move.action_done()
        return move

    def _stock(self, outlet=None, state="in_stock"):
        blanks = self.env["membership.card.stock"].search(
            [("outlet_id", "=", (outlet or self.outlet).id), ("state", "=", state)]
        )
        return blanks.mapped("position")

    def test_range_is_received_and_issued_one_by_one(self):
        move = self._move("receive", 1, 5)
        self.assertEqual((move.quantity, move.user_id), (5, self.card_centre))
        members = [self._create_member(type_id=self.printed.id) for _card in range(2)]
        numbers = [member.card_ids.number for member in members]
        self.assertEqual(numbers, [self._number(1), self._number(2)])
        self.assertEqual(self._stock(), [3, 4, 5])
        blank = self.env["membership.card.stock"].search([("number", "=", numbers[0])])
        self.assertEqual((blank.state, blank.card_id.number), ("issued", numbers[0]))

    def test_scanned_blank_is_taken_out_of_stock(self):
        self._move("receive", 1, 3)
        member = self._create_member(
            type_id=self.printed.id, card_number=self._number(2)
        )
        self.assertEqual(member.card_ids.number, self._number(2))
        self.assertEqual(self._stock(), [1, 3])

    def test_replacement_takes_the_next_blank_of_the_outlet(self):
        self._move("receive", 1, 3)
        card = self._create_member(type_id=self.printed.id).card_ids
        new = card._change_state("replace", "lost", self.outlet)
        self.assertEqual(new.number, self._number(2))

    def test_without_blanks_nothing_is_issued(self):
        with self.assertRaisesRegex(UserError, "no blank cards"):
            self._create_member(type_id=self.printed.id)

    def test_number_that_is_no_blank_or_elsewhere_is_refused(self):
        self._move("receive", 1, 2, outlet_id=self.other.id)
        with self.assertRaisesRegex(UserError, "no blank card of ours"):
            self._create_member(type_id=self.printed.id, card_number=self._number(9))
        with self.assertRaisesRegex(UserError, "not in stock at"):
            self._create_member(type_id=self.printed.id, card_number=self._number(1))

    def test_several_cards_at_once_take_different_blanks(self):
        self._move("receive", 1, 3)
        member = self._create_member()
        vals = {
            "member_id": member.id,
            "type_id": self.printed.id,
            "company_id": self.company.id,
            "outlet_id": self.outlet.id,
        }
        cards = self.env["membership.card"].create([vals, vals, vals])
        self.assertEqual(len(set(cards.mapped("number"))), 3)
        self.assertFalse(self._stock())

    def test_whole_ranges_are_transferred_or_nothing(self):
        self._move("receive", 1, 5)
        self._create_member(type_id=self.printed.id, card_number=self._number(3))
        with self.assertRaisesRegex(UserError, self._number(3)):
            self._move("transfer", 1, 5, outlet_to_id=self.other.id)
        self._move("transfer", 4, 5, outlet_to_id=self.other.id)
        self.assertEqual((self._stock(), self._stock(self.other)), ([1, 2], [4, 5]))

    def test_spoiled_and_missing_need_a_reason_and_are_never_issued(self):
        self._move("receive", 1, 3)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._move("spoil", 1)
        self._move("spoil", 1, reason="Printed wrongly")
        self._move("lose", 2, reason="Not in the box")
        self.assertEqual(self._stock(), [3])
        with self.assertRaisesRegex(UserError, "not in stock"):
            self._create_member(type_id=self.printed.id, card_number=self._number(1))

    def test_count_shows_the_difference_and_asks_why(self):
        self._move("receive", 1, 5)
        self.assertEqual(self._move("count", counted=5).difference, 0)
        with self.assertRaisesRegex(UserError, "5 should be there, 4 were counted"):
            self._move("count", counted=4)
        move = self._move("count", counted=4, reason="One fell behind the drawer")
        self.assertEqual((move.expected, move.difference), (5, -1))

    def test_numbers_are_received_once_and_never_generated(self):
        self._move("receive", 1, 3)
        with self.assertRaisesRegex(UserError, "3 numbers of this range"):
            self._move("receive", 1, 5)
        self.printed.number_source = "generated"
        self.assertEqual(self.printed._next_numbers(1), [self._number(4)])

    def test_only_numbers_of_the_type_are_received(self):
        for first, last in (("4711", "4712"), (self._number(5), self._number(1))):
            with (
                self.subTest(first=first),
                self.assertRaisesRegex(UserError, "no range"),
            ):
                self._move("receive", number_from=first, number_to=last)

    def test_done_moves_stay_and_tills_move_nothing(self):
        move = self._move("receive", 1, 3)
        for act in (
            lambda: move.write({"counted": 3}),
            lambda: move.action_done(),
            lambda: move.unlink(),
        ):
            with self.assertRaises(UserError):
                act()
        till = self._create_user("till")
        with self.assertRaises(AccessError):
            self.env["membership.card.stock"].with_user(till).create({})
        with self.assertRaises(AccessError):
            move.with_user(till).copy()
