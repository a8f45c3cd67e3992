"""A night that looks at every member's level, against adding up the figures alone.

Runs in Odoo's process; see inside.py.
"""

from odoo.modules.registry import Registry

from .access import request
from .measure import Row, interleave, tell
from .visits import EACH

# What a rule asks for besides in the second row: people who come, not only who pay.
VISITS = """
    COUNT(DISTINCT (date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date)
        FILTER (WHERE amount_total > 0)
"""

FIGURES = """
    SELECT COUNT(*), SUM(figure), SUM(visits) FROM (
        SELECT member_id, SUM(amount_total) AS figure, %s AS visits
        FROM membership_purchase purchase
        WHERE date >= current_date - interval '6 months' AND CASE
            WHEN refunded_purchase_id IS NULL THEN true
            ELSE EXISTS (
                SELECT FROM membership_purchase original
                WHERE original.id = purchase.refunded_purchase_id
                    AND original.date >= current_date - interval '6 months') END
        GROUP BY member_id
    ) figures
"""


ASK_FOR_VISITS = """
    INSERT INTO membership_level_rule_condition (rule_id, basis, measure, threshold)
    SELECT id, 'visits', 'sum', 2 FROM membership_level_rule
"""


class Night:
    """Members with purchases, on the levels that they have earned."""

    def __init__(self, database):
        self.registry = Registry(database)
        with self.registry.cursor() as cr:
            cr.execute("SELECT COUNT(*) FROM membership_member")
            (self.members,) = cr.fetchone()
        self.combine(False)

    def evaluate(self, _number):
        """What the nightly job does."""
        with request(self.registry) as env:
            env["membership.member"]._cron_evaluate_levels()

    def add_up(self, _number):
        """The figures alone."""
        self._add_up("0")

    def add_up_both(self, _number):
        """The figures alone, and on how many days somebody came."""
        self._add_up(VISITS)

    def _add_up(self, visits):
        with self.registry.cursor() as cr:
            cr.execute(FIGURES % visits)
            cr.fetchone()

    def combine(self, asked=True):
        """Let each rule ask for visits besides, as many as nearly everybody has.

        In place: the database is kept, and nobody reads the history of its rules.
        """
        with request(self.registry) as env:
            env.cr.execute("DELETE FROM membership_level_rule_condition")
            if asked:
                env.cr.execute(ASK_FOR_VISITS)
            env.registry.clear_cache()
        self.evaluate(0)

    def count_moved(self):
        """How many members the first night moved."""
        with self.registry.cursor() as cr:
            cr.execute("SELECT COUNT(*) FROM membership_level_event")
            return cr.fetchone()[0]


def level_evaluation(scale, runs=5, **_options):
    """A night on which nearly nobody moves, which is what nights are like."""
    night = Night(scale)
    tell(f"level_evaluation: {night.members:,} members")
    moved = night.count_moved()
    assert moved > night.members / 10, f"only {moved} members were moved"
    alone = interleave(night.evaluate, night.add_up, runs, warm_up=1)
    night.combine()
    combined = interleave(night.evaluate, night.add_up_both, runs, warm_up=1)
    night.combine(False)
    work = f"a night over {night.members:,} members with {EACH} purchases each"
    return [
        Row(
            name="level_evaluation",
            work=work,
            baseline="one statement that adds up the same figures",
            target=1.5,
            note=f"{moved:,} members were moved before the clock started",
            **alone.medians,
        ),
        Row(
            name="level_evaluation_combined",
            work=f"{work}, rules ask for visits besides",
            baseline="one statement that adds up both figures",
            target=1.5,
            **combined.medians,
        ),
    ]
