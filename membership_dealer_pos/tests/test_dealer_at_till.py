from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.membership_dealer_pricing.tests.common import DealerCommon


@tagged("post_install", "-at_install")
class TestDealerAtTill(DealerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.till = cls.env["pos.config"].create(
            {"name": "Till", "company_id": cls.company.id}
        )
        cls.markup = cls.env["membership.dealer.markup"].create(
            {"name": "Plus", "percent": 10, "company_id": cls.company.id}
        )
        cls.dealer = cls._create_dealer(sub_markup_id=cls.markup.id)
        cls.sub = cls._create_dealer(upline_id=cls.dealer.id)
        cls.session = cls.env["pos.session"].create({"config_id": cls.till.id})

    def _order(self, partner, pricelist):
        return self.env["pos.order"].create(
            {
                "session_id": self.session.id,
                "partner_id": partner.id,
                "pricelist_id": pricelist.id,
                "amount_tax": 0,
                "amount_total": 0,
                "amount_paid": 0,
                "amount_return": 0,
            }
        )

    def test_lists_of_dealers_and_what_they_stand_on_reach_the_till(self):
        lists = self.till._get_available_pricelists()
        self.assertIn(self.dealer.pricelist_id, lists)
        self.assertIn(self.sub.pricelist_id, lists)
        self.assertNotIn(self.agent_list, lists)  # nobody's yet

    def test_a_till_has_what_it_needs_to_tell_the_same_price(self):
        low = self._create_dealer(upline_id=self.sub.id, markup_id=self.markup.id)
        Item = self.env["product.pricelist.item"]
        data = {
            "product.product": [
                {"id": self.tea.id, "product_tmpl_id": self.tea.product_tmpl_id.id}
            ],
            "product.category": [{"id": self.tea.categ_id.id}],
            "product.pricelist": [
                {"id": found.id} for found in self.till._get_available_pricelists()
            ],
        }
        rows = Item.search_read(
            Item._load_pos_data_domain(data, self.till),
            Item._load_pos_data_fields(self.till),
            load=None,
        )
        for dealer in (self.dealer, self.sub, low):
            partner = dealer.partner_id
            loaded = partner._load_pos_data_read(partner, self.till)[0]
            for quantity in (1, 9, 10):
                told = self._tell_price(
                    rows, loaded["property_product_pricelist"], quantity
                )
                self.assertAlmostEqual(told, self._price(partner, quantity), 2)

    def _tell_price(self, rows, pricelist_id, quantity):
        """What a till makes of the rules it has loaded."""
        rule = max(
            (
                row
                for row in rows
                if row["pricelist_id"] == pricelist_id
                and row["min_quantity"] <= quantity
            ),
            key=lambda row: row["min_quantity"],
        )
        if rule["compute_price"] == "fixed":
            return rule["fixed_price"]
        base = self._tell_price(rows, rule["base_pricelist_id"], quantity)
        return base * (1 - rule["price_discount"] / 100)

    def test_lists_in_another_currency_stay_out(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        listed = self._create_list("Euro", {0: 55.55}, currency_id=euro.id)
        self._create_dealer(agreed_pricelist_id=listed.id)
        self.assertNotIn(listed, self.till._get_available_pricelists())

    def test_a_till_reads_the_dealers_list_with_the_contact(self):
        partner = self.sub.partner_id
        rows = partner._load_pos_data_read(partner, self.till)
        self.assertEqual(
            rows[0]["property_product_pricelist"], self.sub.pricelist_id.id
        )
        self.dealer._change_state("suspend", "test")
        rows = partner._load_pos_data_read(partner, self.till)
        self.assertNotEqual(
            rows[0]["property_product_pricelist"], self.sub.pricelist_id.id
        )

    def test_an_order_at_dealer_prices_is_for_who_may_have_them(self):
        self._order(self.sub.partner_id, self.sub.pricelist_id)
        for partner in (self._create_partner(), self.dealer.partner_id):
            with self.assertRaisesRegex(UserError, "not entitled to it"):
                self._order(partner, self.sub.pricelist_id)
        self.dealer._change_state("suspend", "test")
        with self.assertRaisesRegex(UserError, "not entitled to it"):
            self._order(self.sub.partner_id, self.sub.pricelist_id)
