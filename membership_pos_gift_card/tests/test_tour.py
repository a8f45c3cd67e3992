from odoo.tests import HttpCase, tagged

from .common import PosGiftCommon


@tagged("post_install", "-at_install", "pos_tour")
class TestTour(PosGiftCommon, HttpCase):
    """What a cashier sees and does with gift cards, in a browser; then the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search(
            [("available_in_pos", "=", True)]
        ).available_in_pos = False
        cls._create_product("Tour Tea", 100)
        number = cls.gift_type._get_pattern().number(1)
        cls.blank = cls.Card._receive(
            cls.gift_type, cls.outlet, [number], {number: "K7F2-9QXM-0011-ABCD"}
        )

    def test_a_gift_card_is_sold_spent_and_refunded(self):
        self.start_tour(
            f"/pos/ui/{self.config.id}",
            "membership_pos_gift_card",
            login=self.senior.login,
        )
        self.assertEqual(self._balance(self.blank), (40, 40))
        self._close()
        book = self._assert_books()
        self.assertEqual((book.liability, book.unposted), (40, 0))
