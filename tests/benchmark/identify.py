"""A card is scanned, a phone number typed: with a thousand members and a million.

Runs in Odoo's process; see inside.py.
"""

import random

from odoo.modules.registry import Registry

from .access import request
from .measure import Row, interleave, tell

SAMPLE = 500


class Desk:
    """Cards and phone numbers of members spread over the whole table."""

    def __init__(self, database):
        self.registry = Registry(database)
        self.queries = None
        with request(self.registry) as env:
            env.cr.execute("SELECT max(id), count(*) FROM membership_card")
            highest, self.count = env.cr.fetchone()
            picks = random.sample(range(1, highest + 1), min(SAMPLE, highest))
            env.cr.execute(
                "SELECT card.number, member.phone FROM membership_card card "
                "JOIN membership_member member ON member.id = card.member_id "
                "WHERE card.id = ANY(%s) AND card.state = 'active' "
                "AND member.phone IS NOT NULL",
                (picks,),
            )
            self.known = env.cr.fetchall()

    def scan(self, number):
        """Who showed this card, refused if the card may not be used."""
        self._identify(self.known[number % len(self.known)][0])

    def call(self, number):
        """Who has this phone number."""
        self._identify(self.known[number % len(self.known)][1])

    def _identify(self, term):
        context = {"lang": "en_US", "tz": "Asia/Shanghai"}  # as every request brings
        with request(self.registry, context=context) as env:
            found = env["membership.member"]._identify(term, env.company)[0]
            assert len(found) == 1, term
            self.queries = env.cr.sql_log_count


def card_identification(small, scale, runs=300, **_options):
    """Time to know a member by card and by phone."""
    tell("card_identification: by card and by phone")
    many, few = Desk(scale), Desk(small)
    rows = []
    for name, work in (("scan", "card"), ("call", "phone")):
        timings = interleave(getattr(many, name), getattr(few, name), runs, warm_up=20)
        rows.append(
            Row(
                name=f"{work}_identification",
                work=f"a member by {work} among {many.count:,}",
                baseline=f"among {few.count:,}",
                target=1.2,
                median_max=5,
                queries=many.queries,
                baseline_queries=few.queries,
                **timings.medians,
            )
        )
    return rows
