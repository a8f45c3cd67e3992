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


@tagged("post_install", "-at_install")
class TestTopupRule(EnrolRuleCommon):
    """Who pays in enough at once becomes a member, by the rule that says how much."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.write({"trigger": "topup", "amount": 500, "reaction": "offer"})
        # A card that tills do not offer otherwise.
        cls.gold_type = cls._create_type(name="Gold Card")
        cls.golden = cls.rule.copy(
            {
                "amount": 2000,
                "level_id": cls.gold.id,
                "type_id": cls.gold_type.id,
            }
        )

    def _enrol(self, amount, user=None, **vals):
        vals = {"name": "Qian Yu", "phone": "13700001277"} | vals
        data = self._till(user).enrol(
            self.pos_session.id, vals | {"topup_amount": amount}
        )
        return data, self.env["membership.member"].browse(data["id"])

    def test_the_till_says_from_which_amount_on(self):
        steps = self._till().get_topup_steps(self.pos_session.id)
        self.assertEqual([step["amount"] for step in steps], ["500.00", "2000.00"])
        self.assertIn("Gold Card", steps[1]["name"])
        (self.rule | self.golden).date_from = "2100-01-01"
        self.assertEqual(self._till().get_topup_steps(self.pos_session.id), [])

    def test_less_makes_nobody_a_member_and_says_what_is_missing(self):
        with self._assert_refused("120.50"):
            self._enrol("379.50")
        members = self.env["membership.member"]
        self.assertFalse(members.search([("partner_id.name", "=", "Qian Yu")]))

    def test_enough_gives_what_the_rule_says(self):
        data, member = self._enrol("500")
        self.assertEqual((member.level_id, member.source), (self.regular, "rule"))
        self.assertEqual(data["topup_least"], "500.00")
        self.assertEqual(self.rule.offer_ids.member_id, member)
        self.assertEqual(self.rule.offer_ids.state, "accepted")

    def test_the_highest_rule_that_is_reached_decides(self):
        form = self._till().get_enrol_form(self.pos_session.id, "2500")
        self.assertEqual([row["name"] for row in form["types"]], ["Gold Card"])
        member = self._enrol("2500")[1]
        self.assertEqual(member.level_id, self.gold)
        self.assertEqual(member.card_ids.type_id, self.gold_type)

    def test_who_had_an_offer_has_taken_it(self):
        offer = self.env["membership.enrol.offer"].create(
            {"rule_id": self.rule.id, "partner_id": self.customer.id}
        )
        vals = {"partner_id": self.customer.id, "name": "Zhou Jie"}
        member = self._enrol("500", **vals, phone=self.customer.phone)[1]
        self.assertEqual((offer.state, offer.member_id), ("accepted", member))

    def test_without_a_rule_any_amount_does(self):
        (self.rule | self.golden).active = False
        data, member = self._enrol("1")
        self.assertEqual(member.source, "till")
        self.assertNotIn("topup_least", data)

    def test_who_enrols_without_paying_in_is_not_asked(self):
        member = self._enrol(False)[1]
        self.assertEqual(member.source, "till")
        self.assertFalse(self.rule.offer_ids)

    def test_an_amount_is_an_amount(self):
        for wrong in ("-500", "NaN", "5e9999", [500], "much"):
            with self.subTest(wrong), self._assert_refused("above zero"):
                self._enrol(wrong)


@tagged("post_install", "-at_install", "pos_tour")
class TestOfferTour(EnrolRuleCommon, HttpCase):
    def test_a_customer_who_tops_up_becomes_a_member_on_the_way(self):
        self.env["membership.topup.rule"].search([]).active = False
        self._start("membership_pos_topup_customer")
        member = self.customer.membership_member_ids
        self.assertEqual(self._wallet(member), (200, 200))

    def test_a_rule_says_how_much_makes_a_member(self):
        self.env["membership.topup.rule"].search([]).active = False
        self.rule.write({"trigger": "topup", "amount": 500, "level_id": self.silver.id})
        self._start("membership_pos_topup_rule")
        member = self.customer.membership_member_ids
        self.assertEqual(self._wallet(member), (500, 500))
        self.assertEqual(self.rule.offer_ids.member_id, member)
        self.assertEqual(member.source, "rule")

    def _start(self, tour):
        self.start_tour(f"/pos/ui/{self.config.id}", tour, login=self.senior.login)

    def test_till_offers_membership_to_who_is_invited(self):
        self.rule.reaction = "offer"
        self.env["membership.enrol.offer"].create(
            {"rule_id": self.rule.id, "partner_id": self.customer.id}
        )
        self._start("membership_pos_offer")
        self.assertEqual(self.customer.membership_member_ids.source, "till")
