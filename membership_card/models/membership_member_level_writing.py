from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL


class Change(NamedTuple):
    """What is written of one member: a column each, in this order."""

    member_id: int
    level_from_id: int | None
    level_id: int
    earned: object = None
    threshold: object = None
    rule_id: int | None = None
    level_since: object = None
    level_source: str = "earned"
    level_locked_until: object = None
    level_is_fixed: bool = False
    level_review_on: object = None
    level_drop_on: object = None


TYPES = {
    "earned": "numeric",
    "threshold": "numeric",
    "level_since": "date",
    "level_source": "varchar",
    "level_locked_until": "date",
    "level_is_fixed": "boolean",
    "level_review_on": "date",
    "level_drop_on": "date",
}
WRITTEN = Change._fields[6:]


class MembershipMember(models.Model):
    """The one place where a level is written."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _write_levels(self, changes, reason=None):
        """The one writer of levels, for many members at once.

        :param changes: list of :class:`Change`
        :param reason: empty for the evaluation
        """
        if not changes:
            return
        written = self._update_levels(changes)
        members = self.browse(written)
        members.invalidate_recordset(flush=False)
        members.partner_id.invalidate_recordset(
            ["property_product_pricelist"], flush=False
        )
        moves = [
            change
            for change in changes
            if change.member_id in written and change.level_from_id != change.level_id
        ]
        if moves:
            Event = self.env["membership.level.event"].sudo()
            Event._log([move[:6] for move in moves], reason)
            self._after_level_change(moves)

    @api.model
    def _update_levels(self, changes):
        """Write all of them by one statement.

        :returns: ids of those who were still where they were judged
        """
        self.flush_model()
        columns = zip(*changes, strict=True)
        arrays = SQL(", ").join(
            SQL("%s::%s[]", list(column), SQL(TYPES.get(name, "integer")))
            for name, column in zip(Change._fields, columns, strict=True)
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_member member SET level_id = change.level_id,
                    %(assignments)s, write_uid = %(user)s, write_date = %(now)s
                FROM unnest(%(arrays)s) AS change (%(names)s)
                WHERE member.id = change.member_id
                    -- Somebody else was faster: what was judged is gone.
                    AND member.level_id IS NOT DISTINCT FROM change.level_from_id
                RETURNING member.id
                """,
                assignments=SQL(", ").join(
                    SQL("%s = change.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in WRITTEN
                ),
                user=self.env.uid,
                now=fields.Datetime.now(),
                arrays=arrays,
                names=SQL(", ").join(map(SQL.identifier, Change._fields)),
            )
        )
        return {member_id for (member_id,) in self.env.cr.fetchall()}

    # === HOOKS === #
    @api.model
    def _after_level_change(self, moves):
        """Hook: these members have just changed their level (upgrade gifts, notices).

        :param moves: list of :class:`Change`
        """
