from odoo import api, models
from odoo.tools import SQL


class MembershipMember(models.Model):
    """Whom of the members on a ladder a statement is about, see the standings."""

    _inherit = "membership.member"

    # === HELPERS === #
    @api.model
    def _get_condition_sql(self, which, ladder, values, today):
        """Condition on ``member`` and his figures, see :meth:`_fetch_standings`.

        Each member is asked what matters on his level only: to compare him with the
        thresholds of all takes nearly as long as to add up what he earned.
        """
        if which == "all":
            return SQL("true")
        get = self._get_rising_sql if which == "rising" else self._get_changing_sql
        cases = [
            SQL("WHEN %s THEN %s", level, get(ladder, rank, values, today))
            for rank, level in enumerate(ladder.levels)
        ]
        return SQL(
            "CASE member.level_id %s ELSE %s END",
            SQL(" ").join(cases),
            get(ladder, -1, values, today),
        )

    @api.model
    def _get_rising_sql(self, ladder, rank, values, today):
        """Whether somebody on ``rank`` (-1: on none) rises."""
        lifts = [rule for rule in ladder.rules if rule.reaches and rule.rank > rank]
        return SQL(
            "(%s AND NOT (COALESCE(member.level_is_fixed, false)"
            " AND COALESCE(member.level_locked_until >= %s, false)))",
            self._get_met_sql(lifts, values),
            today,
        )

    @api.model
    def _get_changing_sql(self, ladder, rank, values, today):
        """Whether something may change for somebody on ``rank`` (-1: on none)."""
        bottom = ladder.open[0]
        if rank < bottom:
            return SQL("true")
        rises = self._get_rising_sql(ladder, rank, values, today)
        changes = SQL("member.level_drop_on IS NOT NULL OR %s", rises)
        if rank == bottom:
            return SQL("(%s)", changes)
        own = [rule for rule in ladder.rules if rule.rank == rank]
        return SQL(
            """(%(changes)s OR COALESCE(member.level_locked_until < %(today)s, true)
                AND (member.level_source IN ('given', 'paid') OR %(due)s))""",
            changes=changes,
            today=today,
            due=self._get_due_sql(ladder.terms, self._get_met_sql(own, values), today),
        )

    @api.model
    def _get_met_sql(self, rules, values):
        """Whether one of ``rules`` is met; of those that ask alike, the easiest."""
        least = {}
        for rule in rules:
            if not rule.also:
                asked = least.get(rule.meter, rule.threshold)
                least[rule.meter] = min(asked, rule.threshold)
        ways = [(pair,) for pair in least.items()]
        ways += [rule.asked for rule in rules if rule.also]
        met = [
            SQL(
                "(%s)", SQL(" AND ").join(SQL("%s >= %s", values[m], t) for m, t in way)
            )
            for way in ways
        ]
        return SQL("(%s)", SQL(" OR ").join(met)) if met else SQL("false")

    @api.model
    def _get_due_sql(self, terms, kept, today):
        """Whether a level that nothing protects has to be looked at."""
        if terms.review == "rolling":
            # A day of review is left over from when the programme had such days.
            return SQL("(member.level_review_on IS NOT NULL OR NOT %s)", kept)
        return SQL(
            "(member.level_review_on IS NULL OR member.level_review_on <= %(today)s"
            " OR member.level_review_on <= %(today)s::date + %(warning)s"
            " AND NOT %(kept)s)",
            today=today,
            warning=terms.warning,
            kept=kept,
        )

    def _get_placed_sql(self, ladder, span):
        """Condition on ``member``: on ``ladder``, and in ``span`` or one of these.

        Members without any level start in the first programme of their company.
        """
        return SQL(
            """
            %(members)s AND member.state = 'active'
                AND (member.level_id = ANY(%(levels)s)
                    OR member.level_id IS NULL AND member.company_id = %(starts_in)s)
            """,
            levels=list(ladder.levels),
            members=self._get_members_sql(SQL("member.id"), span),
            starts_in=ladder.starts_in or 0,
        )
