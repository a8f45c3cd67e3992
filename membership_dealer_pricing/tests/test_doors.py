import json

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import DealerCommon


class DealerHttpCommon(DealerCommon, HttpCase):
    """A portal user of a dealer, one of a customer, and the website they shop at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].create(
            {"name": "Test Shop", "company_id": cls.company.id, "sequence": -1}
        )
        cls.dealer = cls._create_dealer()
        cls.dealer_user = cls._create_portal("dealer", cls.dealer.partner_id)
        cls.customer_user = cls._create_portal("customer", cls._create_partner())
        cls.secret = cls._create_product(name="Qxsecret", dealer_only=True)

    @classmethod
    def _create_portal(cls, name, company):
        user = new_test_user(
            cls.env,
            f"portal_{name}_{company.id}",
            "base.group_portal",
            password="portal-password",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        user.partner_id.parent_id = company
        return user

    def _open(self, path, user=None):
        """A page as a user of the website, None: as a visitor."""
        if user != getattr(self, "signed_in", False):
            self.authenticate(user and user.login, user and "portal-password")
            self.signed_in = user
        separator = "&" if "?" in path else "?"
        return self.url_open(f"{path}{separator}fw={self.website.id}")


@tagged("post_install", "-at_install")
class TestDoors(DealerHttpCommon):
    def test_portal_users_read_no_rule_of_a_dealer_list(self):
        rules = self.distributor_list.item_ids
        for user in (self.customer_user, self.dealer_user):
            Item = self.env["product.pricelist.item"].with_user(user)
            self.assertFalse(Item.search([("id", "in", rules.ids)]))
            with self.assertRaises(AccessError):
                rules.with_user(user).read(["fixed_price"])

    def test_portal_users_read_no_dealer_list_and_no_file(self):
        for user in (self.customer_user, self.dealer_user):
            lists = self.env["product.pricelist"].with_user(user).search([])
            self.assertFalse(lists.sudo().filtered("dealer_only"))
            with self.assertRaises(AccessError):
                self.dealer.with_user(user).read(["pricelist_id"])
            with self.assertRaises(AccessError):
                user.partner_id.with_user(user).read(["membership_dealer_id"])

    def test_hidden_products_are_there_for_dealers_only(self):
        Product = self.env["product.template"]
        secret = self.secret.product_tmpl_id
        public = self.website.user_id
        for user, sees in (
            (public, False),
            (self.customer_user, False),
            (self.dealer_user, True),
            (self.manager, True),
        ):
            found = Product.with_user(user).search([("id", "=", secret.id)])
            self.assertEqual(bool(found), sees, user.login)
            variants = self.env["product.product"].with_user(user)
            found = variants.search([("product_tmpl_id", "=", secret.id)])
            self.assertEqual(bool(found), sees, user.login)

    def test_a_suspended_dealer_loses_hidden_products_at_once(self):
        Product = self.env["product.template"].with_user(self.dealer_user)
        domain = [("id", "=", self.secret.product_tmpl_id.id)]
        self.assertTrue(Product.search(domain))
        self.dealer._change_state("suspend", "test")
        self.assertFalse(Product.search(domain))
        self.dealer._change_state("resume")
        self.assertTrue(Product.search(domain))

    def test_a_hidden_category_hides_its_goods_and_what_is_below(self):
        Category = self.env["product.public.category"]
        top = Category.create({"name": "Top", "dealer_only": True})
        low = Category.create({"name": "Low", "parent_id": top.id})
        goods = self._create_product(public_categ_ids=[Command.set(low.ids)])
        self.assertTrue(goods.is_dealer_only)
        public = self.website.user_id
        self.assertFalse(
            Category.with_user(public).search([("id", "in", (top.id, low.id))])
        )
        self.assertTrue(goods.product_tmpl_id.with_user(public)._is_hidden_from_user())
        top.dealer_only = False
        self.assertFalse(goods.is_dealer_only)

    def test_images_of_hidden_products_are_hidden(self):
        public = self.website.user_id
        for record in (self.secret, self.secret.product_tmpl_id):
            self.assertFalse(record.with_user(public)._can_return_content("image_128"))
            self.assertTrue(
                record.with_user(self.dealer_user)._can_return_content("image_128")
            )

    def test_no_open_list_is_based_on_a_dealer_list(self):
        with self.assertRaisesRegex(ValidationError, "cannot be based on"):
            self.env["product.pricelist.item"].create(
                {
                    "pricelist_id": self.retail.id,
                    "compute_price": "formula",
                    "base": "pricelist",
                    "base_pricelist_id": self.distributor_list.id,
                    "price_discount": -40,
                }
            )

    def test_the_shop_shows_each_his_price(self):
        visitor = self._open("/shop")
        self.assertIn("100.00", visitor.text)
        self.assertNotIn("61.37", visitor.text)
        self.assertNotIn("Qxsecret", visitor.text)
        page = self._open("/shop", self.dealer_user)
        self.assertIn("61.37", page.text)
        self.assertIn("100.00", page.text)  # retail, struck through
        self.assertIn("Qxsecret", page.text)
        self.assertEqual(page.headers["Cache-Control"], "private, no-store")
        self.company.membership_dealer_show_retail = False
        tea = self._open(self.tea.website_url, self.dealer_user)
        self.assertIn("61.37", tea.text)
        self.assertNotIn("100.00", tea.text)

    def test_a_list_that_a_dealer_exports_is_kept_by_no_cache(self):
        asked = {
            "pricelist_id": self.distributor_list.id,
            "active_model": self.tea._name,
            "active_ids": self.tea.ids,
        }
        path = "/product/export/pricelist/?export_format=csv&report_data="
        answer = self._open(path + json.dumps(asked), self.dealer_user)
        self.assertIn("61.37", answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "private, no-store")

    def test_a_dealer_is_told_from_which_quantity_on_it_is_cheaper(self):
        page = self._open(self.tea.website_url, self.dealer_user).text
        self.assertIn("53.59", page)
        self.assertNotIn("53.59", self._open(self.tea.website_url).text)

    def test_the_table_of_quantities_follows_the_variant(self):
        size = self.env["product.attribute"].create(
            {
                "name": "Size",
                "display_type": "radio",
                "value_ids": [
                    Command.create({"name": name, "sequence": number})
                    for number, name in enumerate(("Small", "Large", "Plain"))
                ],
            }
        )
        pot = self.env["product.template"].create(
            {
                "name": "Pot",
                "list_price": 100,
                "taxes_id": False,
                "is_published": True,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": size.id,
                            "value_ids": [Command.set(size.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        prices = ({0: 61.37, 10: 53.59}, {0: 45.23, 10: 40.11}, {0: 77.77})
        for variant, found in zip(pot.product_variant_ids, prices, strict=True):
            for quantity, price in found.items():
                self._add_rule(
                    self.distributor_list,
                    price,
                    applied_on="0_product_variant",
                    product_tmpl_id=pot.id,
                    product_id=variant.id,
                    min_quantity=quantity,
                )
        self.start_tour(
            f"{pot.website_url}?fw={self.website.id}",
            "dealer_variants",
            login=self.dealer_user.login,
        )

    def test_a_suspended_dealer_sees_retail_on_the_next_click(self):
        self.assertIn("61.37", self._open("/shop", self.dealer_user).text)
        self.dealer._change_state("suspend", "test")
        page = self._open("/shop", self.dealer_user)
        self.assertNotIn("61.37", page.text)
        self.assertIn("Your prices have changed", page.text)
        again = self._open("/shop", self.dealer_user)
        self.assertNotIn("Your prices have changed", again.text)

    def test_the_cart_of_a_suspended_dealer_is_calculated_anew(self):
        self._open("/shop", self.dealer_user)
        vals = {
            "product_template_id": self.tea.product_tmpl_id.id,
            "product_id": self.tea.id,
            "quantity": 1,
        }
        self.make_jsonrpc_request("/shop/cart/add", vals)
        cart = self.env["sale.order"].search(
            [("partner_id", "=", self.dealer_user.partner_id.id)]
        )
        self.assertEqual(cart.order_line.price_unit, 61.37)
        self.dealer._change_state("suspend", "test")
        page = self._open("/shop/cart", self.dealer_user)
        self.assertEqual(page.status_code, 200)
        self.assertIn("calculated anew", page.text)
        self.assertNotIn("61.37", page.text)
        self.assertEqual(cart.order_line.price_unit, 100)

    def test_a_dealer_filters_and_sorts_by_his_price(self):
        cheap = self._create_product(name="Qxcheap", list_price=80)
        page = self._open("/shop?order=list_price+asc", self.dealer_user).text
        self.assertLess(page.index(">Tea<"), page.index(">Qxcheap<"))
        page = self._open("/shop?order=list_price+asc").text
        self.assertGreater(page.index(">Tea<"), page.index(">Qxcheap<"))
        page = self._open("/shop?max_price=70", self.dealer_user).text
        self.assertIn(">Tea<", page)
        self.assertNotIn(">Qxcheap<", page)
        self.assertTrue(cheap)
