from datetime import datetime

from freezegun import freeze_time

from odoo.tests import BaseCase, TransactionCase, tagged

from odoo.addons.membership_demo import clock


@tagged("post_install", "-at_install")
class TestClock(BaseCase):
    def test_it_is_what_it_is_set_to_in_the_time_of_the_stores(self):
        story = clock.Clock()
        with story.running():
            story.set(datetime(2026, 3, 1, 6, 30))
            self.assertEqual(clock.get().now, datetime(2026, 2, 28, 22, 30))
            self.assertEqual(clock.get().day.isoformat(), "2026-03-01")

    def test_it_stops_even_when_the_load_fails(self):
        with self.assertRaises(ValueError), clock.Clock().running():
            raise ValueError
        self.assertIsNone(clock.get())

    def test_a_bonus_happens_with_its_topup(self):
        story = clock.Clock()
        story.set(datetime(2026, 3, 1, 12))
        story.note("topup", datetime(2026, 3, 1, 11, 58))
        self.assertEqual(story.find("topup:bonus"), story.find("topup"))
        self.assertEqual(story.find("spend"), story.now)


@tagged("post_install", "-at_install")
class TestClockOutsideOfTheStory(TransactionCase):
    @freeze_time("2026-11-22 04:00:00")
    def test_the_suite_keeps_the_real_time(self):
        Entry = self.env["membership.entry"]
        self.assertEqual(Entry._get_posting_time(), datetime(2026, 11, 22, 4))
