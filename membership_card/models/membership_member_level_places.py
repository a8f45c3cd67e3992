from odoo import api, models
from odoo.tools import SQL

from ..level_review import judge
from .membership_member_level_preview import ALIKE, SAMPLE


class MembershipMember(models.Model):
    """Who would get the last places of a level, and where the others would go."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _share_places(self, ladder, today, crowds):
        """Let go on, below it, who would find a level full; as the evaluation does.

        :param crowds: list of :class:`.membership_member_level_preview.Crowd`
        :returns: (the crowds after that, {rank: (free places, how many would enter)})
        """
        crowded, placed = {}, []
        for rank, cap in sorted(ladder.caps, reverse=True):
            verdicts = {}
            for number, crowd in enumerate(crowds):
                verdict = judge(ladder, crowd.standing, today, crowd.full)
                if verdict and verdict.rank == rank != crowd.standing.rank:
                    verdicts[number] = verdict
            count = sum(crowds[number].count for number in verdicts)
            places = max(cap - self._count_on(ladder.levels[rank]), 0) if count else 0
            if count <= places:
                continue
            crowded[rank] = places, count
            meters = {
                crowds[number].key: verdict.rule.meter if verdict.rule else None
                for number, verdict in verdicts.items()
            }
            winners = self._find_best(ladder, today, meters, places, placed)
            placed += [member for ids in winners.values() for member in ids]
            crowds = [
                part
                for number, crowd in enumerate(crowds)
                for part in (
                    self._split(crowd, winners.get(crowd.key, []), rank)
                    if number in verdicts
                    else [crowd]
                )
            ]
        return crowds, crowded

    # === HELPERS === #
    @api.model
    def _find_best(self, ladder, today, meters, places, placed):
        """Who of these crowds has earned most, as many as there are places.

        :param dict meters: {key of a crowd: position of the meter that lifts it}
        :param placed: ids of those who have a place already
        :returns: {key: ids}
        """
        best = []
        for meter in set(meters.values()):
            keys = [key for key in meters if meters[key] == meter]
            figure = SQL("0") if meter is None else SQL("figures[%s]", meter + 1)
            self.env.cr.execute(
                SQL(
                    """
                    SELECT %(figure)s AS earned, id, key FROM (
                        SELECT id, figures, ROW(%(alike)s)::text AS key
                        FROM (%(rows)s) AS alike
                    ) keyed
                    WHERE key = ANY(%(keys)s) AND id <> ALL(%(placed)s::integer[])
                    ORDER BY earned DESC, id LIMIT %(places)s
                    """,
                    figure=figure,
                    alike=ALIKE,
                    rows=self._get_alike_query(ladder, today),
                    keys=keys,
                    placed=placed,
                    places=places,
                )
            )
            best += self.env.cr.fetchall()
        best.sort(key=lambda row: (-row[0], row[1]))
        winners = {}
        for _earned, member_id, key in best[:places]:
            winners.setdefault(key, []).append(member_id)
        return winners

    @api.model
    def _split(self, crowd, winners, rank):
        """``crowd`` as those who get a place on ``rank`` and those who do not."""
        full = crowd.full | {rank}
        if not winners:
            return [crowd._replace(full=full)]
        inner = set(winners)
        others = [member for member in crowd.sample if member not in inner]
        inside = crowd._replace(count=len(winners), sample=winners[:SAMPLE])
        outside = crowd._replace(
            count=crowd.count - len(winners), sample=others, full=full
        )
        return [inside, outside] if outside.count else [inside]

    @api.model
    def _count_on(self, level_id):
        """How many places of a level are taken."""
        self.flush_model(["level_id", "state"])
        self.env.cr.execute(
            SQL(
                "SELECT COUNT(*) FROM membership_member "
                "WHERE level_id = %s AND state <> 'closed'",
                level_id,
            )
        )
        return self.env.cr.fetchone()[0]
