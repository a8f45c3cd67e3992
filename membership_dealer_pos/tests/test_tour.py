from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.membership_dealer_pricing.tests.common import DealerCommon


@tagged("post_install", "-at_install", "pos_tour")
class TestTour(DealerCommon, HttpCase):
    """The prices a till shows are those it is paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.env["product.template"].search(
            [("available_in_pos", "=", True)]
        ).available_in_pos = False
        # The chart gave it a tax.
        cls.tea.write({"name": "Tour Tea", "available_in_pos": True, "taxes_id": False})
        markup = cls.env["membership.dealer.markup"].create(
            {"name": "Plus", "percent": 10, "company_id": cls.company.id}
        )
        cls.dealer = cls._create_dealer(sub_markup_id=markup.id)
        cls.dealer.partner_id.name = "Tour Dealer"
        cls._create_dealer(upline_id=cls.dealer.id).partner_id.name = "Tour Sub"
        cls.env["res.partner"].create({"name": "Tour Customer"})
        journal = cls.env["account.journal"].create(
            {
                "name": "Cash",
                "type": "cash",
                "code": "TOUR",
                "company_id": cls.company.id,
            }
        )
        cash = cls.env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id, "company_id": cls.company.id}
        )
        cls.till = cls.env["pos.config"].create(
            {
                "name": "Till",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(cash.ids)],
            }
        )
        cls.cashier = new_test_user(
            cls.env,
            "tour_dealer_cashier",
            "base.group_user,point_of_sale.group_pos_user",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def test_a_dealer_and_its_sub_dealer_pay_their_prices_at_the_till(self):
        self.start_tour(
            f"/pos/ui/{self.till.id}",
            "membership_dealer_at_till",
            login=self.cashier.login,
        )
        order = self.env["pos.order"].search([("config_id", "=", self.till.id)])
        self.assertEqual(order.partner_id, self.dealer.partner_id)
        self.assertEqual(order.state, "paid")
        self.assertAlmostEqual(order.amount_total, 535.90)
