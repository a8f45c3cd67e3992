from collections import defaultdict
from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.membership_demo.story import tell
from odoo.addons.membership_demo.story.events import CardStep, Visit

TODAY = date(2026, 11, 22)


@tagged("post_install", "-at_install")
class TestStory(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.story = tell(TODAY, 30)

    def test_the_same_day_tells_the_same_story(self):
        self.assertEqual(tell(TODAY, 30), self.story)

    def test_another_day_tells_it_of_that_day(self):
        later = tell(date(2027, 2, 1), 30)
        self.assertEqual(later.last_day, date(2027, 1, 31))
        self.assertEqual(
            [person.name for person in later.people],
            [person.name for person in self.story.people],
        )

    def test_it_begins_a_year_ago_and_ends_yesterday(self):
        days = [event.at.date() for event in self.story.events]
        self.assertEqual(self.story.first_day, date(2025, 11, 22))
        self.assertGreaterEqual(days[0], self.story.first_day)
        self.assertLessEqual(days[-1], date(2026, 11, 21))

    def test_nobody_shops_before_joining(self):
        for event in self.story.events:
            joined_on = self.story.people[event.person].joined_on
            self.assertGreaterEqual(event.at.date(), joined_on)

    def test_one_phone_one_member(self):
        phones = {person.phone for person in tell(TODAY, 1000).people}
        self.assertEqual(len(phones), 1000)

    def test_nobody_is_in_two_places_at_once(self):
        moments = [(event.person, event.at) for event in self.story.events]
        self.assertEqual(len(moments), len(set(moments)))

    def test_nobody_shops_while_the_card_is_stopped(self):
        stopped = defaultdict(bool)
        for event in tell(TODAY, 400).events:
            if isinstance(event, CardStep):
                stopped[event.person] = event.action in (
                    *("report_loss", "freeze", "cancel"),
                )
            elif isinstance(event, Visit):
                self.assertFalse(stopped[event.person], event)

    def test_the_cast_is_complete(self):
        roles = [person.role for person in self.story.people if person.role]
        self.assertEqual(roles[0], "hero")
        self.assertEqual(len(roles), len(set(roles)))
        self.assertEqual(self.story.play("suzhou").store, "SZ01")
