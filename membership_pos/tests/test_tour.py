from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PosMembershipCommon


@tagged("post_install", "-at_install", "pos_tour")
class TestTour(PosMembershipCommon, HttpCase):
    """What a cashier sees and does, in a browser; then the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search(
            [("available_in_pos", "=", True)]
        ).available_in_pos = False
        cls._create_product("Tour Tea", 100)
        cls.env["membership.points.rule"].search([]).active = False
        cls.env["membership.points.rule"].create(
            {
                "name": "1 for 10",
                "company_id": cls.company.id,
                "points_per_unit": 1,
                "per_amount": 10,
            }
        )
        cls._create_rule(500, bonus=50)
        cls.gold.points_multiplier = 1
        cls.gold.pricelist_id = cls.env["product.pricelist"].create(
            {
                "name": "Gold prices",
                "company_id": cls.company.id,
                "currency_id": cls.currency.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        cls.lin = cls._create_member(name="Lin Wei", card_number="8000000700018")
        cls.lin._set_level(cls.gold, "test")
        cls.wang = cls._create_member(name="Wang Fang", card_number="OLD-4711")
        cls._topup(cls.lin, 60)
        cls._topup(cls.wang, 50)
        # The member of the common fixtures has the same name as ours.
        cls.member.partner_id.name = "Somebody Else"

    def _start(self, tour):
        self.start_tour(f"/pos/ui/{self.config.id}", tour, login=self.senior.login)

    def test_a_day_at_the_till(self):
        self._start("membership_pos_day")
        self.assertEqual(self._wallet(self.lin), (610, 610))
        self.assertEqual(self._points(self.lin), 0)
        sale, refund = self.env["pos.order"].search(
            [("membership_member_id", "=", self.lin.id)], order="id"
        )
        self.assertEqual(sale.lines.membership_topup_id.bonus_amount, 50)
        self.assertEqual(refund.refunded_order_id, sale)
        self._close()
        self._assert_tied()

    @mute_logger("odoo.http")  # what is refused is logged there
    def test_members_at_the_till(self):
        self._start("membership_pos_members")
        self.assertEqual(self.wang.card_ids.state, "lost")
        self.assertEqual(self._wallet(self.lin), (60, 60))
        self.assertEqual(self._wallet(self.wang), (50, 50))
        zhao = self.env["membership.member"].search(
            [("partner_id.name", "=", "Zhao Min"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(zhao.outlet_id, self.outlet)

    def test_a_lost_card_is_found_replaced_and_frozen(self):
        self.lin.partner_id.phone = "+8613700001355"
        self.lin.data_confirmed_on = "2020-01-01"
        self._receive_blanks(3)
        self.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "occasion": "welcome",
                "company_id": self.company.id,
                "line_ids": [Command.create({"kind": "coupon", "name": "Tour Cup"})],
            }
        )
        self.lin._after_enrol({})
        self._start("membership_pos_cards")
        self.assertEqual(self.lin.gift_line_ids.state, "done")
        self.assertEqual(self.lin.data_confirmed_by_id, self.senior)
        old, new, further = self.lin.card_ids.sorted("id")
        self.assertEqual(
            (old.state, new.state, further.state), ("cancelled", "frozen", "active")
        )
        self.assertEqual(further.number, "550000000003")
        zhao = self.env["membership.card"].search([("number", "=", "550000000001")])
        self.assertEqual(zhao.member_id.name, "Zhao Min")

    def test_a_price_that_stored_value_earns(self):
        self.silver.write(
            {
                "pricelist_id": self.gold.pricelist_id.copy().id,
                "price_basis": "stored_value",
            }
        )
        self.silver.pricelist_id.item_ids.percent_price = 20
        chen = self._create_member(name="Chen Jie", card_number="8000000700025")
        chen._set_level(self.silver, "test")
        self._topup(chen, 100)
        # The tour looks around before the order is sent.
        self.config.auto_validate_terminal_payment = False
        self._start("membership_pos_stored_price")
        self.assertEqual(self._wallet(chen), (0, 0))
        orders = self.env["pos.order"].search(
            [("membership_member_id", "=", chen.id)], order="id"
        )
        self.assertEqual(orders.mapped("membership_saving"), [10, 15])
        self.assertEqual(orders.mapped("amount_total"), [90, 85])
        self._close()
        self._assert_tied()

    def test_nothing_on_top_of_the_member_price(self):
        self.gold.combines_with_discounts = False
        self._start("membership_pos_stacking")
        order = self.env["pos.order"].search(
            [("membership_member_id", "=", self.lin.id)]
        )
        self.assertEqual((order.amount_total, order.lines.discount), (95, 5))
        self.assertTrue(order.membership_price_waived)
