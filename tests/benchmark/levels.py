"""A night that looks at every member's level, against adding up the figures alone.

Runs in Odoo's process; see inside.py.
"""

from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import SQL

from . import generate
from .access import request
from .measure import Row, interleave, tell

EACH = 10  # purchases of a member, over 400 days

PURCHASES = """
    INSERT INTO membership_purchase (member_id, company_id, currency_id, date,
        amount_total, amount_untaxed, origin_key)
    SELECT member.id, member.company_id, %(currency)s,
        date_trunc('day', now()) - mod(visit * 37 + member.id, 400) * interval '1 day',
        mod(member.id, 97) * 20, 0, 'bench:' || member.id || ':' || visit
    FROM membership_member member, generate_series(1, %(each)s) visit
"""

RETURNS = """
    INSERT INTO membership_purchase (member_id, company_id, currency_id, date,
        amount_total, amount_untaxed, origin_key, refunded_purchase_id)
    SELECT member_id, company_id, currency_id, date + interval '1 day',
        -amount_total, 0, origin_key || ':back', id
    FROM membership_purchase
    WHERE origin_key LIKE 'bench:%%:7' AND mod(member_id, 10) = 0
"""

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


class Night:
    """Members with purchases, on the levels that they have earned."""

    def __init__(self, database, members):
        self.registry = Registry(database)
        with request(self.registry) as env:
            rules = env["membership.level.rule"].search([])
            # In place, whoever was judged by them: nobody reads this history.
            env.cr.execute("UPDATE membership_level_rule SET basis = 'spending'")
            rules.invalidate_recordset()
            env.registry.clear_cache()
            generate.fill(env, members, 1)
            env.cr.execute(
                SQL(PURCHASES, currency=env.company.currency_id.id, each=EACH)
            )
            env.cr.execute(SQL(RETURNS))
        with self.registry.cursor() as cr:
            cr.execute("ANALYZE membership_purchase, membership_member")
        self.evaluate(0)

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

    def combine(self):
        """Let each rule ask for visits besides, as many as nearly everybody has."""
        with request(self.registry) as env:
            for rule in env["membership.level"].search([]).rule_ids:
                rule.write(
                    {
                        "condition_ids": [
                            Command.create({"basis": "visits", "threshold": 2})
                        ]
                    }
                )
        self.evaluate(0)

    def count_moved(self):
        """How many members the first night moved."""
        with self.registry.cursor() as cr:
            cr.execute("SELECT COUNT(*) FROM membership_level_event")
            return cr.fetchone()[0]


def level_evaluation(suite, members=100_000, runs=5, **_options):
    """A night on which nearly nobody moves, which is what nights are like."""
    tell(f"level_evaluation: {members:,} members")
    night = Night(suite, members)
    moved = night.count_moved()
    assert moved > members / 10, f"only {moved} members were moved"
    alone = interleave(night.evaluate, night.add_up, runs, warm_up=1)
    night.combine()
    combined = interleave(night.evaluate, night.add_up_both, runs, warm_up=1)
    work = f"a night over {members:,} members with {EACH} purchases each"
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
