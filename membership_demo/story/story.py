"""The story as a whole."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from . import cards, people, visits

SEED = 20_260
SIZE = 1000
DAYS = 365


@dataclass(frozen=True, slots=True)
class Story:
    """People, and what happened to them between two days (included), by time."""

    first_day: date
    last_day: date
    people: tuple
    events: tuple

    def play(self, role):
        """The person who plays ``role`` in the cast."""
        return next(person for person in self.people if person.role == role)


def tell(today, size=SIZE, days=DAYS):
    """The story of ``size`` members over ``days`` days that ended yesterday.

    :param date today: the day of the telling; the story ends the day before

    >>> first, again = tell(date(2026, 3, 1), 20), tell(date(2026, 3, 1), 20)
    >>> first == again
    True
    >>> first.events[-1].at.date() <= first.last_day
    True
    """
    last_day = today - timedelta(days=1)
    first_day = today - timedelta(days=days)
    everybody = people.invent(random.Random(SEED), size, first_day, last_day)
    events = []
    for person in everybody:
        # One die per person: a change in one life leaves all others as they were.
        rng = random.Random(SEED * 100_000 + person.number)
        steps, gap = cards.follow(rng, person, first_day, last_day)
        life = visits.live(rng, person, first_day, last_day)
        events += steps
        events += [e for e in life if not gap or not gap[0] <= e.at.date() <= gap[1]]
    events.sort(key=lambda event: (event.at, event.person))
    return Story(first_day, last_day, everybody, tuple(events))
