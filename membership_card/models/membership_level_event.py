from odoo import fields, models
from odoo.tools import SQL


class MembershipLevelEvent(models.Model):
    """Audit row of a change of level: who, when, from where to where, why."""

    _name = "membership.level.event"
    _inherit = "membership.append.only"
    _description = "Change of Level"
    _order = "id desc"
    _rec_name = "level_to_id"

    member_id = fields.Many2one(
        "membership.member", required=True, index=True, ondelete="restrict"
    )
    level_from_id = fields.Many2one("membership.level", ondelete="restrict")
    level_to_id = fields.Many2one("membership.level", ondelete="restrict")
    reason = fields.Char(help="Empty: the nightly evaluation.")
    earned = fields.Float(help="What the member had earned within the window.")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    date = fields.Datetime(required=True)
    company_id = fields.Many2one(related="member_id.company_id")

    def _log(self, rows, reason=None):
        """Insert one row per change.

        :param rows: list of (member id, id of the level before or None, id of the level
            after or None, what was earned)
        """
        if not rows:
            return
        self.env["membership.member"].flush_model()
        columns = list(zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_level_event (member_id, level_from_id,
                    level_to_id, earned, reason, user_id, date)
                SELECT member_id, level_from_id, level_to_id, earned, %s, %s, %s
                FROM unnest(%s::integer[], %s::integer[], %s::integer[], %s::numeric[])
                    AS row (member_id, level_from_id, level_to_id, earned)
                """,
                reason or None,
                self.env.uid,
                self._get_posting_time(),
                *(list(column) for column in columns),
            )
        )
        self.env["membership.member"].invalidate_model(["level_event_ids"], flush=False)
