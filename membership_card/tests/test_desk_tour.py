from odoo.tests import HttpCase, tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestDeskTour(CardCommon, HttpCase):
    def test_a_loss_is_reported_with_the_keyboard_only(self):
        self.company.membership_identify_report_loss = False
        member = self._create_member(name="Gu Qing", phone="+8613877776666")
        self.start_tour(
            "/odoo/membership-desk", "membership_desk", login=self.card_centre.login
        )
        self.assertEqual(member.card_ids.state, "lost")
