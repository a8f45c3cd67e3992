from odoo import fields, models
from odoo.tools import SQL


class MembershipLevelEvent(models.Model):
    """Audit row of a change of level: who, when, from where to where, why."""

    _name = "membership.level.event"
    _inherit = "membership.append.only"
    _erasable = ("reason",)
    _description = "Change of Level"
    _order = "id desc"
    _rec_name = "level_to_id"

    member_id = fields.Many2one(
        "membership.member", required=True, index=True, ondelete="restrict"
    )
    level_from_id = fields.Many2one("membership.level", ondelete="restrict")
    level_to_id = fields.Many2one("membership.level", ondelete="restrict")
    reason = fields.Char(help="Empty: the evaluation.")
    earned = fields.Float(help="What the member had earned within the window.")
    threshold = fields.Float(
        string="Asked For", help="What the rule in force that day asked for."
    )
    rule_id = fields.Many2one(
        "membership.level.rule",
        ondelete="restrict",
        index="btree_not_null",
        help="The version of the rule that decided.",
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    date = fields.Datetime(required=True)
    company_id = fields.Many2one(related="member_id.company_id")

    def _log(self, rows, reason=None):
        """Insert one row per change.

        :param rows: list of (member id, id of the level before or None, id of the level
            after or None, what was earned, what was asked for, id of the rule); the
            last three may be left out
        """
        if not rows:
            return
        self.env["membership.member"].flush_model()
        columns = [list(column) for column in zip(*rows, strict=True)]
        columns += [[None] * len(rows)] * (6 - len(columns))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_level_event (member_id, level_from_id,
                    level_to_id, earned, threshold, rule_id, reason, user_id, date)
                SELECT row.*, %s, %s, %s
                FROM unnest(%s::integer[], %s::integer[], %s::integer[], %s::numeric[],
                    %s::numeric[], %s::integer[]) AS row
                """,
                reason or None,
                self.env.uid,
                self._get_posting_time(),
                *columns,
            )
        )
        self.env["membership.member"].invalidate_model(["level_event_ids"], flush=False)
