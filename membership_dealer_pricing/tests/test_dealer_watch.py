from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestDealerWatch(DealerCommon):
    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])  # a test cannot commit
        self.patch(cron, "_commit_progress", lambda self, *args, **kwargs: 0)

    @freeze_time("2026-03-10 10:00:00")
    def test_the_end_of_an_agreement_is_reminded_of_once(self):
        dealer = self._create_dealer(
            agreement_from="2026-01-01", agreement_until="2026-03-31"
        )
        later = self._create_dealer(agreement_until="2026-12-31")
        for _night in range(2):
            self.env["membership.dealer"]._cron_watch()
        self.assertEqual(len(dealer.activity_ids), 1)
        self.assertIn("2026", dealer.activity_ids.summary)
        self.assertFalse(later.activity_ids)
        dealer.agreement_until = "2026-04-05"
        self.env["membership.dealer"]._cron_watch()
        self.assertEqual(len(dealer.activity_ids), 2)

    @freeze_time("2026-04-01 01:00:00")
    def test_an_ended_agreement_suspends_where_the_company_says_so(self):
        dealer = self._create_dealer(agreement_until="2026-03-31")
        self.env["membership.dealer"]._cron_watch()
        self.assertEqual(dealer.state, "approved")
        self.company.membership_dealer_expiry = "suspend"
        self.env["membership.dealer"]._cron_watch()
        self.assertEqual(dealer.state, "suspended")
        self.assertIn("agreement ended", dealer.state_reason)

    def test_a_dealer_who_stopped_ordering_is_reminded_of(self):
        self.company.membership_dealer_idle_months = 6
        with freeze_time("2026-01-05 10:00:00"):
            quiet, busy = self._create_dealer(), self._create_dealer()
            contact = self._create_partner(
                is_company=False, parent_id=busy.partner_id.id
            )
        with freeze_time("2026-06-20 10:00:00"):
            order = self.env["sale.order"].create(
                {
                    "partner_id": contact.id,
                    "order_line": [(0, 0, {"product_id": self.tea.id})],
                }
            )
            self.assertEqual(order.order_line.price_unit, 61.37)
            order.action_confirm()
        with freeze_time("2026-08-01 10:00:00"):
            for _night in range(2):
                self.env["membership.dealer"]._cron_watch()
        self.assertEqual(len(quiet.activity_ids), 1)
        self.assertFalse(busy.activity_ids)

    def test_the_simulator_answers_about_the_own_company_only(self):
        dealer = self._create_dealer()
        stranger = self.env["res.company"].create({"name": "Stranger"})
        values = {"partner_id": dealer.partner_id.id, "product_id": self.tea.id}
        Wizard = self.env["membership.dealer.simulate"].with_user(self.clerk)
        Wizard = Wizard.with_company(self.company)
        self.assertEqual(Wizard.create(values).price, 61.37)
        with self.assertRaisesRegex(AccessError, "not your company"):
            Wizard.create(values | {"company_id": stranger.id}).price  # noqa: B018

    def test_the_simulator_says_what_and_why(self):
        markup = self.env["membership.dealer.markup"].create(
            {"name": "Plus 10", "percent": 10, "company_id": self.company.id}
        )
        top = self._create_dealer(sub_markup_id=markup.id)
        sub = self._create_dealer(upline_id=top.id)
        Wizard = self.env["membership.dealer.simulate"].with_user(self.clerk)
        form = Form(Wizard.with_company(self.company))
        form.partner_id = sub.partner_id
        form.product_id = self.tea
        form.quantity = 10
        self.assertAlmostEqual(form.price, 58.95)
        self.assertEqual(form.retail_price, 100)
        told = str(form.explanation)
        for word in (
            sub.display_name,
            "markup for its sub-dealers",
            "10 % on top of Distributor list",
            "53.59",
        ):
            self.assertIn(word, told)
        top._change_state("suspend", "unpaid")
        form.quantity = 1
        self.assertEqual(form.price, 100)
        self.assertIn(top.display_name, str(form.explanation))
