from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..const import CHUNK
from ..level_review import find_kept, take_back

# Returns of so many days are looked at: a night that was missed is made up for.
LOOK_BACK = timedelta(days=7)


class MembershipMember(models.Model):
    """A level that was reached by goods that came back was never earned.

    Grace is for who does not earn his level any more, and a year's level for who has
    earned it: neither is for sale against a refund.
    """

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _cron_evaluate_levels(self):
        """What came back is settled first."""
        self.sudo()._take_back_levels()
        return super()._cron_evaluate_levels()

    @api.model
    def _take_back_levels(self):
        """Put members back who rose by what they have returned, a thousand at a time.

        Done again it changes nothing: who was put back has not risen since.
        """
        today = self._get_level_day()
        for rows in split_every(CHUNK, self._find_returned_levels()):
            before = dict(rows)
            members = self.browse(before)
            for program, group in members._group_by_program().items():
                ladder = program._get_facts(program.id, today)
                standings = group._fetch_standings(ladder, today, which="all")
                changes = [
                    group._prepare_change(ladder, standing, verdict, today)
                    for standing in standings
                    if not find_kept(ladder, standing.rank, standing.values)
                    and (
                        verdict := take_back(
                            ladder, standing, today, before[standing.member]
                        )
                    )
                ]
                group._write_levels(group._keep_floors(changes))
            self.env["ir.cron"]._commit_progress()

    # === HELPERS === #
    @api.model
    def _find_returned_levels(self):
        """(member id, id of the level he rose from) of those who have returned
        something since that may have lifted them."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT member.id, rise.level_from_id
                FROM (
                    SELECT refund.member_id, MIN(original.date)::date AS bought_on
                    FROM membership_purchase refund
                    JOIN membership_purchase original
                        ON original.id = refund.refunded_purchase_id
                    WHERE refund.date >= %s AND refund.amount_total < 0 GROUP BY 1
                ) back
                JOIN membership_member member ON member.id = back.member_id
                    AND member.state = 'active' AND member.level_source = 'earned'
                    -- A day of tolerance: days begin elsewhere at other times.
                    AND member.level_since >= back.bought_on - 1
                CROSS JOIN LATERAL (
                    SELECT event.level_from_id, event.level_to_id
                    FROM membership_level_event event
                    WHERE event.member_id = member.id ORDER BY event.id DESC LIMIT 1
                ) rise
                JOIN membership_level lower ON lower.id = rise.level_from_id
                JOIN membership_level higher ON higher.id = rise.level_to_id
                WHERE higher.id = member.level_id
                    AND (lower.sequence, lower.id) < (higher.sequence, higher.id)
                ORDER BY member.id
                """,
                fields.Datetime.now() - LOOK_BACK,
            )
        )
        return self.env.cr.fetchall()
