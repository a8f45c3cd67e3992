from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..level_ladder import Standing
from ..level_review import get_moment

INFINITE = Decimal("Infinity")


class MembershipMember(models.Model):
    """What members have earned, counted in the database.

    One statement for one member or for thousands, within the windows of the rules only:
    it costs what lies in the window, not what lies behind it.
    """

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _fetch_standings(self, ladder, today, which="changing", span=None):
        """Where members stand: these ones, or all in a span of ids.

        :param ladder: :class:`..level_ladder.Ladder`, only whose meters are read
        :param which: ``all``; ``changing``: the database leaves out those whose level
            surely stays as it is, which are nearly all; ``rising``
        :param span: (first id, last id) instead of these members
        :returns: list of :class:`..level_ladder.Standing`
        """
        tables, values = self._join_meters(ladder, span)
        self.env.cr.execute(
            SQL(
                """
                SELECT member.id, member.level_id, ARRAY[%(values)s]::text[],
                    COALESCE(member.level_since, member.joined_on),
                    COALESCE(member.level_source, 'earned'),
                    member.level_locked_until, COALESCE(member.level_is_fixed, false),
                    member.level_review_on, member.level_drop_on
                FROM membership_member member %(tables)s
                WHERE %(placed)s AND %(condition)s
                """,
                values=SQL(", ").join(values),
                tables=SQL(" ").join(tables),
                placed=self._get_placed_sql(ladder, span),
                condition=self._get_condition_sql(which, ladder, values, today),
            )
        )
        ranks = {level: rank for rank, level in enumerate(ladder.levels)}
        standings = [
            Standing(row[0], ranks.get(row[1]), tuple(map(Decimal, row[2])), *row[3:])
            for row in self.env.cr.fetchall()
        ]
        # Few are left: in the statement, all would be sorted before they are looked at.
        return sorted(standings, key=lambda standing: standing.member)

    def _reaches(self, ladder):
        """Whether the figures of this one member are enough for anything on ``ladder``.

        Every sale asks: it costs less than to ask where the member stands, and nothing
        while all that was ever earned would not do.
        """
        self.ensure_one()
        most = tuple(self._get_most(meter) for meter in ladder.meters)
        if not any(rule.is_met(most) for rule in ladder.rules):
            return False
        self._flush_meters()
        figures = [
            SQL("(SELECT figure FROM (%s) meter)", self._get_meter_query(meter, ladder))
            for meter in ladder.meters
        ]
        self.env.cr.execute(SQL("SELECT %s", SQL(", ").join(figures)))
        values = tuple(Decimal(figure or 0) for figure in self.env.cr.fetchone())
        return any(rule.is_met(values) for rule in ladder.rules)

    def _join_meters(self, ladder, span):
        """A join for each source of figures of ``ladder``, and the figures in order.

        Meters that look at the same purchases share one pass over them.
        """
        self._flush_meters()
        groups = {}
        for number, meter in enumerate(ladder.meters):
            key = self._get_shared_source(meter) or number
            groups.setdefault(key, []).append(number)
        tables, values = [], {}
        for numbers in groups.values():
            meters = [ladder.meters[number] for number in numbers]
            alias = SQL.identifier(f"meter_{numbers[0]}")
            columns = [SQL.identifier("figure")]
            if len(meters) > 1:
                columns = [SQL.identifier(f"figure_{number}") for number in numbers]
                query = self._get_purchase_query(meters, columns, ladder, span)
            else:
                query = self._get_meter_query(meters[0], ladder, span)
            tables.append(
                SQL(
                    "LEFT JOIN (%s) %s ON %s.member_id = member.id", query, alias, alias
                )
            )
            for number, column in zip(numbers, columns, strict=True):
                values[number] = SQL("COALESCE(%s.%s, 0)", alias, column)
        return tables, [values[number] for number in range(len(ladder.meters))]

    # === HOOKS === #
    @api.model
    def _flush_meters(self):
        """Hook: write what the meters read."""
        self.env["membership.member"].flush_model()
        self.env["membership.purchase"].flush_model()

    @api.model
    def _get_meter_query(self, meter, ladder, span=None):
        """Hook: a query for what members have earned, as member_id and figure.

        :param meter: :class:`..level_ladder.Meter`; a policy answers for its own basis
        :param ladder: :class:`..level_ladder.Ladder` that asks
        :param span: see :meth:`_fetch_standings`; :meth:`_get_members_sql` says it in
            SQL
        """
        rows = self._get_purchase_rows(meter, ladder, span)
        figure = self._get_purchase_figure(meter, ladder)
        return self._get_meter_sql(meter, rows, figure)

    def _get_most(self, meter):
        """Hook: what this member has at most of what ``meter`` counts, without a query.

        :returns: Decimal; infinite where only counting tells
        """
        self.ensure_one()
        return INFINITE

    # === HELPERS === #
    @api.model
    def _get_shared_source(self, meter):
        """What meters have in common that are counted in one pass; None: nothing."""
        if meter.basis in ("spending", "visits") and meter.measure == "sum":
            return meter.start, meter.end
        return None

    def _get_purchase_query(self, meters, columns, ladder, span):
        """Several figures of the same purchases, as member_id and ``columns``."""
        figures = [
            SQL("%s AS %s", self._get_purchase_figure(meter, ladder), column)
            for meter, column in zip(meters, columns, strict=True)
        ]
        return SQL(
            "SELECT entry.member_id, %s FROM (%s) entry GROUP BY 1",
            SQL(", ").join(figures),
            self._get_purchase_rows(meters[0], ladder, span),
        )

    @api.model
    def _get_purchase_figure(self, meter, ladder):
        """What is made of the purchases of one member."""
        if meter.basis == "visits":
            return SQL(
                "COUNT(DISTINCT (entry.day AT TIME ZONE 'UTC' AT TIME ZONE %s)::date)"
                " FILTER (WHERE entry.amount > 0)",
                ladder.zone,
            )
        return self._get_figure_sql(meter)

    def _get_purchase_rows(self, meter, ladder, span):
        """Purchases that count for ``meter``: member_id, amount, day, document."""
        start, end = self._get_meter_bounds(meter, ladder)
        return SQL(
            """
            SELECT purchase.member_id, purchase.amount_total AS amount,
                purchase.date AS day,
                COALESCE(purchase.refunded_purchase_id, purchase.id) AS document
            FROM membership_purchase purchase
            WHERE %(members)s AND purchase.date >= %(start)s
                -- A return counts on the day of its purchase: else a purchase that
                -- left the window would pull the member down once more.
                AND CASE WHEN purchase.refunded_purchase_id IS NULL
                    THEN %(before)s
                    ELSE EXISTS (
                        SELECT FROM membership_purchase original
                        WHERE original.id = purchase.refunded_purchase_id
                            AND original.date >= %(start)s AND %(original_before)s
                    ) END
            """,
            members=self._get_members_sql(SQL("purchase.member_id"), span),
            start=start,
            before=self._get_before_sql(SQL("purchase.date"), end),
            original_before=self._get_before_sql(SQL("original.date"), end),
        )

    @api.model
    def _get_figure_sql(self, meter):
        """What is made of the amounts of one member."""
        if meter.measure == "single":
            return SQL("MAX(entry.amount)")
        return SQL("SUM(entry.amount)")

    @api.model
    def _get_meter_sql(self, meter, rows, figure):
        """Aggregate ``rows`` (member_id, amount, day, document) per member."""
        if meter.measure == "single":
            # What is left of each document after its returns.
            rows = SQL(
                "SELECT member_id, SUM(amount) AS amount, MIN(day) AS day"
                " FROM (%s) line GROUP BY member_id, document",
                rows,
            )
        return SQL(
            "SELECT entry.member_id, %s AS figure FROM (%s) entry GROUP BY 1",
            figure,
            rows,
        )

    @api.model
    def _get_before_sql(self, column, end):
        return SQL("%s < %s", column, end) if end else SQL("true")

    def _get_members_sql(self, column, span=None):
        """Condition on a member's id: in ``span``, or one of these members."""
        if span:
            return SQL("%s BETWEEN %s AND %s", column, *span)
        return SQL("%s = ANY(%s)", column, self.ids)

    @api.model
    def _get_meter_bounds(self, meter, ladder):
        """First moment that counts and first that does not, or None, in UTC."""
        return tuple(
            day and get_moment(day, ladder.zone) for day in (meter.start, meter.end)
        )
