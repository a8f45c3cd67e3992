from itertools import count

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user

_counter = count(1)


class DealerPortalCommon(HttpCase):
    """A dealer and its sub-dealer, another dealer and a plain customer, with users.

    Tea costs 100.00 retail, 61.37 at the dealer's list and 53.59 from 12 on; it is
    sold to dealers in cases of 6.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company.root_id
        cls.website = cls.env["website"].search([], limit=1)
        cls.website.company_id = cls.company
        cls.env.ref("base.group_user")._apply_group(
            cls.env.ref("product.group_product_pricelist")
        )
        cls.tea = cls._create_product("Tea", "TEA-1", 100)
        cls.cup = cls._create_product("Cup", "CUP-1", 20)
        cls.pricelist = cls._create_list("Distributors", {0: 61.37, 12: 53.59})
        cls.level = cls.env["membership.dealer.level"].create(
            {
                "name": f"Distributor {next(_counter)}",
                "pricelist_id": cls.pricelist.id,
                "company_id": cls.company.id,
            }
        )
        cls.cases = cls.env["membership.dealer.quantity"].create(
            {
                "company_id": cls.company.id,
                "product_tmpl_id": cls.tea.product_tmpl_id.id,
                "multiple": 6,
            }
        )
        cls.dealer, cls.user = cls._create_dealer("Lin Trading", level_id=cls.level.id)
        cls.sub, cls.sub_user = cls._create_dealer(
            "Xue Retail", upline_id=cls.dealer.id, level_id=cls.level.id
        )
        cls.other, cls.other_user = cls._create_dealer("Jia Co", level_id=cls.level.id)
        cls.customer = cls._create_user(
            cls.env["res.partner"].create({"name": "Joe Customer"})
        )

    @classmethod
    def _create_product(cls, name, code, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": f"{code}-{next(_counter)}",
                "list_price": price,
                "type": "service",
                "taxes_id": False,
                "is_published": True,
            }
            | values
        )

    @classmethod
    def _create_list(cls, name, prices):
        """A dealer list with prices of tea by smallest quantity."""
        items = [
            Command.create(
                {
                    "applied_on": "1_product",
                    "product_tmpl_id": cls.tea.product_tmpl_id.id,
                    "compute_price": "fixed",
                    "fixed_price": price,
                    "min_quantity": quantity,
                }
            )
            for quantity, price in prices.items()
        ]
        return cls.env["product.pricelist"].create(
            {"name": name, "dealer_only": True, "item_ids": items}
        )

    @classmethod
    def _create_dealer(cls, name, **values):
        partner = cls.env["res.partner"].create({"name": name, "is_company": True})
        dealer = cls.env["membership.dealer"].create(
            {"partner_id": partner.id, "company_id": cls.company.id} | values
        )
        dealer._change_state("approve")
        buyer = cls.env["res.partner"].create(
            {"name": f"Buyer of {name}", "parent_id": partner.id}
        )
        return dealer, cls._create_user(buyer)

    @classmethod
    def _create_user(cls, partner):
        login = f"dealer_portal_{next(_counter)}"
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            partner_id=partner.id,
            name=partner.name,
        )

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, url, files=None, **data):
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=data, files=files)

    def _get_cart(self, dealer):
        return self.env["sale.order"].search(
            [
                ("partner_id.commercial_partner_id", "=", dealer.partner_id.id),
                ("website_id", "!=", False),
                ("state", "=", "draft"),
            ],
            limit=1,
        )
