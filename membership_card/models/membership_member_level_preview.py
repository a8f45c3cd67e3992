from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..level_forecast import forecast
from ..level_ladder import Standing

# All members there may be, as the nightly evaluation says which ones it looks at.
EVERYBODY = (0, 2**31 - 1)
# So many of those who are alike are told by name.
SAMPLE = 500


class MembershipMember(models.Model):
    """What a ladder would make of its members, without writing anything."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _forecast_levels(self, ladder, today):
        """What would become of all members of a ladder, by one statement that reads.

        Members to whom the same happens are counted in the database and judged once:
        who meets the same rules, on the same level, until the same days.

        :param ladder: :class:`..level_ladder.Ladder`, of rules in force or not
        :returns: {:class:`..level_forecast.Forecast`: [count, ids of some of them]}
        """
        found = {}
        for standing, paid, count, sample in self._fetch_alike(ladder, today):
            entry = found.setdefault(forecast(ladder, standing, today, paid), [0, []])
            entry[0] += count
            entry[1] += sample[: SAMPLE - len(entry[1])]
        return found

    @api.model
    def _fetch_alike(self, ladder, today):
        """(a standing, rank paid for, how many, ids of some) of members who are alike.

        The figures and who is looked at come from the statement of the evaluation.
        """
        self.env["membership.level.term"].flush_model()
        query = self._get_alike_query(ladder, today)
        # Compiling takes longer than it saves.
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute(query)
        for row in self.env.cr.fetchall():
            rank, _met, since, source, locked, fixed, review_on, drop_on, *rest = row
            paid, count, sample, figures = rest
            standing = Standing(
                sample[0],
                rank,
                tuple(map(Decimal, figures)),
                since or today,
                *(source, locked, fixed, review_on, drop_on),
            )
            yield standing, paid, count, sample

    # === HELPERS === #
    @api.model
    def _get_alike_query(self, ladder, today):
        """The statement of :meth:`_fetch_alike`."""
        tables, values = self._join_meters(ladder, EVERYBODY)
        met = [self._get_met_sql([rule], values) for rule in ladder.rules]
        return SQL(
            """
            SELECT %(rank)s, ARRAY[%(met)s]::boolean[], %(since)s,
                COALESCE(member.level_source, 'earned'),
                CASE WHEN member.level_locked_until >= %(today)s
                    THEN %(today)s::date END,
                COALESCE(member.level_is_fixed, false), member.level_review_on,
                member.level_drop_on, paid.rank, COUNT(*),
                (array_agg(member.id))[1:%(sample)s], MIN(ARRAY[%(values)s]::text[])
            FROM membership_member member %(tables)s
            LEFT JOIN (%(paid)s) paid ON paid.member_id = member.id
            WHERE %(placed)s
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
            """,
            rank=SQL(
                "array_position(%s::integer[], member.level_id) - 1",
                list(ladder.levels),
            ),
            met=SQL(", ").join(met),
            since=self._get_since_sql(ladder.terms),
            today=today,
            sample=SAMPLE,
            values=SQL(", ").join(values),
            placed=self._get_placed_sql(ladder, EVERYBODY),
            tables=SQL(" ").join(tables),
            paid=self._get_paid_sql(ladder, today),
        )

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
                MAX(array_position(%(levels)s::integer[], term.level_id) - 1) AS rank
            FROM membership_level_term term
            WHERE term.state = 'active' AND term.date_from <= %(today)s
                AND term.date_to >= %(today)s
            GROUP BY 1
            """,
            levels=list(ladder.levels),
            today=today,
        )
