from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.membership_card.tests.common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
class TestStacking(CardAlone, CardCommon):
    """Promotions on sales orders, sold by a salesman without further rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.tea = cls.env["product.product"].create(
            {"name": "Tieguanyin", "list_price": 100, "taxes_id": False}
        )
        cls.gold_list = cls._create_list("Gold", 20)
        cls.usual_list = cls._create_list("Everybody", 0, sequence=1)
        cls.gold.write(
            {"pricelist_id": cls.gold_list.id, "combines_with_promotions": False}
        )
        cls.member = cls._create_member(level_id=cls.gold.id)
        cls.salesman = new_test_user(
            cls.env,
            "stacking_salesman",
            "sales_team.group_sale_salesman",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.promotion = cls._create_program("promotion", "auto")

    @classmethod
    def _create_list(cls, name, percent, **values):
        item = {"compute_price": "percentage", "percent_price": percent}
        return cls.env["product.pricelist"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "item_ids": [Command.create(item)],
                **values,
            }
        )

    @classmethod
    def _create_program(cls, kind, mode, code=False, **values):
        """A tenth off the order, by itself or with a code."""
        rule = {"minimum_amount": 0, "mode": mode, "code": code, "minimum_qty": 1}
        reward = {"reward_type": "discount", "discount": 10, "required_points": 1}
        return cls.env["loyalty.program"].create(
            {
                "name": kind,
                "program_type": kind,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "trigger": "auto" if mode == "auto" else "with_code",
                "rule_ids": [Command.clear(), Command.create(rule)],
                "reward_ids": [Command.clear(), Command.create(reward)],
                **values,
            }
        )

    def _create_order(self, partner=None, **values):
        line = {"product_id": self.tea.id, "product_uom_qty": 1}
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.member.partner_id).id,
                "user_id": self.salesman.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        return order.with_user(self.salesman)

    def _claim(self, order):
        """Take every reward that is offered, as the button of an order does."""
        order._update_programs_and_rewards()
        for coupon, rewards in order._get_claimable_rewards().items():
            for reward in rewards:
                order._apply_program_reward(reward, coupon)
        order._update_programs_and_rewards()
        return order

    def _use_code(self, order, code):
        wizard = self.env["sale.loyalty.coupon.wizard"].with_user(self.salesman)
        wizard.create({"order_id": order.id, "coupon_code": code}).action_apply()

    def test_a_promotion_does_not_come_on_top_of_the_member_price(self):
        self.assertEqual(self._claim(self._create_order()).amount_total, 80)

    def test_it_does_where_the_level_says_so(self):
        self.gold.combines_with_promotions = True
        self.assertEqual(self._claim(self._create_order()).amount_total, 72)

    def test_at_the_usual_prices_a_member_gets_the_promotion(self):
        order = self._create_order(pricelist_id=self.usual_list.id)
        self.assertEqual(self._claim(order).amount_total, 90)

    def test_who_is_no_member_gets_it_as_ever(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.assertEqual(self._claim(self._create_order(stranger)).amount_total, 90)

    def test_goods_without_member_price_may_be_in_a_promotion(self):
        self.gold.excluded_product_ids = self.tea.product_tmpl_id
        self.assertEqual(self._claim(self._create_order()).amount_total, 90)

    def test_a_line_whose_price_was_raised_has_no_member_price(self):
        order = self._create_order()
        order.order_line.price_unit = 100
        self.assertEqual(self._claim(order).amount_total, 90)

    def test_a_member_day_has_member_prices_too(self):
        self.gold.pricelist_id = False
        day = self._create_list("Day", 50)
        self.env["membership.level.day"].create(
            {
                "level_id": self.gold.id,
                "name": "Daily",
                "pricelist_id": day.id,
                "recurrence": "dates",
                "date_from": "2000-01-01",
                "date_to": "2100-01-01",
            }
        )
        self.assertEqual(self._claim(self._create_order()).amount_total, 50)

    def test_a_code_is_refused_with_the_reason(self):
        self._create_program("promo_code", "with_code", code="SPRING")
        order = self._create_order()
        with self.assertRaisesRegex(
            ValidationError, "not go together with a promotion"
        ):
            self._use_code(order, "SPRING")
        self.assertFalse(order.order_line.reward_id)
        self.gold.combines_with_promotions = True
        self._use_code(order, "SPRING")

    def test_a_coupon_from_an_earlier_order_is_refused_and_not_used_up(self):
        program = self._create_program("next_order_coupons", "auto")
        coupon = self.env["loyalty.card"].create(
            {"program_id": program.id, "points": 1, "code": "NEXT-1"}
        )
        order = self._create_order()
        with self.assertRaisesRegex(ValidationError, "does not go together"):
            self._use_code(order, "NEXT-1")
        self.assertEqual(coupon.points, 1)
        self.assertFalse(order.applied_coupon_ids)

    def test_a_wrong_code_is_still_a_wrong_code(self):
        with self.assertRaisesRegex(ValidationError, "invalid"):
            self._use_code(self._create_order(), "NO-SUCH-CODE")

    def test_the_promotion_goes_when_the_member_price_comes(self):
        order = self._create_order(pricelist_id=self.usual_list.id)
        self._claim(order)
        order.pricelist_id = self.gold_list
        order.action_update_prices()
        self.assertEqual(order.amount_total, 80)
        self.assertFalse(order.order_line.reward_id)

    def test_what_a_customer_was_offered_stays(self):
        self.gold.combines_with_promotions = True
        order = self._claim(self._create_order())
        order.action_quotation_sent()
        self.gold.combines_with_promotions = False
        order.action_confirm()
        self.assertEqual((order.state, order.amount_total), ("sale", 72))

    def test_a_gift_card_is_a_way_to_pay(self):
        program = self._create_program("gift_card", "with_code", applies_on="future")
        program.reward_ids.write(
            {"discount_mode": "per_point", "discount": 1, "required_points": 1}
        )
        self.env["loyalty.card"].create(
            {"program_id": program.id, "points": 30, "code": "GIFT-30"}
        )
        order = self._create_order()
        rewards = order._try_apply_code("GIFT-30")
        self.assertNotIn("error", rewards)
        for coupon, reward in rewards.items():
            order._apply_program_reward(reward, coupon)
        self.assertEqual(order.amount_total, 50)
