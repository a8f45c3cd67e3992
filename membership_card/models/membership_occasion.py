from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import MONTH_DAY

NEXT_DAYS = 7


class MembershipOccasion(models.Model):
    """What members celebrate, of any kind: birthdays, joining days, anniversaries.

    A view over the files: nothing is copied, and a month is found by index.
    """

    _name = "membership.occasion"
    _description = "Occasion"
    _auto = False
    _order = "month_day, id"
    _rec_name = "kind"
    _depends = {
        "res.partner": ["birthdate_date"],
        "membership.member": [
            "partner_id",
            "company_id",
            "joined_on",
            "state",
            "dormant_since",
        ],
        "membership.anniversary": ["member_id", "kind_id", "date", "month_day", "note"],
    }

    member_id = fields.Many2one("membership.member", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        [
            ("birthday", "Birthday"),
            ("joining", "Member Since"),
            ("other", "Anniversary"),
        ],
        string="Occasion",
        readonly=True,
    )
    kind_id = fields.Many2one("membership.anniversary.kind", readonly=True)
    date = fields.Date(string="First Time", readonly=True)
    month_day = fields.Integer(readonly=True, aggregator=None)
    day_text = fields.Char(string="Day", compute="_compute_day_text")
    note = fields.Char(readonly=True)
    outlet_id = fields.Many2one(related="member_id.outlet_id")
    level_id = fields.Many2one(related="member_id.level_id")
    phone_masked = fields.Char(related="member_id.phone_masked", string="Phone")
    is_this_month = fields.Boolean(
        compute="_compute_is_soon", search="_search_is_this_month"
    )
    is_soon = fields.Boolean(
        string="Next 7 Days", compute="_compute_is_soon", search="_search_is_soon"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT member.id * 3 AS id, member.id AS member_id, member.company_id,
                'birthday' AS kind, NULL::integer AS kind_id,
                partner.birthdate_date AS date, %(birthday)s AS month_day,
                NULL::varchar AS note
            FROM membership_member member
            JOIN res_partner partner ON partner.id = member.partner_id
            WHERE member.state <> 'closed' AND member.dormant_since IS NULL
              AND partner.birthdate_date IS NOT NULL
            UNION ALL
            SELECT member.id * 3 + 1, member.id, member.company_id, 'joining', NULL,
                member.joined_on, %(joining)s, NULL
            FROM membership_member member
            WHERE member.state <> 'closed' AND member.dormant_since IS NULL
            UNION ALL
            SELECT anniversary.id * 3 + 2, anniversary.member_id,
                member.company_id, 'other', anniversary.kind_id,
                anniversary.date, anniversary.month_day, anniversary.note
            FROM membership_anniversary anniversary
            JOIN membership_member member ON member.id = anniversary.member_id
            WHERE member.state <> 'closed' AND member.dormant_since IS NULL
            """,
            birthday=SQL(MONTH_DAY.format("partner.birthdate_date")),
            joining=SQL(MONTH_DAY.format("member.joined_on")),
        )

    # === COMPUTE METHODS === #
    @api.depends("month_day")
    def _compute_day_text(self):
        for occasion in self:
            month, day = divmod(occasion.month_day, 100)
            occasion.day_text = f"{month:02}-{day:02}"

    @api.depends("month_day")
    def _compute_is_soon(self):
        today = fields.Date.context_today(self)
        soon = self._get_soon()
        for occasion in self:
            occasion.is_this_month = occasion.month_day // 100 == today.month
            occasion.is_soon = occasion.month_day in soon

    @api.model
    def _search_is_this_month(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        first = fields.Date.context_today(self).month * 100
        return [("month_day", ">", first), ("month_day", "<", first + 32)]

    @api.model
    def _search_is_soon(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return [("month_day", "in", self._get_soon())]

    # === ACTION METHODS === #
    def action_open_member(self):
        """Open the member's file."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "res_id": self.member_id.id,
            "view_mode": "form",
        }

    # === HELPERS === #
    @api.model
    def _get_soon(self):
        today = fields.Date.context_today(self)
        days = [today + timedelta(days=step) for step in range(NEXT_DAYS)]
        found = {day.month * 100 + day.day for day in days}
        # Who was born on a leap day celebrates a day early in other years.
        if 228 in found and 229 not in found:
            found.add(229)
        return sorted(found)
