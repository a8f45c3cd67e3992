from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.membership_card.tests.common import CardCommon


@tagged("post_install", "-at_install")
class TestShop(CardCommon, HttpCase):
    """A web shop where the only price lists are those of members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user")._apply_group(
            cls.env.ref("product.group_product_pricelist")
        )
        cls.website = cls.env["website"].create(
            {"name": "Tea Shop", "company_id": cls.company.id, "sequence": -1}
        )
        cls.env["product.pricelist"].search(
            [("company_id", "in", (False, cls.company.id))]
        ).active = False
        cls.env["product.template"].create(
            {
                "name": "Tieguanyin",
                "list_price": 100,
                "taxes_id": False,
                "is_published": True,
            }
        )
        cls.special_list = cls.env["product.pricelist"]._get_of_rate(cls.company, 48)
        cls.gold_list = cls.env["product.pricelist"].create(
            {
                "name": "Gold",
                "sequence": -1,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "item_ids": [
                    Command.create({"compute_price": "fixed", "fixed_price": 89.13})
                ],
            }
        )
        cls.gold.pricelist_id = cls.gold_list

    def _create_portal(self, level):
        user = new_test_user(
            self.env,
            f"portal_{level.id}",
            "base.group_portal",
            password="portal-password",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self._create_member(partner_id=user.partner_id.id, level_id=level.id)
        return user

    def _read_shop(self, user=None):
        self.authenticate(user and user.login, user and "portal-password")
        page = self.url_open(f"/shop?fw={self.website.id}")
        self.assertIn("Tieguanyin", page.text)
        return page.text

    def test_everybody_pays_what_he_has_earned(self):
        self.assertEqual(self.gold_list.website_id, self.website)
        for user, price in (
            (None, "100.00"),
            (self._create_portal(self.regular), "100.00"),
            (self._create_portal(self.gold), "89.13"),
        ):
            page = self._read_shop(user)
            self.assertIn(f">{price}<", page)
            for other in {"100.00", "89.13", "52.00"} - {price}:
                self.assertNotIn(f">{other}<", page)

    def test_a_visitor_cannot_choose_what_has_to_be_earned(self):
        self.gold_list.selectable = True
        self._read_shop()
        self.url_open(f"/shop/change_pricelist/{self.gold_list.id}")
        self.assertIn(">100.00<", self._read_shop())
