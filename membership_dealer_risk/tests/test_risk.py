from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.membership_dealer_portal.tests.common import DealerPortalCommon


@tagged("post_install", "-at_install")
class TestRisk(DealerPortalCommon):
    def _create_order(self, quantity):
        return self.env["sale.order"].create(
            {
                "partner_id": self.dealer.partner_id.id,
                "website_id": self.website.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.tea.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )

    def _watch(self, limit):
        self.dealer.partner_id.write(
            {"credit_limit": limit, "risk_sale_order_include": True}
        )

    def test_an_order_within_the_risk_is_bought_on_account(self):
        self._watch(1000)
        self.assertFalse(self._create_order(12)._get_credit_objection())

    def test_open_orders_count_although_nothing_is_invoiced(self):
        self._watch(1000)
        self._create_order(12).with_context(bypass_risk=True).action_confirm()
        self.assertIn("does not bear", self._create_order(12)._get_credit_objection())

    def test_a_company_that_confirms_anyway_is_not_asked(self):
        self._watch(1)
        self.company.allow_overrisk_sale_confirmation = True
        self.assertFalse(self._create_order(12)._get_credit_objection())

    def test_nobody_is_watched_unless_somebody_says_so(self):
        self.assertFalse(self._create_order(1200)._get_credit_objection())

    def test_an_order_just_placed_is_not_counted_twice(self):
        self._watch(1000)
        order = self._create_order(12)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(order._get_credit_objection())
