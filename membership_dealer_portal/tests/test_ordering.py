from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DealerPortalCommon


@tagged("post_install", "-at_install")
class TestOrdering(DealerPortalCommon):
    def _create_order(self, quantity=1, dealer=None, product=None, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": (dealer or self.dealer).partner_id.id,
                "website_id": self.website.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.tea).id,
                            "product_uom_qty": quantity,
                        }
                    )
                ],
            }
            | values
        )

    def _rule(self, **values):
        return self.env["membership.dealer.quantity"].create(
            {"company_id": self.company.id} | values
        )

    def _next(self, product, quantity):
        terms = self.dealer._get_terms(product)[product.id]
        return terms.get_next(quantity)

    # === QUANTITIES === #
    def test_the_nearest_rule_wins(self):
        self.assertEqual(self._next(self.cup, 1), 1)
        self._rule(minimum=2)
        self.assertEqual(self._next(self.cup, 1), 2)
        self.cup.categ_id = self.env["product.category"].create({"name": "Cups"})
        self._rule(categ_id=self.cup.categ_id.id, minimum=3)
        self.assertEqual(self._next(self.cup, 1), 3)
        self._rule(product_tmpl_id=self.cup.product_tmpl_id.id, minimum=4)
        self.assertEqual(self._next(self.cup, 1), 4)
        self._rule(
            product_tmpl_id=self.cup.product_tmpl_id.id,
            level_id=self.level.id,
            minimum=5,
        )
        self.assertEqual(self._next(self.cup, 1), 5)

    def test_the_cart_is_raised_to_full_cases_and_says_so(self):
        cart = self._create_order(6)
        result = cart._cart_update_line_quantity(cart.order_line.id, 7)
        self.assertEqual(result["quantity"], 12)
        self.assertIn("cases of 6", result["warning"])

    def test_a_customer_buys_single_pieces(self):
        cart = self._create_order(1, partner_id=self.customer.partner_id.id)
        self.assertFalse(cart._get_dealer_objections())
        self.assertTrue(cart._is_cart_ready())

    def test_a_suspended_dealer_buys_like_anybody(self):
        self.dealer._change_state("suspend", "test")
        self.assertFalse(self._create_order(1)._get_dealer_objections())

    def test_an_open_case_stops_the_payment(self):
        cart = self._create_order(7)
        self.assertFalse(cart._is_cart_ready())
        with self.assertRaisesRegex(ValidationError, "next possible quantity is 12"):
            cart._check_cart_is_ready_to_be_paid()

    def test_two_lines_of_a_product_make_a_case_together(self):
        cart = self._create_order(2)
        cart.order_line.copy({"order_id": cart.id, "product_uom_qty": 4})
        self.assertFalse(cart._get_dealer_objections())

    # === SMALLEST ORDER === #
    def test_a_small_order_says_what_is_missing(self):
        self.level.minimum_order = 500
        cart = self._create_order(6)
        (sentence,) = cart._get_dealer_objections()
        self.assertIn("131.78", sentence)
        cart.order_line.product_uom_qty = 12
        self.assertFalse(cart._get_dealer_objections())

    # === BACK OFFICE === #
    def test_a_salesman_cannot_confirm_an_open_case_a_manager_can(self):
        groups = "base.group_user,sales_team.group_sale_salesman_all_leads"
        salesman = new_test_user(self.env, "dealer_sales", groups)
        order = self._create_order(7, website_id=False)
        with self.assertRaisesRegex(UserError, "manager of dealers"):
            order.with_user(salesman).action_confirm()
        salesman.group_ids += self.env.ref(
            "membership_dealer_pricing.group_dealer_manager"
        )
        order.with_user(salesman).action_confirm()
        self.assertEqual(order.state, "sale")
        notes = "".join(order.message_ids.mapped("body"))
        self.assertIn("Confirmed although", notes)

    # === CREDIT === #
    def test_above_the_credit_limit_only_payment_at_once_is_left(self):
        self.company.account_use_credit_limit = True
        self.dealer.partner_id.credit_limit = 500
        cart = self._create_order(12)
        self.assertIn("credit limit", cart._get_credit_objection())
        cart.order_line.product_uom_qty = 6
        self.assertFalse(cart._get_credit_objection())

    def test_on_account_is_not_offered_above_the_limit(self):
        provider = self.env["payment.provider"].search(
            [
                ("custom_mode", "=", "wire_transfer"),
                ("company_id", "=", self.company.id),
            ],
            limit=1,
        )
        provider.write({"state": "enabled", "is_published": True})
        self.company.account_use_credit_limit = True
        self.dealer.partner_id.credit_limit = 500
        cart = self._create_order(12)
        found = self._get_providers(cart)
        self.assertNotIn(provider, found)
        self.dealer.partner_id.credit_limit = 5000
        self.assertIn(provider, self._get_providers(cart))

    def _get_providers(self, cart):
        return self.env["payment.provider"]._get_compatible_providers(
            self.company.id,
            cart.partner_id.id,
            cart.amount_total,
            currency_id=cart.currency_id.id,
            sale_order_id=cart.id,
        )
