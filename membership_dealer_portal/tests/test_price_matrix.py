import json
import re
from io import BytesIO

import openpyxl

from odoo.fields import Command
from odoo.tests import tagged

from .common import DealerPortalCommon

QUANTITIES = (1, 12)


@tagged("post_install", "-at_install")
class TestPriceMatrix(DealerPortalCommon):
    """Level × quantity × currency: every door of the website tells the same price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases.unlink()
        euro = cls.env.ref("base.EUR")
        euro.active = True
        in_euro = cls._create_list("Euro", {0: 41.93, 12: 37.01})
        in_euro.currency_id = euro
        cls.level.other_pricelist_ids = in_euro
        cls.markup = cls.env["membership.dealer.markup"].create(
            {"name": "Plus", "percent": 8.31, "company_id": cls.company.id}
        )
        cls.dealer.sub_markup_id = cls.markup
        cls.sub.level_id = False
        cls.other.currency_id = euro
        cls.expected = {
            cls.dealer: {1: 61.37, 12: 53.59},
            cls.sub: {1: 66.47, 12: 58.04},
            cls.other: {1: 41.93, 12: 37.01},
        }

    def _ask_page(self, quantity):
        """The product's page, as scripts of the page ask for it."""
        return self.make_jsonrpc_request(
            "/website_sale/get_combination_info",
            {
                "product_template_id": self.tea.product_tmpl_id.id,
                "product_id": self.tea.id,
                "combination": [],
                "add_qty": quantity,
            },
        )["price"]

    def _ask_configurator(self, quantity):
        found = self.make_jsonrpc_request(
            "/website_sale/product_configurator/get_values",
            {
                "product_template_id": self.tea.product_tmpl_id.id,
                "quantity": quantity,
                "currency_id": self.company.currency_id.id,
                "so_date": "2026-11-22 10:00:00",
                "ptav_ids": [],
            },
        )
        return found["products"][0]["price"]

    def _ask_cart(self, quantity):
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.tea.product_tmpl_id.id,
                "product_id": self.tea.id,
                "quantity": quantity,
            },
        )
        return self._take_cart_price()

    def _ask_quick_order(self, quantity):
        code = self.tea.default_code
        page = self._post("/my/dealer/order/check", text=f"{code} {quantity}").text
        checked = self._read_prices(page)
        self._post("/my/dealer/order/confirm", code=code, quantity=str(quantity))
        price = self._take_cart_price()
        self.assertIn(f"{price:.2f}", checked)
        return price

    def _take_cart_price(self):
        """The price in the cart, which is empty afterwards."""
        line = self._get_cart(self.buyer).order_line
        price = line.price_unit
        self.assertFalse(line.discount, "a discount tells the base")
        line.unlink()
        return price

    def _ask_order(self, quantity):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.buyer.partner_id.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.tea.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        return order.order_line.price_unit

    def _read_prices(self, page):
        return set(re.findall(r"\d+\.\d\d(?!\d)", re.sub(r"<[^>]*>", "", page)))

    def test_every_door_tells_the_same_price(self):
        doors = (
            self._ask_page,
            self._ask_configurator,
            self._ask_cart,
            self._ask_quick_order,
            self._ask_order,
        )
        users = (self.user, self.sub_user, self.other_user)
        for user, (dealer, prices) in zip(users, self.expected.items(), strict=True):
            self.buyer = dealer
            self._login(user)
            for quantity in QUANTITIES:
                told = {door.__name__: round(door(quantity), 2) for door in doors}
                with self.subTest(dealer=dealer.display_name, quantity=quantity):
                    self.assertEqual(set(told.values()), {prices[quantity]}, told)

    def test_every_page_shows_the_same_price(self):
        code = self.tea.default_code
        users = (self.user, self.sub_user, self.other_user)
        for user, prices in zip(users, self.expected.values(), strict=True):
            self._login(user)
            one, many = (f"{prices[quantity]:.2f}" for quantity in QUANTITIES)
            shop = self.url_open(f"/shop?search={code}").text
            self.assertIn(one, self._read_prices(shop))
            product = self.url_open(self.tea.website_url).text
            self.assertLessEqual({one, many}, self._read_prices(product))
            facts = re.findall(r"application/ld\+json\">(.*?)</script>", product, re.S)
            self.assertIn(str(prices[1]), json.dumps([json.loads(x) for x in facts]))
            listed = self.url_open(f"/my/dealer/prices?search={code}").text
            self.assertLessEqual({one, many}, self._read_prices(listed))
            book = self.url_open("/my/dealer/prices/xlsx").content
            rows = openpyxl.load_workbook(BytesIO(book)).active.iter_rows(
                min_row=3, values_only=True
            )
            row = next(row for row in rows if row[0] == code)
            self.assertAlmostEqual(row[4], prices[1], 2)
            self.assertIn(many, row[5])
