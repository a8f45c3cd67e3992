from datetime import date, timedelta
from random import Random

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..level_review import judge
from .common import CardAlone, CardCommon

TODAY = "2026-06-15 04:00:00"
DAY = date(2026, 6, 15)
COLUMNS = {
    "level_id": "integer",
    "level_source": "varchar",
    "level_locked_until": "date",
    "level_is_fixed": "boolean",
    "level_review_on": "date",
    "level_drop_on": "date",
}


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLevelCondition(CardAlone, CardCommon):
    """Whom the statement leaves out, the arithmetic would have left as he is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(19)
        rules = cls.env["membership.level.rule"]
        visits = Command.create({"basis": "visits", "threshold": 2})
        for level, values in (
            (cls.silver, {"threshold": 700, "condition_ids": [visits]}),
            (cls.gold, {"threshold": 900, "purpose": "keep"}),
            (cls.gold, {"threshold": 2500, "measure": "single"}),
            (cls.platinum, {"basis": "visits", "threshold": 4}),
        ):
            rules.create({"level_id": level.id, "basis": "spending", **values})
        cls.members = cls.env["membership.member"].union(
            *(cls._create_member() for _number in range(60))
        )

    def setUp(self):
        super().setUp()
        self.patch(type(self.members), "_rise_at_once", lambda members: None)
        for member in self.members:
            for _visit in range(self.random.randrange(5)):
                self._record_purchase(
                    member,
                    self.random.choice((100, 350, 800, 2600, 9000)),
                    date=f"2026-06-{self.random.randrange(1, 15):02} 04:00:00",
                )
        self.env.flush_all()

    def _scatter(self):
        """Put every member anywhere, in any state he may be in."""
        pick = self.random.choice
        days = [None, *(DAY + timedelta(days=n) for n in (-400, -1, 0, 1, 20, 60))]
        for member in self.members:
            values = {
                "level_id": pick([None, *self.levels.ids]),
                "level_source": pick([None, "start", "earned", "given", "paid"]),
                "level_locked_until": pick([None, None, *days]),
                "level_is_fixed": pick([None, False, True]),
                "level_review_on": pick(days),
                "level_drop_on": pick([None, None, None, *days]),
            }
            assignments = SQL(", ").join(
                SQL("%s = %s::%s", SQL.identifier(name), value, SQL(COLUMNS[name]))
                for name, value in values.items()
            )
            self.env.cr.execute(
                SQL(
                    "UPDATE membership_member SET %s WHERE id = %s",
                    assignments,
                    member.id,
                )
            )
        self.members.invalidate_recordset()

    def test_nobody_is_left_out_for_whom_something_changes(self):
        Member = self.env["membership.member"]
        span = min(self.members.ids), max(self.members.ids)
        seen = 0
        for review in ("rolling", "anniversary", "calendar"):
            self.program.review = review
            ladder = self.program._get_facts(self.program.id, DAY)
            for _round in range(3):
                self._scatter()
                everybody = Member._fetch_standings(ladder, DAY, "all", span)
                changing = Member._fetch_standings(ladder, DAY, "changing", span)
                rising = self.members._fetch_standings(ladder, DAY, "rising")
                verdicts = {s.member: (s, judge(ladder, s, DAY)) for s in everybody}
                moved = {m for m, (_s, verdict) in verdicts.items() if verdict}
                missed = moved - {s.member for s in changing}
                self.assertFalse([verdicts[member] for member in missed], review)
                lifted = {
                    m
                    for m, (s, verdict) in verdicts.items()
                    if verdict and verdict.rule and verdict.rank > (s.rank or 0)
                }
                missed = lifted - {s.member for s in rising}
                self.assertFalse([verdicts[member] for member in missed], review)
                self.assertLess(len(changing), len(everybody))
                self.assertLess(len(rising), len(changing))
                seen += len(moved)
        self.assertGreater(seen, 100)
