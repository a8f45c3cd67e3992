"""Fixtures: a company with levels, dealers and sub-dealers, and goods."""

from itertools import count

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

_counter = count(1)


class DealerCommon(TransactionCase):
    """Two levels with price lists; ``manager`` approves, ``clerk`` keeps files.

    Retail is 100.00; distributors pay 61.37 and, from 10 on, 53.59; agents 74.51.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.env.user.group_ids += cls.env.ref("product.group_product_pricelist")
        cls.env.ref("base.group_user")._apply_group(
            cls.env.ref("product.group_product_pricelist")
        )
        cls.company = cls.env["res.company"].create({"name": "Test Tea"})
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env["base"].with_company(cls.company).env
        cls.retail = cls.env["product.pricelist"].create(
            {"name": "Retail", "company_id": cls.company.id, "selectable": True}
        )
        cls.tea = cls._create_product(name="Tea")
        cls.distributor_list = cls._create_list("Distributor list", {0: 61.37})
        cls._add_rule(cls.distributor_list, 53.59, min_quantity=10)
        cls.agent_list = cls._create_list("Agent list", {0: 74.51})
        cls.agent = cls._create_level("Agent", cls.agent_list)
        cls.distributor = cls._create_level("Distributor", cls.distributor_list)
        cls.manager = cls._create_user("manager")
        cls.clerk = cls._create_user("user")

    @classmethod
    def _create_user(cls, group):
        return new_test_user(
            cls.env,
            f"dealer_user_{next(_counter)}",
            f"base.group_user,membership_dealer_pricing.group_dealer_{group}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_product(cls, **values):
        return cls.env["product.product"].create(
            {
                "name": f"Product {next(_counter)}",
                "list_price": 100,
                "taxes_id": False,
                "is_published": True,
            }
            | values
        )

    @classmethod
    def _create_list(cls, name, prices=None, **values):
        """A dealer list with prices of tea by smallest quantity."""
        pricelist = cls.env["product.pricelist"].create(
            {"name": name, "company_id": cls.company.id, "dealer_only": True} | values
        )
        for quantity, price in (prices or {}).items():
            cls._add_rule(pricelist, price, min_quantity=quantity)
        return pricelist

    @classmethod
    def _add_rule(cls, pricelist, price, **values):
        return cls.env["product.pricelist.item"].create(
            {
                "pricelist_id": pricelist.id,
                "applied_on": "1_product",
                "product_tmpl_id": cls.tea.product_tmpl_id.id,
                "compute_price": "fixed",
                "fixed_price": price,
            }
            | values
        )

    @classmethod
    def _create_level(cls, name, pricelist, **values):
        return cls.env["membership.dealer.level"].create(
            {"name": name, "pricelist_id": pricelist.id, "company_id": cls.company.id}
            | values
        )

    @classmethod
    def _create_partner(cls, **values):
        return cls.env["res.partner"].create(
            {"name": f"Company {next(_counter)}", "is_company": True} | values
        )

    @classmethod
    def _create_dealer(cls, state="approved", **values):
        """A dealer in ``state``: a distributor without upline by default."""
        if not values.get("upline_id"):
            values = {"level_id": cls.distributor.id} | values
        dealer = cls.env["membership.dealer"].create(
            {"partner_id": cls._create_partner().id, "company_id": cls.company.id}
            | values
        )
        path = {
            "applied": [],
            "approved": ["approve"],
            "suspended": ["approve", "suspend"],
            "closed": ["approve", "close"],
        }
        for action in path[state]:
            dealer._change_state(action, "test")
        return dealer

    def _price(self, partner, quantity=1, product=None):
        """What a contact pays for a product (tea)."""
        pricelist = partner.with_company(self.company).property_product_pricelist
        return pricelist._get_product_price(product or self.tea, quantity)
