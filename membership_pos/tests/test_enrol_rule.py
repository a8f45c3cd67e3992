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


@tagged("post_install", "-at_install")
class TestEnrolCustomer(EnrolRuleCommon):
    """The customer whom the till knows becomes a member, not a second contact."""

    def _enrol(self, **vals):
        vals = {"partner_id": self.customer.id, "name": "Zhou Jie"} | vals
        vals.setdefault("phone", self.customer.phone)
        data = self._till().enrol(self.pos_session.id, vals)
        return self.env["membership.member"].browse(data["id"])

    def test_a_customer_without_a_phone_stays_the_same_contact(self):
        self.customer.phone = False
        member = self._enrol(phone="13700001299")
        self.assertEqual(member.partner_id, self.customer)
        self.assertEqual(self.customer.phone, "+8613700001299")

    def test_another_name_is_somebody_else_and_changes_no_contact(self):
        member = self._enrol(name="Zhou Hua", phone="13700001299")
        self.assertNotEqual(member.partner_id, self.customer)
        self.assertEqual(self.customer.phone, "+8613700001234")

    def test_a_member_or_a_company_is_nobody_to_enrol(self):
        other = self._create_member(name="Zhou Jie")
        firm = self.env["res.partner"].create({"name": "Zhou Jie", "is_company": True})
        for number, partner in enumerate((other.partner_id, firm)):
            member = self._enrol(partner_id=partner.id, phone=f"1370000126{number}")
            self.assertNotEqual(member.partner_id, partner)

    def test_who_is_invited_gets_the_level_of_the_rule_and_is_asked_no_more(self):
        self.rule.write({"reaction": "offer", "level_id": self.gold.id})
        offer = self.env["membership.enrol.offer"].create(
            {"rule_id": self.rule.id, "partner_id": self.customer.id}
        )
        member = self._enrol()
        self.assertEqual(member.level_id, self.gold)
        self.assertEqual((offer.state, offer.member_id), ("accepted", member))
        self.assertFalse(self.customer.membership_is_offered)

    def test_a_till_makes_up_no_customer(self):
        for wrong in ("1", True, {"id": 1}):
            with self.subTest(wrong), self._assert_refused("Reload the till"):
                self._enrol(partner_id=wrong)


@tagged("post_install", "-at_install", "pos_tour")
class TestOfferTour(EnrolRuleCommon, HttpCase):
    def test_a_customer_who_tops_up_becomes_a_member_on_the_way(self):
        self.env["membership.topup.rule"].search([]).active = False
        self._start("membership_pos_topup_customer")
        member = self.customer.membership_member_ids
        self.assertEqual(self._wallet(member), (200, 200))

    def _start(self, tour):
        self.start_tour(f"/pos/ui/{self.config.id}", tour, login=self.senior.login)

    def test_till_offers_membership_to_who_is_invited(self):
        self.rule.reaction = "offer"
        self.env["membership.enrol.offer"].create(
            {"rule_id": self.rule.id, "partner_id": self.customer.id}
        )
        self._start("membership_pos_offer")
        self.assertEqual(self.customer.membership_member_ids.source, "till")
