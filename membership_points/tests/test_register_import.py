from decimal import Decimal

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.membership_card.register_rows import Row

from .common import PointsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22")
class TestRegisterImport(PointsCommon):
    """Points of an old register lapse as the programme says."""

    def _get_expiry(self, **values):
        record = self.env["membership.register.import"].create(
            {"name": "Old till", "company_id": self.company.id}
        )
        values = {"points": Decimal(5), "bonus": Decimal(5)} | values
        row = Row(2, (), values)
        return {
            bucket: str(record._get_opening_expiry(row, bucket))
            for bucket in ("points", "bonus")
        }

    def test_points_without_a_day_lapse_as_if_earned_today(self):
        self.company.membership_points_months = 12
        self.assertEqual(self._get_expiry(), {"points": "2027-11-30", "bonus": "None"})
        self.company.membership_points_months = 0
        self.assertEqual(self._get_expiry()["points"], "None")

    def test_day_of_the_register_holds(self):
        self.company.membership_points_months = 12
        day = fields.Date.to_date("2026-12-31")
        self.assertEqual(self._get_expiry(points_expiry=day)["points"], "2026-12-31")
