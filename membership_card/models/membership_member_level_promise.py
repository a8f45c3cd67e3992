from odoo import api, fields, models


class MembershipMember(models.Model):
    """A level that was promised until a day is what a member falls back on until then,
    also after he earned or bought a higher one."""

    _inherit = "membership.member"

    level_floor_id = fields.Many2one(
        "membership.level",
        string="Promised Level",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Given by hand: the member does not fall below it before that day.",
    )
    level_floor_until = fields.Date(string="Promised Until", readonly=True, copy=False)

    # === BUSINESS METHODS === #
    def _set_level(
        self, level, reason, locked_until=None, is_fixed=False, source="given"
    ):
        """What is given by hand until a day is promised until then."""
        result = super()._set_level(level, reason, locked_until, is_fixed, source)
        if source == "given" and locked_until:
            self.sudo().write(
                {"level_floor_id": level.id, "level_floor_until": locked_until}
            )
        return result

    @api.model
    def _get_floors(self, member_ids):
        """Nobody falls below what he was promised."""
        floors = super()._get_floors(member_ids)
        domain = [
            ("id", "in", member_ids),
            ("level_floor_id", "!=", False),
            ("level_floor_until", ">=", self._get_level_day()),
        ]
        for member in self.sudo().search(domain):
            floors[member.id].append(
                {
                    "level_id": member.level_floor_id.id,
                    "level_source": "given",
                    "level_locked_until": member.level_floor_until,
                    "level_is_fixed": False,
                    "level_review_on": None,
                }
            )
        return floors
