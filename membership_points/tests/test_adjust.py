from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestAdjust(PointsCommon):
    """A manager gives or takes points by hand: with a reason, within a limit, once."""

    def _adjust(self, user=None, **values):
        Wizard = self.env["membership.points.adjust"].with_user(user or self.manager)
        with Form(Wizard.with_context(default_member_id=self.member.id)) as form:
            for name, value in {"points": 50, "reason": "Receipt 42", **values}.items():
                setattr(form, name, value)
        return form.record

    def test_points_are_given_with_the_reason(self):
        self._adjust().action_adjust()
        self.assertPoints(50)
        entry = self.member._get_points_account().entry_ids
        self.assertEqual((entry.kind, entry.reason), ("adjust", "Receipt 42"))
        self.assertEqual(entry.operator_id, self.manager)

    def test_points_are_taken(self):
        self._adjust().action_adjust()
        self._adjust(direction="take", points=20).action_adjust()
        self.assertPoints(30)

    def test_a_second_click_changes_nothing(self):
        wizard = self._adjust()
        wizard.action_adjust()
        wizard.action_adjust()
        self.assertPoints(50)

    def test_more_than_there_is_is_not_taken(self):
        with self.assertRaises(UserError):
            self._adjust(direction="take").action_adjust()

    def test_a_reason_is_needed(self):
        with self.assertRaises(ValidationError):
            self._adjust(reason="  ")

    def test_nothing_is_no_adjustment(self):
        with self.assertRaises(ValidationError):
            self._adjust(points=0)

    def test_the_limit_of_a_day_is_kept_also_in_parts(self):
        self.company.membership_points_adjust_limit = 100
        with self.assertRaises(UserError):
            self._adjust(points=101).action_adjust()
        self._adjust(points=60).action_adjust()
        with self.assertRaises(UserError):
            self._adjust(points=60).action_adjust()
        self._adjust(points=40, direction="take").action_adjust()
        self.assertPoints(20)

    def test_without_a_limit_anything_goes(self):
        self.company.membership_points_adjust_limit = 0
        self._adjust(points=100000).action_adjust()
        self.assertPoints(100000)

    def test_a_cashier_cannot_adjust(self):
        with self.assertRaises(AccessError):
            self._adjust(user=self.cashier)
        wizard = self._adjust()
        with self.assertRaises(AccessError):
            wizard.with_user(self.cashier).action_adjust()
        self.assertPoints(0)
