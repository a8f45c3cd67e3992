from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PointsCommon

MEASURES = ["opening", "earned", "taken_back", "used", "expired", "other", "change"]


@tagged("post_install", "-at_install")
class TestPointsReport(PointsCommon):
    """The report's columns add up to what members hold."""

    def test_each_movement_is_in_its_column(self):
        self._create_rule()
        purchase = self._buy(1000)
        self._buy(-200, refund_of=purchase)
        account = self.member._get_points_account()
        account._post(-30, "redeem", "gift", reason="A cup")
        account._post(40, "opening", "old register", reason="Opening balance")
        account._post(7, "adjust", "sorry", reason="Sorry")
        Report = self.env["membership.points.report"].with_user(self.manager)
        (sums,) = Report._read_group(
            [("member_id", "=", self.member.id)],
            [],
            [f"{name}:sum" for name in MEASURES],
        )
        self.assertEqual(sums, (40, 100, -20, -30, 0, 7, 97))
        self.assertPoints(97)

    def test_money_is_not_in_it(self):
        unit = self.env["membership.unit"]._for_currency(self.company.currency_id)
        self.member._get_account(unit)._post(100, "topup", "t", reason="test")
        found = self.env["membership.points.report"].search(
            [("member_id", "=", self.member.id)]
        )
        self.assertFalse(found)

    def test_a_cashier_does_not_read_it(self):
        Report = self.env["membership.points.report"].with_user(self.cashier)
        with self.assertRaises(AccessError):
            Report.search([])
