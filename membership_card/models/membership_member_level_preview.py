from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..level_forecast import forecast
from ..level_ladder import Standing

# All members there may be, as the nightly evaluation says which ones it looks at.
EVERYBODY = (0, 2**31 - 1)
# So many of those who are alike are told by name.
SAMPLE = 500
# What makes members alike: these decide what becomes of them.
ALIKE = SQL("place, met, since, source, is_locked, is_fixed, review_on, drop_on, floor")


class Crowd(NamedTuple):
    """Members who are alike: what is judged of one holds for all.

    :ivar key: names them, see :const:`ALIKE`
    :ivar standing: of one of them
    :ivar floor: rank that they have paid for or were promised, None without
    :ivar sample: ids of some of them
    :ivar full: ranks that had no place left for them
    """

    key: str
    standing: Standing
    floor: int | None
    count: int
    sample: list
    full: frozenset = frozenset()


class MembershipMember(models.Model):
    """What a ladder would make of its members, without writing anything."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _forecast_levels(self, ladder, today):
        """What would become of all members of a ladder, by statements that read.

        Members to whom the same happens are counted in the database and judged once:
        who meets the same rules, on the same level, until the same days. One statement
        does, and one more for each level that has not place for all.

        :param ladder: :class:`..level_ladder.Ladder`, of rules in force or not
        :returns: ({:class:`..level_forecast.Forecast`: [count, ids of some of them]},
            {rank: (free places, how many would enter)} of levels that get full)
        """
        crowds = list(self._fetch_alike(ladder, today))
        crowds, crowded = self._share_places(ladder, today, crowds)
        found = {}
        for crowd in crowds:
            fate = forecast(ladder, crowd.standing, today, crowd.floor, crowd.full)
            entry = found.setdefault(fate, [0, []])
            entry[0] += crowd.count
            entry[1] += crowd.sample[: SAMPLE - len(entry[1])]
        return found, crowded

    @api.model
    def _fetch_alike(self, ladder, today):
        """All members of a ladder, as :class:`Crowd` of those who are alike.

        The figures and who is looked at come from the statement of the evaluation.
        """
        self.env["membership.level.term"].flush_model()
        # Compiling takes longer than it saves.
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute(
            SQL(
                """
                SELECT %(alike)s, COUNT(*), (array_agg(id))[1:%(sample)s],
                    MIN(figures::text[]), ROW(%(alike)s)::text
                FROM (%(rows)s) AS alike GROUP BY %(alike)s
                """,
                alike=ALIKE,
                rows=self._get_alike_query(ladder, today),
                sample=SAMPLE,
            )
        )
        for row in self.env.cr.fetchall():
            rank, _met, since, source, locked, fixed, review_on, drop_on, *rest = row
            floor, count, sample, figures, key = rest
            standing = Standing(
                sample[0],
                rank,
                tuple(map(Decimal, figures)),
                since or today,
                *(source, locked, fixed, review_on, drop_on),
            )
            yield Crowd(key, standing, floor, count, sample)

    # === HELPERS === #
    @api.model
    def _get_alike_query(self, ladder, today):
        """A row for each member: id, figures, and the columns of :const:`ALIKE`."""
        tables, values = self._join_meters(ladder, EVERYBODY)
        met = [self._get_met_sql([rule], values) for rule in ladder.rules]
        return SQL(
            """
            SELECT member.id, ARRAY[%(values)s]::numeric[] AS figures,
                %(rank)s AS place, ARRAY[%(met)s]::boolean[] AS met, %(since)s AS since,
                COALESCE(member.level_source, 'earned') AS source,
                CASE WHEN member.level_locked_until >= %(today)s
                    THEN %(today)s::date END AS is_locked,
                COALESCE(member.level_is_fixed, false) AS is_fixed,
                member.level_review_on AS review_on, member.level_drop_on AS drop_on,
                GREATEST(paid.rank, CASE WHEN member.level_floor_until >= %(today)s
                    THEN %(promised)s END) AS floor
            FROM membership_member member %(tables)s
            LEFT JOIN (%(paid)s) paid ON paid.member_id = member.id
            WHERE %(placed)s
            """,
            rank=self._get_rank_sql(ladder, SQL("member.level_id")),
            promised=self._get_rank_sql(ladder, SQL("member.level_floor_id")),
            met=SQL(", ").join(met),
            since=self._get_since_sql(ladder.terms),
            today=today,
            values=SQL(", ").join(values),
            placed=self._get_placed_sql(ladder, EVERYBODY),
            tables=SQL(" ").join(tables),
            paid=self._get_paid_sql(ladder, today),
        )

    @api.model
    def _get_rank_sql(self, ladder, column):
        """The rank of a level by its id."""
        levels = list(ladder.levels)
        return SQL("array_position(%s::integer[], %s) - 1", levels, column)

    @api.model
    def _get_since_sql(self, terms):
        """Since when, where that decides on the first review; else all are alike."""
        if terms.review != "anniversary":
            return SQL("NULL::date")
        return SQL(
            "CASE WHEN member.level_review_on IS NULL"
            " THEN COALESCE(member.level_since, member.joined_on) END"
        )

    @api.model
    def _get_paid_sql(self, ladder, today):
        """A query for the highest level that members have paid for, as its rank."""
        return SQL(
            """
            SELECT term.member_id,
                MAX(%(rank)s) AS rank
            FROM membership_level_term term
            WHERE term.state = 'active' AND term.date_from <= %(today)s
                AND term.date_to >= %(today)s
            GROUP BY 1
            """,
            rank=self._get_rank_sql(ladder, SQL("term.level_id")),
            today=today,
        )
