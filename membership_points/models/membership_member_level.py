from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.tools import SQL


class Rung(NamedTuple):
    """What a sale needs to know of a level."""

    level: int
    threshold: float
    months: int
    multiplier: float


class MembershipMember(models.Model):
    """The level follows the points that were earned, never the points that are left."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _upgrade_by_points(self):
        """Raise the level at once where a purchase reached the next one.

        Only upwards: who earns less than before falls in the nightly evaluation, with
        the protection that holds there. Costs no query at the top of the ladder, one
        elsewhere.
        """
        for company, members in self.sudo().grouped("company_id").items():
            rungs = self._get_rungs(company.id)
            climbers = members.browse()
            for window in {rung.months for rung in rungs}:
                above = {
                    member: min(thresholds)
                    for member in members - climbers
                    if (thresholds := member._get_thresholds_above(rungs, window))
                }
                if not above:
                    continue
                basis = self.browse(member.id for member in above)._get_level_basis(
                    self._get_window_start(window)
                )
                for member, threshold in above.items():
                    if basis.get(member.id, 0) >= threshold:
                        climbers += member
            climbers._evaluate_level()

    def _get_thresholds_above(self, rungs, window):
        """Thresholds, within ``window``, of the levels above this member's."""
        levels = [rung.level for rung in rungs]
        at = levels.index(self.level_id.id) if self.level_id.id in levels else -1
        return [rung.threshold for rung in rungs[at + 1 :] if rung.months == window]

    def _get_level_multiplier(self):
        """How many times the usual points this member earns."""
        self.ensure_one()
        for rung in self._get_rungs(self.company_id.id):
            if rung.level == self.level_id.id:
                return rung.multiplier
        return self.level_id.points_multiplier if self.level_id else 1.0

    @api.model
    @tools.ormcache("company_id")
    def _get_rungs(self, company_id):
        """The ladder of a company from the bottom up, cached for all workers."""
        ladder = self.env["membership.level"]._get_ladder(
            self.env["res.company"].browse(company_id)
        )
        return tuple(
            Rung(
                level.id, level.threshold, level.window_months, level.points_multiplier
            )
            for level in ladder
        )

    def _get_level_progress(self):
        """How far it is to the next level.

        :returns: dict of level, next_level (names; None at the top), earned, threshold,
            missing (texts, exact to the unit) and months (of the next level's window)
        """
        self.ensure_one()
        member = self.sudo()
        above = member.next_level_id
        write = self._get_points_unit()._write_amount
        missing = member.next_level_missing
        return {
            "level": member.level_id.name or None,
            "next_level": above.name or None,
            "threshold": write(above.threshold),
            "earned": write(max(above.threshold - missing, 0)),
            "missing": write(missing),
            "months": above.window_months,
        }

    # === HOOKS === #
    def _get_level_basis(self, date_from):
        """Points earned since ``date_from``, less those of goods that came back.

        What was redeemed, adjusted or expired does not count. A return counts on the
        day of its purchase: else a purchase that left the window would pull the member
        down once more.
        """
        self.env["membership.account"].flush_model(
            ["member_id", "unit_id", "merged_into_id"]
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT account.member_id, SUM(entry.amount)
                FROM (
                    SELECT id, member_id FROM membership_account
                    WHERE member_id = ANY(%(members)s) AND unit_id = %(unit)s
                    -- What was earned before a merge counts for who goes on.
                    UNION ALL SELECT merged.id, heir.member_id
                    FROM membership_account merged
                    JOIN membership_account heir ON heir.id = merged.merged_into_id
                    WHERE heir.member_id = ANY(%(members)s) AND heir.unit_id = %(unit)s
                ) account
                JOIN membership_entry entry ON entry.account_id = account.id
                LEFT JOIN membership_entry source ON source.id = entry.reversed_entry_id
                WHERE entry.kind IN ('earn', 'clawback')
                  AND entry.posted_at >= %(start)s
                  AND COALESCE(source.posted_at, entry.posted_at) >= %(start)s
                GROUP BY account.member_id
                """,
                members=self.ids,
                unit=self._get_points_unit().id,
                start=fields.Datetime.to_datetime(date_from),
            )
        )
        return dict(self.env.cr.fetchall())
