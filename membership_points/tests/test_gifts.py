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

    def test_a_preview_counts_points_they_have_no_known_cost(self):
        pack = self.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"kind": "points", "amount": 50})],
            }
        )
        self.assertEqual(pack.line_ids._get_unit_count(), 50)
        self.assertEqual(pack.line_ids._get_unit_cost(), 0)
        preview = self.env["membership.level.preview"]
        self.assertEqual(preview._describe_counts({"points": 1e6}), "Points: 1,000,000")

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
