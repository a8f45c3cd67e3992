from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import CardAlone, CardCommon

NOW = "2026-06-15 12:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMembershipEnrolRule(CardAlone, CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls.env["membership.enrol.rule"].search([]).active = False
            cls.customer = cls._create_customer()

    @classmethod
    def _create_customer(cls, **values):
        vals = {"name": "Customer", "phone": cls._next_phone()}
        return cls.env["res.partner"].create(vals | values)

    def _create_rule(self, **values):
        return self.env["membership.enrol.rule"].create(
            {
                "name": "Good customers",
                "amount": 500,
                "date_from": "2026-01-01",
                "company_id": self.company.id,
            }
            | values
        )

    def _sell(self, *sales):
        """Sales as (customer, amount, days ago), in place of every document."""
        rows = SQL(", ").join(
            SQL("(%s, %s::numeric, %s::timestamp)", partner.id, amount, moment)
            for partner, amount, days in sales
            for moment in [Datetime.now() - timedelta(days=days)]
        )
        query = SQL("SELECT * FROM (VALUES %s) AS t", rows)
        self.patch(
            type(self.env["membership.enrol.rule"]),
            "_get_sales_queries",
            lambda _self: [query],
        )

    def _get_offers(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["membership.enrol.offer"].search(domain)

    def _run(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("membership_card.cron_apply_enrol_rules")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    # === WHO === #
    def test_who_spends_enough_at_once_becomes_a_member(self):
        small = self._create_customer(name="Small")
        rule = self._create_rule(reaction="enrol", level_id=self.silver.id)
        self._sell((self.customer, 500, 1), (small, 300, 1), (small, 300, 2))
        self._run()
        member = self.customer.membership_member_ids
        self.assertEqual((member.source, member.level_id), ("rule", self.silver))
        self.assertEqual(member.card_ids.state, "active")
        self.assertFalse(small.membership_member_ids)
        self.assertEqual(rule.offer_ids.state, "accepted")

    def test_who_spends_enough_in_a_period_is_offered_it(self):
        returning = self._create_customer(name="Brings it back")
        self._create_rule(trigger="period", period_months=3)
        self._sell(
            (self.customer, 300, 1),
            (self.customer, 300, 80),
            (returning, 600, 3),
            (returning, -600, 2),
        )
        self._run()
        self.assertTrue(self.customer.membership_is_offered)
        self.assertFalse(self.customer.membership_member_ids)
        self.assertFalse(returning.membership_is_offered)

    def test_sales_before_the_period_or_the_rule_do_not_count(self):
        self._create_rule(trigger="period", period_months=3)
        self._create_rule(date_from="2026-06-14")
        self._sell((self.customer, 900, 120))
        self._run()
        self.assertFalse(self.customer.membership_is_offered)

    def test_who_signs_up_on_the_website_becomes_a_member(self):
        rule = self._create_rule(trigger="registration", reaction="enrol", amount=0)
        user = new_test_user(self.env, "signed_up", "base.group_portal")
        user.partner_id.phone = self._next_phone()
        self.env.cr.execute(
            "UPDATE res_users SET create_date = %s WHERE id = %s", [NOW, user.id]
        )
        self._run()
        self.assertTrue(user.partner_id.membership_member_ids)
        self.assertEqual(rule.offer_count, 1)

    def test_members_companies_and_who_has_no_phone_are_left_alone(self):
        member = self._create_member()
        others = [
            member.partner_id,
            self._create_customer(phone=False),
            self._create_customer(is_company=True),
            self._create_customer(active=False),
        ]
        self._create_rule(reaction="enrol")
        self._sell(*((partner, 900, 1) for partner in others))
        self._run()
        self.assertFalse(self._get_offers())

    def test_invoice_of_a_customer_counts_when_it_is_paid(self):
        rule = self._create_rule()
        query = rule._get_sales_queries()[0]
        self.env.cr.execute(query)  # the columns exist
        self.assertEqual(
            [column.name for column in self.env.cr.description],
            ["partner_id", "amount", "moment"],
        )

    # === FEES AND MONEY PAID IN AHEAD === #
    def _count(self, rule):
        """What the rule finds, by customer."""
        return {partner: float(amount) for partner, amount in rule._find_candidates()}

    def _sell_invoice(self, product, amount, partner=None, move_type="out_invoice"):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "company_id": self.company.id,
                "partner_id": (partner or self.customer).id,
                "invoice_date": "2026-06-14",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    def _pay_in(self, amount, **values):
        """A payment without an invoice."""
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": amount,
                "date": "2026-06-14",
                "journal_id": journal.id,
                "company_id": self.company.id,
            }
            | values
        )
        payment.action_post()
        return payment

    def _load_chart(self):
        template = self.env["account.chart.template"]
        template.try_loading("generic_coa", self.company, install_demo=False)

    def test_who_pays_the_fee_becomes_a_member(self):
        self._load_chart()
        fee, tea = self.env["product.product"].create(
            [{"name": "Joining fee", "type": "service"}, {"name": "Tea"}]
        )
        rule = self._create_rule(
            trigger="product", amount=0, product_ids=fee.ids, reaction="enrol"
        )
        move = self._sell_invoice(fee, 50)
        self.assertEqual(self._count(rule), {})  # not paid yet
        self._pay(move)
        self._pay(self._sell_invoice(tea, 900, self._create_customer(name="Tea")))
        self.assertEqual(self._count(rule), {self.customer.id: 50})
        self._run()
        self.assertEqual(self.customer.membership_member_ids.source, "rule")
        self.assertEqual(rule.offer_ids.partner_id, self.customer)

    def _pay(self, move):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({}).action_create_payments()

    def test_fee_that_was_credited_makes_nobody_a_member(self):
        self._load_chart()
        fee = self.env["product.product"].create({"name": "Joining fee"})
        rule = self._create_rule(
            trigger="product", amount=10, product_ids=fee.ids, date_from="2026-06-01"
        )
        self._sell_invoice(fee, 50, move_type="out_refund")
        self.assertEqual(self._count(rule), {})

    def test_rule_of_a_fee_names_its_product(self):
        with self.assertRaisesRegex(ValidationError, "which products"):
            self._create_rule(trigger="product", amount=0)

    def test_who_pays_in_enough_at_once_becomes_a_member(self):
        self._load_chart()
        rule = self._create_rule(trigger="topup", reaction="enrol")
        self._pay_in(300)
        self._pay_in(300)
        self.assertEqual(self._count(rule), {})
        self._pay_in(500)
        self.assertEqual(self._count(rule), {self.customer.id: 500})
        self._run()
        self.assertTrue(self.customer.membership_member_ids)

    def test_who_pays_in_enough_in_a_period_is_offered_it(self):
        self._load_chart()
        rule = self._create_rule(trigger="topup_period", period_months=3)
        self._pay_in(300)
        self._pay_in(300, date="2026-02-01")
        self.assertEqual(self._count(rule), {})
        self._pay_in(250)
        self._pay_in(250, payment_type="outbound")
        self.assertEqual(self._count(rule), {})
        self._pay_in(300)
        self.assertEqual(self._count(rule), {self.customer.id: 600})

    def test_payment_of_an_invoice_or_to_a_vendor_is_nothing_paid_in(self):
        self._load_chart()
        rule = self._create_rule(trigger="topup", amount=10)
        tea = self.env["product.product"].create({"name": "Tea"})
        self._pay(self._sell_invoice(tea, 900))
        self._pay_in(900, partner_type="supplier")
        self.assertEqual(self._count(rule), {})

    def test_preview_shows_whom_a_rule_reaches_and_does_nothing(self):
        rule = self._create_rule(reaction="enrol")
        self._sell((self.customer, 900, 1))
        manager = self._create_user("manager")
        action = rule.with_user(manager).action_preview()
        self.assertEqual(action["domain"], [("id", "in", self.customer.ids)])
        self.assertFalse(self._get_offers())

    # === ONCE === #
    def test_each_customer_is_asked_once(self):
        self._create_rule()
        self._create_rule(amount=100)
        self._sell((self.customer, 900, 1))
        self._run()
        self._run()
        offer = self._get_offers()
        self.assertEqual(len(offer), 1)
        offer.with_user(self.card_centre).action_decline()
        self._run()
        self.assertEqual(offer.state, "declined")
        self.assertFalse(self.customer.membership_is_offered)
        with self.assertRaises(UserError):
            offer.with_user(self.card_centre).action_enrol()

    @mute_logger("odoo.sql_db")
    def test_database_refuses_a_second_offer(self):
        rule = self._create_rule()
        vals = {"rule_id": rule.id, "partner_id": self.customer.id}
        self.env["membership.enrol.offer"].create(vals)
        refused = self.assertRaises(psycopg2.errors.UniqueViolation)
        with refused, self.env.cr.savepoint():
            self.env["membership.enrol.offer"].create(vals)

    def test_who_cannot_be_a_member_stays_on_the_list_with_the_reason(self):
        holder = self._create_member(name="Holder")
        self.customer.phone = holder.phone
        self._create_rule(reaction="enrol")
        self._sell((self.customer, 900, 1))
        self._run()
        offer = self.customer.membership_offer_ids
        self.assertEqual(offer.state, "open")
        self.assertIn(holder.number, offer.note)

    def test_offer_ends_when_the_customer_joins_another_way(self):
        self._create_rule()
        self._sell((self.customer, 900, 1))
        self._run()
        self._create_member(partner_id=self.customer.id, phone=self.customer.phone)
        self._run()
        self.assertEqual(self.customer.membership_offer_ids.state, "accepted")
        self.assertFalse(self.customer.membership_is_offered)

    # === STAFF === #
    def test_card_centre_enrols_who_says_yes(self):
        self._create_rule(type_id=self.card_type.id)
        self._sell((self.customer, 900, 1))
        self._run()
        offer = self.customer.membership_offer_ids.with_user(self.card_centre)
        action = offer.action_enrol()
        member = self.customer.membership_member_ids
        self.assertEqual(action["res_id"], member.id)
        self.assertEqual((offer.state, offer.member_id), ("accepted", member))

    def test_rules_are_for_managers_and_offers_for_the_card_centre(self):
        rule = self._create_rule()
        with self.assertRaises(AccessError):
            rule.with_user(self.card_centre).amount = 1
        with self.assertRaises(AccessError):
            rule.with_user(self.card_centre).action_apply()
        till = self._create_user("till")
        offer = self.env["membership.enrol.offer"].create(
            {"rule_id": rule.id, "partner_id": self.customer.id}
        )
        with self.assertRaises(AccessError):
            offer.with_user(till).action_enrol()

    @mute_logger("odoo.sql_db")
    def test_rule_without_an_amount_is_refused(self):
        for values in ({"amount": 0}, {"trigger": "period", "period_months": 0}):
            refused = self.assertRaises(psycopg2.errors.CheckViolation)
            with refused, self.env.cr.savepoint():
                self._create_rule(**values)

    # === WHAT A SALE COSTS === #
    def test_sale_asks_nothing_and_calls_the_job_after_the_commit(self):
        Rule = self.env["membership.enrol.rule"]
        notice = (self.company, self.customer, 600)
        Rule._notice_sale(*notice)  # fills the cache
        with self.assertQueryCount(0):
            Rule._notice_sale(*notice)
        self._create_rule(reaction="enrol")
        Rule._notice_sale(self.company, self.customer, 499)
        callbacks = self.env.cr.postcommit
        callbacks.clear()
        Rule._notice_sale(*notice)
        with self.assertQueryCount(0):
            Rule._notice_sale(*notice)
        self.assertEqual(len(callbacks._funcs), 1)
        Rule._notice_sale(self.company, self.customer, 600, kind="topup")
        self.assertEqual(len(callbacks._funcs), 1)
        job = self.env.ref("membership_card.cron_apply_enrol_rules")
        domain = [("cron_id", "=", job.id)]
        before = self.env["ir.cron.trigger"].search_count(domain)
        with self.enter_registry_test_mode():
            callbacks.run()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(domain), before + 1)

    def test_job_is_called_for_the_products_and_the_money_of_a_rule_only(self):
        Rule = self.env["membership.enrol.rule"]
        fee = self.env["product.product"].create({"name": "Joining fee"})
        line = self.env["account.move.line"].new({"product_id": fee.id})
        self._create_rule(
            trigger="product", amount=0, product_ids=fee.ids, reaction="enrol"
        )
        self._create_rule(trigger="topup", reaction="enrol")
        cases = (
            ({"amount": 1, "lines": line}, 1),
            ({"amount": 600}, 0),
            ({"amount": 600, "kind": "topup"}, 1),
            ({"amount": 499, "kind": "topup"}, 0),
        )
        callbacks = self.env.cr.postcommit
        for values, called in cases:
            with self.subTest(**values):
                callbacks.clear()
                Rule._notice_sale(self.company, self.customer, **values)
                self.assertEqual(len(callbacks._funcs), called)
        callbacks.clear()

    def test_nobody_becomes_a_member_with_a_card_for_somebody_else(self):
        card_type = self._create_type(kind="supplementary")
        with self.assertRaisesRegex(ValidationError, "carried for somebody else"):
            self._create_rule(type_id=card_type.id)

    def test_switch_shows_the_menus(self):
        manager = self._create_user("manager")
        self.assertFalse(manager.has_group("membership_card.group_enrol_rules"))
        manager.group_ids = [
            Command.link(self.env.ref("membership_card.group_enrol_rules").id)
        ]
        self.assertTrue(manager.has_group("membership_card.group_enrol_rules"))
