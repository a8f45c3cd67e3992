from freezegun import freeze_time

from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
class TestReminding(FeeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member.partner_id.email = "lin@example.com"
        cls.company.membership_fee_user_id = cls.card_centre

    def _night(self, day):
        """Mails to the member and activities about his fees after that night."""
        with freeze_time(f"{day} 04:00:00"):
            self._run_night()
        mails = self.env["mail.mail"].search(
            [
                ("model", "=", "membership.fee"),
                ("res_id", "in", self._fees().ids),
                ("recipient_ids", "in", self.member.partner_id.ids),
            ]
        )
        return len(mails), len(self._fees().activity_ids)

    @freeze_time("2026-03-05 04:00:00")
    def test_each_occasion_is_told_once(self):
        self._charge(due_days=30)  # due on April 4
        self.assertEqual(self._night("2026-03-27"), (0, 0))
        self.assertEqual(self._night("2026-03-28"), (1, 0))
        self.assertEqual(self._night("2026-03-29"), (1, 0))
        self.assertEqual(self._night("2026-04-10"), (1, 0))
        self.assertEqual(self._night("2026-04-11"), (2, 1))
        self.assertEqual(self._night("2026-04-12"), (2, 1))

    @freeze_time("2026-03-05 04:00:00")
    def test_who_has_no_address_is_called(self):
        self.member.partner_id.email = False
        fee = self._charge(due_days=5)
        self.assertEqual(self._night("2026-03-06"), (0, 1))
        self.assertEqual(fee.activity_ids.user_id, self.card_centre)

    @freeze_time("2026-03-05 04:00:00")
    def test_who_has_paid_is_left_alone(self):
        fee = self._charge(due_days=5)
        fee.settled_on = "2026-03-05"
        self.assertEqual(self._night("2026-03-25"), (0, 0))
