from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.membership_pos.tests.common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestPromotions(PosMembershipCommon, HttpCase):
    """Core's promotions beside member prices, on the server and in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.env["product.template"].search(
            [("available_in_pos", "=", True)]
        ).available_in_pos = False
        cls.tea = cls._create_product("Tour Tea", 100)
        cls.gold_list = cls.env["product.pricelist"].create(
            {
                "name": "Gold prices",
                "company_id": cls.company.id,
                "currency_id": cls.currency.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 20})
                ],
            }
        )
        cls.gold.write(
            {"pricelist_id": cls.gold_list.id, "combines_with_promotions": False}
        )
        cls.lin = cls._create_member(name="Lin Wei", card_number="8000000700018")
        cls.lin._set_level(cls.gold, "test")

    @classmethod
    def _create_program(cls, kind, **rule):
        """Five per cent off the order, by itself or with a code; or a way to pay."""
        reward = {"reward_type": "discount", "discount": 5, "required_points": 1}
        return cls.env["loyalty.program"].create(
            {
                "name": kind,
                "program_type": kind,
                "company_id": cls.company.id,
                "currency_id": cls.currency.id,
                "trigger": "with_code" if rule.get("code") else "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create({"minimum_amount": 0, "minimum_qty": 1, **rule}),
                ],
                "reward_ids": [Command.clear(), Command.create(reward)],
            }
        )

    def _sell_with(self, program):
        """Tea at the member price, less 5 by a reward of ``program``."""
        reward = program.reward_ids
        off = self._line(reward.discount_line_product_id, price=-5)
        off[2].update(is_reward_line=True, reward_id=reward.id)
        lines = [self._line(self.tea, price=80), off]
        return self._sell(lines, member=self.lin, pricelist_id=self.gold_list.id)

    def test_a_promotion_is_refused_on_the_member_price(self):
        with self._assert_refused("does not go together with a promotion"):
            self._sell_with(self._create_program("promotion"))

    def test_a_line_that_comes_back_covers_no_promotion(self):
        """A till adds nothing to a refund; whoever forges an order might."""
        sold = self._sell(
            [self._line(self.tea, price=80)],
            member=self.lin,
            pricelist_id=self.gold_list.id,
        )
        reward = self._create_program("promotion").reward_ids
        off = self._line(reward.discount_line_product_id, price=-5)
        off[2].update(is_reward_line=True, reward_id=reward.id)
        back = self._line(self.tea, -1, price=80, refunds=sold.lines)
        lines = [back, self._line(self.tea, 2, price=80), off]
        with self._assert_refused("does not go together with a promotion"):
            self._sell(lines, member=self.lin, pricelist_id=self.gold_list.id)

    def test_a_gift_card_of_core_is_a_way_to_pay(self):
        self.gold.combines_with_discounts = False
        order = self._sell_with(self._create_program("gift_card"))
        self.assertEqual(order.amount_total, 75)

    def test_a_reward_does_not_make_a_topup_cheaper(self):
        reward = self._create_program("promotion").reward_ids
        off = self._line(reward.discount_line_product_id, price=-5)
        off[2].update(is_reward_line=True, reward_id=reward.id)
        lines = [self._line(self.topup_product, price=100), off]
        with self._assert_refused("not top-ups"):
            self._sell(lines, member=self.lin, user=self.senior)

    def test_it_is_one_or_the_other_at_the_till(self):
        self._create_program("promotion")
        self._create_program("promo_code", code="TEA5", mode="with_code")
        self.start_tour(
            f"/pos/ui/{self.config.id}",
            "membership_pos_loyalty",
            login=self.senior.login,
        )
        first, second = self.env["pos.order"].search(
            [("membership_member_id", "=", self.lin.id)], order="id"
        )
        self.assertEqual((first.amount_total, second.amount_total), (95, 80))
        self.assertTrue(first.membership_price_waived)
        self.assertFalse(second.lines.filtered("is_reward_line"))
