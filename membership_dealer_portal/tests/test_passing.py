from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DealerPortalCommon

URL = "/my/dealer/passed"


@tagged("post_install", "-at_install")
class TestPassing(DealerPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer.sub_order_mode = "passed"
        cls.dealer.partner_id.email = "lin@example.com"
        cls.sub.partner_id.email = "xue@example.com"

    def _create_order(self, dealer=None, quantity=12, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": (dealer or self.sub).partner_id.id,
                "website_id": self.website.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.tea.id, "product_uom_qty": quantity}
                    )
                ],
            }
            | values
        )

    def _pass(self, **values):
        return self._create_order(**values)._pass_to_upline()

    # === WHO SELLS === #
    def test_by_default_we_sell_to_sub_dealers(self):
        self.dealer.sub_order_mode = "sold_by_us"
        cart = self._create_order()
        self.assertTrue(cart._is_cart_ready())
        with self.assertRaisesRegex(ValidationError, "order is ours"):
            cart._pass_to_upline()

    def test_the_upline_itself_and_other_dealers_buy_from_us(self):
        for dealer in (self.dealer, self.other):
            self.assertTrue(self._create_order(dealer)._is_cart_ready())

    def test_a_passed_cart_cannot_be_paid(self):
        cart = self._create_order()
        self.assertFalse(cart._is_cart_ready())
        with self.assertRaisesRegex(ValidationError, "Lin Trading sells to you"):
            cart._check_cart_is_ready_to_be_paid()

    def test_a_suspended_branch_buys_like_anybody(self):
        self.dealer._change_state("suspend", "test")
        self.assertFalse(self._create_order()._get_dealer_objections())

    def test_only_a_manager_decides_who_sells(self):
        clerk, boss = (
            new_test_user(
                self.env, f"passing_{kind}", f"membership_dealer_pricing.group_{kind}"
            )
            for kind in ("dealer_user", "dealer_manager")
        )
        with self.assertRaises(AccessError):
            self.other.with_user(clerk).sub_order_mode = "passed"
        self.other.with_user(boss).sub_order_mode = "passed"
        self.assertEqual(self.other.sub_order_mode, "passed")

    # === PASSING === #
    def test_passing_ends_our_quotation_and_tells_the_upline(self):
        order = self._pass()
        self.assertEqual((order.state, order.passed_state), ("cancel", "sent"))
        self.assertEqual(order.passed_to_id, self.dealer)
        self.assertEqual(order.passed_from_id, self.sub)
        notes = " ".join(order.message_ids.mapped("body"))
        self.assertIn(f"Passed to {self.dealer.display_name}", notes)
        mail = self.env["mail.mail"].search([("email_to", "=", "lin@example.com")])
        self.assertIn(order.name, mail.subject)
        self.assertNotIn("53.59", mail.body_html)

    def test_an_order_is_passed_once_and_never_ours_again(self):
        order = self._pass()
        with self.assertRaisesRegex(ValidationError, "order is ours"):
            order._pass_to_upline()
        with self.assertRaisesRegex(UserError, "not ours any more"):
            order.action_draft()

    def test_open_cases_are_not_passed(self):
        with self.assertRaisesRegex(ValidationError, "next possible quantity"):
            self._pass(quantity=7)

    def test_an_empty_cart_is_not_passed(self):
        with self.assertRaisesRegex(ValidationError, "nothing in the cart"):
            self._pass(order_line=False)

    def test_an_order_with_a_payment_on_its_way_is_not_passed(self):
        cart = self._create_order()
        self.env["payment.transaction"].create(
            {
                "provider_id": self.env["payment.provider"].search([], limit=1).id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": f"passing-{cart.id}",
                "amount": cart.amount_total,
                "currency_id": cart.currency_id.id,
                "partner_id": cart.partner_id.id,
                "state": "pending",
                "sale_order_ids": cart.ids,
            }
        )
        with self.assertRaisesRegex(ValidationError, "payment for this order"):
            cart._pass_to_upline()

    # === ANSWERS === #
    def test_the_upline_accepts_and_the_sub_dealer_reads_it(self):
        order = self._pass()
        order._answer_passed(self.dealer, accept=True)
        self.assertEqual(order.passed_state, "accepted")
        mail = self.env["mail.mail"].search([("email_to", "=", "xue@example.com")])
        self.assertIn("accepted", mail.body_html)
        with self.assertRaisesRegex(UserError, "answered already"):
            order._answer_passed(self.dealer, accept=False, reason="Sold out")

    def test_refusing_needs_a_reason(self):
        order = self._pass()
        with self.assertRaisesRegex(UserError, "Say why"):
            order._answer_passed(self.dealer, accept=False, reason="  ")
        order._answer_passed(self.dealer, accept=False, reason="Sold out")
        self.assertEqual(order.passed_reason, "Sold out")

    def test_another_dealer_answers_nothing(self):
        order = self._pass()
        for dealer in (self.other, self.sub):
            with self.assertRaises(UserError):
                order._answer_passed(dealer, accept=True)

    # === ON THE WEBSITE === #
    def test_the_cart_offers_the_upline_instead_of_the_checkout(self):
        self._login(self.sub_user)
        code = self.tea.default_code
        self._post("/my/dealer/order/confirm", code=code, quantity="12")
        page = self.url_open("/shop/cart").text
        self.assertIn("o_dealer_pass", page)
        self.assertNotIn("website_sale_main_button", page)
        for step in ("checkout", "address", "payment"):
            self.assertTrue(self.url_open(f"/shop/{step}").url.endswith("/shop/cart"))
        cart = self._get_cart(self.sub)
        response = self._post(f"{URL}/send")
        self.assertEqual(cart.passed_state, "sent")
        self.assertIn(cart.name, response.text)
        self.assertNotIn("Accept:", response.text)
        self.assertIn(cart.name, self.url_open(URL).text)

    def test_the_upline_sees_lines_and_answers(self):
        order = self._pass()
        self._login(self.user)
        self.assertIn("Passed orders", self.url_open("/my/dealer").text)
        page = self.url_open(f"{URL}/{order.id}").text
        self.assertIn(self.tea.default_code, page)
        self.assertIn("53.59", page)
        page = self._post(f"{URL}/{order.id}/answer", answer="refuse").text
        self.assertIn("Say why", page)
        self._post(f"{URL}/{order.id}/answer", answer="refuse", reason="Sold out")
        self.assertEqual(order.passed_state, "refused")
        self._login(self.sub_user)
        self.assertIn("Sold out", self.url_open(f"{URL}/{order.id}").text)

    def test_nobody_else_opens_or_answers(self):
        order, ours = self._pass(), self._create_order(self.dealer)
        for user in (self.other_user, self.customer):
            self._login(user)
            self.assertEqual(self.url_open(f"{URL}/{order.id}").status_code, 404)
            answer = self._post(f"{URL}/{order.id}/answer", answer="accept")
            self.assertEqual(answer.status_code, 404)
        self._login(self.sub_user)
        answer = self._post(f"{URL}/{order.id}/answer", answer="accept")
        self.assertEqual(answer.status_code, 404)
        self._login(self.user)
        self.assertEqual(self.url_open(f"{URL}/{ours.id}").status_code, 404)
        self.assertEqual(order.passed_state, "sent")

    def test_a_visitor_is_asked_to_sign_in(self):
        response = self.url_open(URL, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    # === MARGIN === #
    def test_the_margin_is_shown_as_a_total_where_switched_on(self):
        self.dealer.sub_order_mode = "sold_by_us"
        self.sub.agreed_pricelist_id = self._create_list("Xue", {0: 70})
        for quantity in (6, 12):
            self._create_order(quantity=quantity).with_user(1).action_confirm()
        # 6 × (70 − 61.37) + 12 × (70 − 53.59)
        margins = self.dealer._get_sub_margins(date(2020, 1, 1))
        self.assertEqual(margins, {self.sub.id: 248.7})
        self._login(self.user)
        self.assertNotIn("Your margin", self.url_open("/my/dealer/subs").text)
        self.company.membership_dealer_upline_margin = True
        page = self.url_open("/my/dealer/subs").text
        self.assertIn("Your margin", page)
        self.assertIn("248.70", page)

    def test_the_margin_asks_the_price_list_once_per_quantity(self):
        self.dealer.sub_order_mode = "sold_by_us"
        for _number in range(3):
            self._create_order().with_user(1).action_confirm()
        dealer_class = self.env.registry["membership.dealer"]
        with patch.object(
            dealer_class,
            "_get_own_costs",
            autospec=True,
            side_effect=dealer_class._get_own_costs,
        ) as asked:
            self.dealer._get_sub_margins(date(2020, 1, 1))
        self.assertEqual(asked.call_count, 1)
