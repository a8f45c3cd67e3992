from freezegun import freeze_time

from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestSuspension(FeeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Regular", "company_id": cls.company.id}
        )
        cls.member.level_id.pricelist_id = cls.pricelist

    def _get_price_list(self):
        self.env.invalidate_all()
        partner = self.member.partner_id.with_company(self.company)
        return self.member._get_pricelist(), partner.property_product_pricelist

    def test_benefits_rest_after_the_days_of_grace_and_return_with_the_payment(self):
        fee = self._charge(due_days=10, grace_days=10)  # until March 25
        with freeze_time("2026-03-25 04:00:00"):
            self.assertTrue(self.member._has_benefits())
            self.assertEqual(self._get_price_list(), (self.pricelist, self.pricelist))
        with freeze_time("2026-03-26 04:00:00"):
            self.assertFalse(self.member._has_benefits())
            own, partner = self._get_price_list()
            self.assertFalse(own)
            self.assertNotEqual(partner, self.pricelist)
            self.assertTrue(self.member.is_fee_suspended)
            found = self.env["membership.member"].search(
                [("is_fee_suspended", "=", True), ("company_id", "=", self.company.id)]
            )
            self.assertEqual(found, self.member)
            self.member._check_active()  # his money stays his own
            fee.settled_on = "2026-03-26"
            self.assertTrue(self.member._has_benefits())
            self.assertEqual(self._get_price_list(), (self.pricelist, self.pricelist))

    def test_the_first_fee_of_a_shop_that_had_none_is_asked_for_at_once(self):
        Schedule = self.env["membership.fee.schedule"].with_context(active_test=False)
        if not self.env["membership.fee"].search_count([], 1):
            Schedule.search([]).unlink()
            self.env.registry.clear_cache()
        self.assertTrue(self.member._has_benefits())  # and remembers why
        self._charge(due_days=0, grace_days=0)
        with freeze_time("2026-04-01 04:00:00"):
            self.assertFalse(self.member._has_benefits())

    def test_a_company_may_leave_benefits_alone(self):
        self.company.membership_fee_suspend = False
        self._charge(due_days=0, grace_days=0)
        with freeze_time("2026-04-01 04:00:00"):
            self.assertTrue(self.member._has_benefits())

    def test_late_payment_costs_once(self):
        self._schedule("late", 5, percent=10, due_days=0, grace_days=0)
        fee = self._charge(due_days=10, grace_days=10)
        with freeze_time("2026-03-25 04:00:00"):
            self._run_night()
        self.assertFalse(self._fees(kind="late"))
        for day in ("2026-03-26", "2026-03-27", "2026-06-01"):
            with freeze_time(f"{day} 04:00:00"):
                self._run_night()
        late = self._fees(kind="late")
        self.assertEqual((late.amount, late.late_for_id), (15, fee))
