from odoo.tests import HttpCase, tagged

from .common import PosMembershipCommon


class EnrolRuleCommon(PosMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["membership.enrol.rule"].search([]).active = False
        cls.customer = cls.env["res.partner"].create(
            {"name": "Zhou Jie", "phone": "+8613700001234"}
        )
        cls.tea = cls._create_product("Expensive Tea", 600)
        cls.rule = cls.env["membership.enrol.rule"].create(
            {
                "name": "Spends 500",
                "amount": 500,
                "reaction": "enrol",
                "company_id": cls.company.id,
            }
        )


@tagged("post_install", "-at_install")
class TestEnrolRule(EnrolRuleCommon):
    """An order of somebody who is no member."""

    def _buy(self, **values):
        data = self._order_data(
            [self._line(self.tea)],
            [self._payment(self.cash_method, 600)],
            partner_id=self.customer.id,
            **values,
        )
        data["membership_member_id"] = data["membership_card_id"] = False
        return self._sync(data)

    def test_customer_who_spends_enough_is_a_member_after_the_sale(self):
        callbacks = self.env.cr.postcommit
        callbacks.clear()
        order = self._buy()
        self.assertFalse(order.membership_member_id)
        noticed = any("enrol" in str(key) for key in callbacks.data)
        self.assertTrue(noticed)
        callbacks.clear()
        with self.enter_registry_test_mode():
            self.env.ref(
                "membership_card.cron_apply_enrol_rules"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.customer.membership_member_ids.source, "rule")
        self.assertEqual(self.rule.offer_ids.amount, 600)

    def test_invoice_of_an_order_counts_once(self):
        self.rule.write({"trigger": "period", "amount": 1000, "period_months": 1})
        order = self._buy(to_invoice=True)
        self.assertTrue(order.account_move)
        self.assertEqual(self.rule._find_candidates(), [])
        self._buy(to_invoice=True)
        self.assertEqual(
            [
                (partner, float(amount))
                for partner, amount in self.rule._find_candidates()
            ],
            [(self.customer.id, 1200)],
        )

    def test_product_of_a_rule_bought_at_a_till_makes_a_member(self):
        self.rule.write(
            {"trigger": "product", "amount": 0, "product_ids": self.tea.ids}
        )
        callbacks = self.env.cr.postcommit
        callbacks.clear()
        self._buy()
        self.assertTrue(any("enrol" in str(key) for key in callbacks.data))
        callbacks.clear()
        self.assertEqual(
            [(p, float(amount)) for p, amount in self.rule._find_candidates()],
            [(self.customer.id, 600)],
        )

    def test_order_is_nothing_paid_in_ahead(self):
        self.rule.write({"trigger": "topup", "amount": 1})
        self._buy()
        self.assertEqual(self.rule._find_candidates(), [])


@tagged("post_install", "-at_install", "pos_tour")
class TestOfferTour(EnrolRuleCommon, HttpCase):
    def test_till_offers_membership_to_who_is_invited(self):
        self.rule.reaction = "offer"
        self.env["membership.enrol.offer"].create(
            {"rule_id": self.rule.id, "partner_id": self.customer.id}
        )
        self.start_tour(
            f"/pos/ui/{self.config.id}",
            "membership_pos_offer",
            login=self.senior.login,
        )
        self.assertEqual(self.customer.membership_member_ids.source, "till")
