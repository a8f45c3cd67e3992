from odoo.tests import tagged

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestSettle(PointsCommon):
    def test_points_of_a_member_who_leaves_are_forfeited_with_an_entry(self):
        for points in (120, -5):
            member = self._create_member()
            account = member._get_points_account()
            account._post(points, "adjust", "k", reason="test", force=True)
            self.assertIn(str(points), member._get_left_texts()[0])
            member._change_state("close", "Moves away")
            with self.subTest(points=points):
                self.assertEqual((account.balance, account.state), (0, "closed"))
                entry = account.entry_ids.sorted("number")[-1]
                self.assertEqual((entry.kind, entry.amount), ("settle", -points))
