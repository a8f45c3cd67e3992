from odoo.tests import tagged

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestGifts(PointsCommon):
    """Points in a gift pack are posted once, when it is given."""

    def test_points_are_given_with_the_pack_once(self):
        self.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"kind": "points", "amount": 50})],
            }
        )
        member = self._create_member()
        member._after_enrol({})
        self.assertPoints(50, member)
        entry = member._get_points_account().entry_ids
        self.assertEqual(entry.kind, "gift")
        self.assertEqual(member.gift_line_ids.state, "done")

    def test_points_of_a_gift_lift_nobody(self):
        level = self._create_level(threshold=10)
        self.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"kind": "points", "amount": 50})],
            }
        )
        member = self._create_member()
        member._evaluate_level()
        self.assertNotEqual(member.level_id, level)
