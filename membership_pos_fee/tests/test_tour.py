from odoo.tests import HttpCase, tagged

from .common import PosFeeCommon


@tagged("post_install", "-at_install", "pos_tour")
class TestTour(PosFeeCommon, HttpCase):
    def test_a_cashier_takes_fees_with_one_tap(self):
        lin = self._create_member(name="Lin Wei", card_number="8000000700018")
        self.member.partner_id.name = "Somebody Else"
        self._charge(50, "service", lin)
        lin._charge_fee("replacement", "second")
        self.start_tour(
            f"/pos/ui/{self.config.id}", "membership_pos_fee", login=self.senior.login
        )
        self.assertEqual(set(lin.fee_ids.mapped("state")), {"paid"})
