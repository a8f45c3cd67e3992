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
