from odoo.fields import Command
from odoo.tests import tagged

from .common import PosMembershipCommon


class StoredPriceCommon(PosMembershipCommon):
    """Tea costs everybody 100; gold members pay 80, if stored value does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["membership.points.rule"].search([]).active = False
        cls.env["membership.points.rule"].create(
            {
                "name": "1 for 10",
                "company_id": cls.company.id,
                "points_per_unit": 1,
                "per_amount": 10,
            }
        )
        cls.usual_list = cls._create_list("Usual", 0)
        cls.gold_list = cls._create_list("Gold", 20)
        cls.pos_session.sudo().config_id.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.set(cls.usual_list.ids)],
                "pricelist_id": cls.usual_list.id,
            }
        )
        cls.gold.write(
            {
                "pricelist_id": cls.gold_list.id,
                "price_basis": "stored_value",
                "points_multiplier": 1,
            }
        )
        cls.member._set_level(cls.gold, "test")
        cls._topup(cls.member, 500)

    @classmethod
    def _create_list(cls, name, percent):
        item = {"compute_price": "percentage", "percent_price": percent}
        return cls.env["product.pricelist"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "currency_id": cls.currency.id,
                "item_ids": [Command.create(item)],
            }
        )

    def _stored_line(self, price, product=None, usual=100, **values):
        """A line that the till made cheaper because of stored value."""
        product = product or self.tea
        return self._line(product, price=price, membership_usual_price=usual, **values)

    def _buy(self, lines, **values):
        return self._sell(lines, pricelist_id=self.usual_list.id, **values)


@tagged("post_install", "-at_install")
class TestStoredPrice(StoredPriceCommon):
    """A price that is earned by paying from stored value."""

    def _get_till_data(self):
        data = self._till().get_member(self.pos_session.id, self.member.id)
        return data["pricelist_id"], data["stored_pricelist_id"]

    # === WHO EARNS IT === #
    def test_the_till_is_told_which_prices_have_to_be_earned(self):
        self.assertEqual(self._get_till_data(), (False, self.gold_list.id))
        partner = self.member.partner_id
        self.assertNotEqual(partner.property_product_pricelist, self.gold_list)
        self.gold.price_basis = "always"
        self.assertEqual(self._get_till_data(), (self.gold_list.id, False))
        self.assertEqual(partner.property_product_pricelist, self.gold_list)

    def test_a_member_day_holds_however_it_is_paid(self):
        day_list = self._create_list("Day", 30)
        day = self.env["membership.level.day"].create(
            {
                "level_id": self.gold.id,
                "name": "Every day",
                "recurrence": "dates",
                "date_from": "2020-01-01",
                "date_to": "2099-12-31",
                "pricelist_id": day_list.id,
            }
        )
        self.assertEqual(self._get_till_data(), (day_list.id, False))
        day.pricelist_id = False
        self.assertEqual(self._get_till_data(), (False, False))

    def test_a_price_agreed_with_the_contact_takes_its_place(self):
        agreed = self._create_list("Agreed", 5)
        self.member.partner_id.specific_property_product_pricelist = agreed
        self.assertEqual(self._get_till_data(), (agreed.id, False))

    # === WHAT IT COSTS === #
    def test_all_from_stored_value_costs_the_member_price(self):
        order = self._buy([self._stored_line(80)], stored=80)
        self.assertEqual(order.state, "paid")
        self.assertEqual((order.amount_total, order.membership_saving), (80, 20))
        self.assertEqual(order.membership_receipt["saved"], 20)
        self.assertEqual(self._wallet(), (420, 420))
        self.assertEqual(self._points(), 8, "of what was really paid")

    def test_half_from_stored_value_saves_half(self):
        order = self._buy([self._stored_line(90)], stored=40)
        self.assertEqual((order.amount_total, order.membership_saving), (90, 10))
        self.assertEqual(self._points(), 9)

    def test_nothing_from_stored_value_saves_nothing(self):
        order = self._buy([self._line(self.tea)])
        self.assertEqual((order.amount_total, order.membership_saving), (100, 0))

    def test_goods_without_member_price_are_paid_alike(self):
        """Tea 80, cake 20: 50 from stored value are half of both."""
        cake = self._create_product("Cake", 20)
        self.gold.excluded_product_ids = cake.product_tmpl_id
        lines = [self._stored_line(90), self._line(cake)]
        order = self._buy(lines, stored=50)
        self.assertEqual((order.amount_total, order.membership_saving), (110, 10))
        lines = [self._stored_line(90), self._stored_line(18, cake, 20)]
        with self._assert_refused("Cake costs"):
            self._buy(lines, stored=50)

    def test_taxes_follow_the_price(self):
        order = self._buy([self._stored_line(40, self.cup, 50)], stored=40)
        self.assertEqual(order.amount_total, 40)
        self.assertAlmostEqual(order.lines.price_subtotal, 35.40)
        self.assertEqual(order.membership_saving, 10)

    def test_a_top_up_in_the_same_order_is_not_cheaper(self):
        lines = [self._stored_line(80), self._topup_line(100)]
        user = self.senior
        order = self._buy(lines, stored=80, user=user)
        self.assertEqual((order.amount_total, order.membership_saving), (180, 20))

    # === WHAT IS REFUSED === #
    def test_a_price_that_was_not_earned_is_refused(self):
        for price, stored in ((80, 0), (80, 79), (89.98, 40), (79, 79), (99, 0)):
            refused = self._assert_refused("Tea costs")
            with self.subTest(price=price, stored=stored), refused:
                self._buy([self._stored_line(price)], stored=stored)
        self.assertEqual(self._wallet(), (500, 500))

    def test_the_till_does_not_choose_what_is_usual(self):
        """A made-up usual price earns nothing."""
        with self._assert_refused("Tea costs"):
            self._buy([self._stored_line(70, usual=1000)], stored=70)

    def test_the_list_itself_cannot_be_chosen(self):
        with self._assert_refused("stored value only"):
            self._sell([self._line(self.tea, price=80)], pricelist_id=self.gold_list.id)

    def test_nobody_else_has_the_price(self):
        other = self._create_member()
        self._topup(other, 100)
        with self._assert_refused("does not have"):
            self._buy([self._stored_line(80)], stored=80, member=other)

    def test_the_till_does_not_say_what_was_saved(self):
        line = self._line(self.tea)
        order = self._buy([line], membership_saving=99)
        self.assertEqual(order.membership_saving, 0)

    # === WHAT COMES BACK === #
    def test_goods_come_back_at_what_was_paid(self):
        """Three at 93.34, in three steps, never bring back more than was paid."""
        line = self._stored_line(93.34, qty=3)
        order = self._buy([line], stored=80)
        self.assertEqual(order.amount_total, 280.02)
        for stored in (80, 0, 0):
            refund = self._refund_one(order, stored)
            self.assertEqual(refund.amount_total, -93.34)
        self.assertEqual(self._wallet(), (500, 500))
        self.assertEqual(self._points(), 0)

    def _refund_one(self, order, stored):
        line = self._line(self.tea, -1, order.lines.price_unit, refunds=order.lines)
        payments = [self._payment(self.cash_method, -93.34 + stored)]
        if stored:
            payments.append(self._payment(self.stored_value, -stored))
        data = self._order_data([line], payments, self.member, is_refund=True)
        return self._sync(data)

    def test_the_books_are_tied_after_all_of_it(self):
        order = self._buy([self._stored_line(80)], stored=80)
        self._buy([self._stored_line(90)], stored=40)
        self._refund(order, stored=80)
        self._close()
        self._assert_tied()


@tagged("post_install", "-at_install")
class TestStacking(StoredPriceCommon):
    """Whether something comes on top of the member price is up to the level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold.price_basis = "always"

    def _sell_line(self, price=100, discount=0, **values):
        """Sell tea to the member, cheaper by a percentage."""
        pricelist = values.pop("pricelist", self.gold_list)
        paid = price * (100 - discount) / 100
        amounts = {"price_subtotal": paid, "price_subtotal_incl": paid}
        line = self._line(self.tea, price=price, discount=discount, **amounts)
        line[2].update(values)
        return self._sell([line], pricelist_id=pricelist.id)

    def test_unless_told_otherwise_discounts_come_on_top(self):
        self.assertEqual(self._sell_line(80, 10).amount_total, 72)

    def test_a_discount_on_the_member_price_is_refused(self):
        self.gold.combines_with_discounts = False
        with self._assert_refused("does not go together with a discount"):
            self._sell_line(80, 10)
        with self._assert_refused("does not go together with a discount"):
            self._sell_line(79, price_type="manual")

    def test_a_discount_on_the_usual_price_is_not(self):
        self.gold.combines_with_discounts = False
        order = self._sell_line(100, 30, pricelist=self.usual_list)
        self.assertEqual(order.amount_total, 70)
        self.assertEqual(self._sell_line(80).amount_total, 80)
        self.assertEqual(self._sell_line(85, price_type="manual").amount_total, 85)

    def test_goods_without_member_price_may_be_discounted(self):
        self.gold.combines_with_discounts = False
        self.gold.excluded_product_ids = self.tea.product_tmpl_id
        self.assertEqual(self._sell_line(100, 10).amount_total, 90)

    def test_something_off_the_whole_order_is_a_discount_as_well(self):
        self.gold.combines_with_discounts = False
        off = self._create_product("Off", 0)
        lines = [self._line(self.tea, price=80), self._line(off, price=-5)]
        with self._assert_refused("Tea has the member price"):
            self._sell(lines, pricelist_id=self.gold_list.id)

    def test_a_price_earned_by_stored_value_does_not_take_one_either(self):
        self.gold.write(
            {"price_basis": "stored_value", "combines_with_discounts": False}
        )
        paid = {"price_subtotal": 72, "price_subtotal_incl": 72}
        with self._assert_refused("does not go together with a discount"):
            self._buy([self._stored_line(80, discount=10, **paid)], stored=72)

    def test_a_promotion_on_the_member_price_is_refused(self):
        if "is_reward_line" not in self.env["pos.order.line"]._fields:
            self.patch(
                type(self.env["pos.order.line"]),
                "_is_promotion",
                lambda line: line.product_id.name == "Coupon",
            )
        coupon = self._create_product("Coupon", 0)

        def sell():
            lines = [self._line(self.tea, price=80), self._line(coupon, price=-5)]
            if "is_reward_line" in self.env["pos.order.line"]._fields:
                lines[1][2]["is_reward_line"] = True
            return self._sell(lines, pricelist_id=self.gold_list.id)

        self.assertEqual(sell().amount_total, 75)
        self.gold.combines_with_promotions = False
        with self._assert_refused("does not go together with a promotion"):
            sell()

    def test_what_comes_back_is_not_asked(self):
        order = self._sell_line(80, 10)
        self.gold.combines_with_discounts = False
        line = self._line(
            self.tea,
            -1,
            80,
            refunds=order.lines,
            discount=10,
            price_subtotal=-72,
            price_subtotal_incl=-72,
        )
        payments = [self._payment(self.cash_method, -72)]
        data = self._order_data([line], payments, self.member, is_refund=True)
        self.assertEqual(self._sync(data).amount_total, -72)

    def test_a_special_price_is_kept_by_who_waives_it(self):
        pack = self.env["membership.gift.pack"].create(
            {
                "name": "Birthday",
                "company_id": self.company.id,
                "occasion": "birthday",
                "line_ids": [
                    Command.create({"kind": "price", "pricelist_id": self.gold_list.id})
                ],
            }
        )
        today = self.member._get_level_day()
        row = (self.member.id, "test", None, today, today)
        line = self.env["membership.gift"]._grant(pack, [row]).line_ids
        usual = {"pricelist_id": self.usual_list.id, "membership_price_waived": True}
        self._sell([self._line(self.tea)], **usual)
        self.assertEqual(line.state, "open")
        self._sell([self._line(self.tea, price=80)], pricelist_id=self.gold_list.id)
        self.assertEqual(line.state, "done")
