from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestAccess(PointsCommon):
    """Rules are the manager's; the till reads them; other companies see nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule()

    def test_the_till_reads_rules_and_changes_none(self):
        rule = self.rule.with_user(self.cashier)
        self.assertTrue(rule.summary)
        with self.assertRaises(AccessError):
            rule.points_per_unit = 100
        with self.assertRaises(AccessError):
            rule.copy()
        with self.assertRaises(AccessError):
            rule.unlink()

    def test_managers_write_rules(self):
        self.rule.with_user(self.manager).points_per_unit = 2
        self.assertEqual(self.rule.points_per_unit, 2)

    def test_rules_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_rule(company_id=other.id)
        found = self.env["membership.points.rule"].with_user(self.manager).search([])
        self.assertIn(self.rule, found)
        self.assertNotIn(foreign, found)

    def test_an_employee_without_membership_rights_sees_no_rules(self):
        user = new_test_user(self.env, "points_outsider", "base.group_user")
        with self.assertRaises(AccessError):
            self.rule.with_user(user).read(["name"])

    def test_a_cashier_cannot_post_points_by_writing_a_purchase(self):
        purchase = self._buy(100)
        with self.assertRaises(AccessError):
            purchase.with_user(self.cashier).sudo(False).write({"points_excluded": 0})
