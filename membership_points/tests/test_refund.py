from odoo.tests import tagged

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestRefund(PointsCommon):
    """A refund takes back its share: in steps, never more, and all in the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule()

    def test_a_full_refund_ends_at_exactly_zero(self):
        purchase = self._buy("99.99")
        self._buy("-99.99", refund_of=purchase)
        self.assertPoints(0)

    def test_parts_add_up_to_exactly_what_was_earned(self):
        purchase = self._buy("100.00")
        balances = []
        for amount in ("-33.33", "-33.33", "-33.33", "-0.01"):
            self._buy(amount, refund_of=purchase)
            self.member.invalidate_recordset()
            balances.append(self.member.points_balance)
        self.assertEqual(balances, [6, 3, 0, 0])

    def test_what_is_kept_keeps_its_points(self):
        purchase = self._buy(680)
        self._buy(-100, refund_of=purchase)
        self.assertPoints(58)

    def test_more_than_the_original_is_never_taken(self):
        self._buy(500)
        purchase = self._buy(100)
        for _again in range(3):
            self._buy(-60, refund_of=purchase)
        self.assertPoints(50)

    def test_a_refund_is_measured_by_what_was_earned_then(self):
        purchase = self._buy(100)
        self.rule.points_per_unit = 50
        self._buy(-50, refund_of=purchase)
        self.assertPoints(5)

    def test_a_full_refund_takes_all_when_the_rules_are_gone(self):
        purchase = self._buy(100)
        self.rule.active = False
        self._buy(-100, refund_of=purchase)
        self.assertPoints(0)

    def test_points_already_spent_leave_a_debt(self):
        purchase = self._buy(100)
        account = self.member._get_points_account()
        account._post(-8, "redeem", "gift", reason="A cup")
        refund = self._buy(-100, refund_of=purchase)
        self.assertPoints(-8)
        entry = account.entry_ids.filtered(lambda e: e.kind == "clawback")
        self.assertEqual((entry.origin_id, entry.is_forced), (refund.id, True))
        self._buy(100)
        self.assertPoints(2)

    def test_a_frozen_members_refund_still_takes_back(self):
        purchase = self._buy(100)
        self.member._change_state("freeze")
        self._buy(-100, refund_of=purchase)
        self.assertPoints(0)

    def test_the_refund_of_what_earned_nothing_takes_nothing(self):
        purchase = self._buy(5)
        self._buy(100)
        self._buy(-5, refund_of=purchase)
        self.assertPoints(10)

    def test_a_return_without_receipt_takes_what_it_would_earn(self):
        self._buy(500)
        self._buy(-100)
        self.assertPoints(40)

    def test_purchase_and_refund_in_one_call(self):
        purchase = self._buy(100)
        self.env["membership.purchase"]._record(
            [
                self._prepare_purchase(-100, refund_of=purchase),
                self._prepare_purchase(50),
            ]
        )
        self.assertPoints(5)
