import re
from base64 import b64encode

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import JsonRpcException, tagged

from .test_doors import DealerHttpCommon

PRICE = "61.37"
PNG_PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\x0f\0\1\1\1\0\x18\xdd\x8d\xb0\0\0\0\0IEND\xaeB`\x82"
)


@tagged("post_install", "-at_install")
class TestBadInput(DealerHttpCommon):
    """What somebody who knows ids, codes and addresses gets: nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.public.category"].create(
            {"name": "Qxcategory", "dealer_only": True}
        )
        cls.cellar = cls._create_product(
            name="Qxcellar", public_categ_ids=[Command.set(cls.category.ids)]
        )
        cls.hidden = cls.secret + cls.cellar

    def _call(self, path, **params):
        """The answer to a JSON-RPC call, or what it was refused with."""
        try:
            return str(self.make_jsonrpc_request(path, params))
        except JsonRpcException as error:
            return f"refused: {error}"

    def _add(self, product, quantity=1, **params):
        values = {
            "product_template_id": product.product_tmpl_id.id,
            "product_id": product.id,
            "quantity": quantity,
        }
        return self._call("/shop/cart/add", **values | params)

    def _find_cart(self, user):
        return self.env["sale.order"].search(
            [
                ("partner_id", "=", user.partner_id.id),
                ("website_id", "!=", False),
                ("state", "=", "draft"),
            ],
            limit=1,
        )

    def _make_cart(self, quantity=1):
        """A cart of the dealer, filled on the website."""
        self._open("/shop", self.dealer_user)
        self._add(self.tea, quantity)
        cart = self._find_cart(self.dealer_user)
        self.assertEqual(cart.order_line.price_unit, 61.37)
        cart._portal_ensure_token()
        return cart

    # === PRICE LISTS === #
    def test_a_forged_price_list_opens_nothing(self):
        pricelist = self.distributor_list
        for user in (None, self.customer_user):
            self._open("/shop", user)
            for path in (
                f"/shop/change_pricelist/{pricelist.id}",
                f"/shop?pricelist={pricelist.id}",
                f"{self.tea.website_url}?pricelist={pricelist.id}",
                f"/shop/pricelist?promo={pricelist.name}",
                f"/shop/pricelist?promo={pricelist.id}",
                "/shop",
            ):
                page = self._open(path, user).text
                self.assertNotIn(PRICE, page, path)

    def test_the_configurators_take_no_price_list_of_others(self):
        values = {
            "pricelist_id": self.distributor_list.id,
            "product_template_id": self.tea.product_tmpl_id.id,
            "product_tmpl_id": self.tea.product_tmpl_id.id,
            "currency_id": self.company.currency_id.id,
            "quantity": 1,
            "ptav_ids": [],
            "parent_ptav_ids": [],
            "so_date": "2026-11-22 10:00:00",
        }
        self._open("/shop", self.customer_user)
        for start in ("/sale", "/website_sale"):
            for path in ("get_values", "update_combination", "get_optional_products"):
                answer = self._call(f"{start}/product_configurator/{path}", **values)
                self.assertNotIn(PRICE, answer, path)

    def test_no_search_tells_which_prices_there_are(self):
        Template = self.env["product.template"].with_user(self.customer_user)
        for domain in (
            [("pricelist_rule_ids.fixed_price", "=", 61.37)],
            [("pricelist_rule_ids.pricelist_id", "=", self.distributor_list.id)],
        ):
            self.assertFalse(Template.search(domain), domain)
        for user in (self.customer_user, self.dealer_user):
            rates = (
                self.env["product.product"]
                .with_user(user)
                .with_context(pricelist=self.agent_list.id, quantity=10)
                .browse(self.tea.id)
                .get_contextual_price()
            )
            self.assertNotEqual(rates, 74.51)

    # === WHAT IS HIDDEN === #
    def test_hidden_products_have_no_page_no_picture_and_no_suggestion(self):
        for user in (None, self.customer_user):
            for product in self.hidden:
                for path in (
                    product.website_url,
                    f"/shop/product/{product.product_tmpl_id.id}",
                    f"/shop/category/{self.category.id}",
                ):
                    answer = self._open(path, user)
                    self.assertIn(answer.status_code, (403, 404), path)
            for path in (
                "/shop",
                "/shop?search=Qx",
                "/website/search?search=Qx",
                f"/shop/compare?products={self.secret.id},{self.tea.id}",
                "/sitemap.xml",
            ):
                page = self._open(path, user).text
                for name in ("Qxsecret", "Qxcellar", "Qxcategory"):
                    self.assertNotIn(name, page, path)
            for kind in ("all", "products_only", "product_categories_only"):
                answer = self._call(
                    "/website/snippet/autocomplete",
                    search_type=kind,
                    term="Qx",
                    limit=10,
                    options={
                        "displayImage": True,
                        "displayDescription": True,
                        "displayExtraLink": True,
                        "displayDetail": True,
                        "allowFuzzy": True,
                    },
                )
                self.assertNotIn("Qxsecret", answer)
                self.assertNotIn("Qxcategory", answer)

    def test_a_feed_carries_nothing_hidden(self):
        feed = self.env["product.feed"].create(
            {"name": "Feed", "website_id": self.website.id}
        )
        goods = feed.sudo()._get_feed_products()
        self.assertIn(self.tea, goods)
        self.assertFalse(goods & self.hidden)

    def test_pictures_of_hidden_products_are_those_of_unknown_ones(self):
        for product in self.hidden:
            product.image_1920 = b64encode(PNG_PIXEL)
            for path in (
                f"/web/image/product.product/{product.id}/image_1920",
                f"/web/image/product.template/{product.product_tmpl_id.id}/image_1920",
            ):
                for user in (None, self.customer_user):
                    shown = self._open(path, user).content
                    unknown = re.sub(r"/\d+/", "/99999999/", path)
                    self.assertEqual(shown, self._open(unknown, user).content, path)
                self.assertEqual(self._open(path, self.dealer_user).content, PNG_PIXEL)

    def test_hidden_products_get_into_no_cart_but_a_dealers(self):
        self._open("/shop", self.customer_user)
        linked = {
            "product_id": self.secret.id,
            "product_template_id": self.secret.product_tmpl_id.id,
            "parent_product_template_id": self.tea.product_tmpl_id.id,
            "quantity": 1,
            "no_variant_attribute_value_ids": [],
            "product_custom_attribute_values": [],
        }
        answers = [
            self._add(self.secret),
            self._add(self.cellar),
            self._add(self.tea, linked_products=[linked]),
            self._call(
                "/shop/cart/quick_add",
                product_template_id=self.secret.product_tmpl_id.id,
                product_id=self.secret.id,
                quantity=2,
            ),
            self._call("/shop/wishlist/add", product_id=self.secret.id),
            self._call(
                "/website_sale/get_combination_info",
                product_template_id=self.secret.product_tmpl_id.id,
                product_id=self.secret.id,
                combination=[],
                add_qty=1,
            ),
        ]
        for answer in answers:
            self.assertNotIn("Qxsecret", answer)
            self.assertNotIn("Qxcellar", answer)
        cart = self._find_cart(self.customer_user)
        self.assertFalse(cart.order_line.product_id & self.hidden)
        self._open("/shop", self.dealer_user)
        self._add(self.secret)
        cart = self._find_cart(self.dealer_user)
        self.assertEqual(cart.order_line.product_id, self.secret)

    def test_what_was_hidden_since_cannot_be_ordered_again(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.dealer_user.partner_id.id,
                "company_id": self.company.id,
                "website_id": self.website.id,
                "order_line": [
                    Command.create({"product_id": p.id}) for p in self.secret + self.tea
                ],
            }
        )
        order.action_confirm()
        self.dealer._change_state("suspend", "test")
        self._open("/shop", self.dealer_user)
        self._call("/my/orders/reorder", order_id=order.id)
        cart = self._find_cart(self.dealer_user) - order
        self.assertNotIn(self.secret, cart.order_line.product_id)
        for line in cart.order_line:
            self.assertEqual(line.price_unit, 100)

    # === QUANTITIES === #
    def test_no_quantity_below_one_piece_gets_into_the_cart(self):
        self._open("/shop", self.dealer_user)
        for quantity in (-5, 0, 0.4):
            self._add(self.tea, quantity)
            cart = self._find_cart(self.dealer_user)
            self.assertFalse(cart.order_line, quantity)
        self._add(self.tea, 2.7)
        cart = self._find_cart(self.dealer_user)
        self.assertEqual(cart.order_line.product_uom_qty, 2)

    # === OTHER PEOPLE'S === #
    def test_other_peoples_documents_stay_closed(self):
        other = self._make_cart()
        order = other.copy()
        order.action_confirm()
        order._portal_ensure_token()
        for user in (None, self.customer_user):
            for path in (
                f"/my/orders/{order.id}",
                f"/my/orders/{order.id}?access_token=forged",
                f"/my/orders/{order.id}?access_token={other.access_token}",
                f"/my/orders/{order.id}?report_type=html&access_token=forged",
                f"/report/html/sale.report_saleorder/{order.id}",
            ):
                page = self._open(path, user)
                self.assertNotIn(PRICE, page.text, f"{path} {user} {page.url}")
                self.assertNotIn(order.name, page.text, path)
            self._call("/my/orders/reorder", order_id=order.id)
            self.url_open(
                f"/my/orders/{order.id}/decline",
                data={
                    "decline_message": "No",
                    "csrf_token": Request.csrf_token(self),
                },
            )
        self.assertEqual(order.state, "sale")

    # === CARTS === #
    def test_a_link_to_a_cart_opens_no_prices(self):
        cart = self._make_cart()
        links = (
            f"/my/orders/{cart.id}?access_token={cart.access_token}",
            f"/my/orders/{cart.id}?report_type=html&access_token={cart.access_token}",
            f"/shop/cart?id={cart.id}&access_token={cart.access_token}",
            f"/shop/cart?id={cart.id}&access_token={cart.access_token}"
            "&revive_method=merge",
            f"/shop/cart?id={cart.id}&access_token={cart.access_token}"
            "&revive_method=squash",
        )
        for user in (None, self.customer_user):
            self._open("/shop", user)
            self._add(self.tea)  # what a cart could be merged into
            for link in links:
                self.assertNotIn(PRICE, self._open(link, user).text, link)
        self.assertEqual(cart.partner_id, self.dealer_user.partner_id)
        self.assertEqual((cart.state, cart.order_line.price_unit), ("draft", 61.37))
        page = self._open(links[0], self.dealer_user)
        self.assertIn(PRICE, page.text, page.url)

    def test_a_cart_is_at_todays_prices_however_it_is_opened(self):
        cart = self._make_cart()
        self.dealer._change_state("suspend", "test")
        page = self._open(f"/my/orders/{cart.id}", self.dealer_user).text
        self.assertNotIn(PRICE, page)
        self.assertEqual(cart.order_line.price_unit, 100)

    def test_a_cart_that_is_taken_up_again_is_at_todays_prices(self):
        old = self._make_cart()
        self.dealer._change_state("suspend", "test")
        self._open("/shop", None)  # another browser
        link = f"/shop/cart?id={old.id}&access_token={old.access_token}"
        page = self._open(f"{link}&revive_method=squash", self.dealer_user)
        self.assertNotIn(PRICE, page.text)
        self.assertEqual(old.order_line.price_unit, 100)

    def test_nothing_is_paid_at_prices_that_ended(self):
        cart = self._make_cart()
        self.dealer._change_state("suspend", "test")
        with self.assertRaisesRegex(UserError, "Your prices have changed"):
            cart._check_dealer_payment()
        pay = {"access_token": cart.access_token, "amount": cart.amount_total}
        answer = self._call(f"/shop/payment/transaction/{cart.id}", **pay)
        self.assertIn("refused", answer)
        self.assertFalse(cart.transaction_ids)

    def test_a_cart_is_paid_by_no_way_round_the_checkout(self):
        cart = self._make_cart()  # without a way of delivery
        answer = self._call(
            f"/my/orders/{cart.id}/transaction",
            access_token=cart.access_token,
            amount=cart.amount_total,
        )
        self.assertIn("refused", answer)
        self.assertFalse(cart.transaction_ids)

    def test_an_offer_ends_with_the_right_to_its_prices(self):
        offer = self.env["sale.order"].create(
            {
                "partner_id": self.dealer_user.partner_id.id,
                "company_id": self.company.id,
                "require_signature": True,
                "require_payment": True,
                "order_line": [Command.create({"product_id": self.tea.id})],
            }
        )
        offer.action_quotation_sent()
        self.assertTrue(offer._has_to_be_signed() and offer._has_to_be_paid())
        offer._check_dealer_payment()
        self.dealer._change_state("suspend", "test")
        self.assertFalse(offer._has_to_be_signed() or offer._has_to_be_paid())
        with self.assertRaisesRegex(UserError, "do not hold any more"):
            offer._check_dealer_payment()
        # Staff may still sell at what was offered, and it is noted.
        offer.action_confirm()
        self.assertIn("not entitled", "".join(offer.message_ids.mapped("body")))
