from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipAnniversaryKind(models.Model):
    """What is celebrated: a wedding, a child's birthday, the first visit."""

    _name = "membership.anniversary.kind"
    _description = "Kind of Anniversary"
    _order = "sequence, id"

    name = fields.Char(string="Anniversary", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class MembershipAnniversary(models.Model):
    """A day of a member that comes round every year; birthdays are on the contact."""

    _name = "membership.anniversary"
    _inherit = ["membership.naming"]
    _description = "Anniversary"
    _order = "month_day, id"
    _rec_name = "note"

    member_id = fields.Many2one(
        "membership.member", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    kind_id = fields.Many2one(
        "membership.anniversary.kind", required=True, ondelete="restrict"
    )
    date = fields.Date(required=True, help="The first time; the year may be a guess.")
    month_day = fields.Integer(
        compute="_compute_month_day",
        store=True,
        index=True,
        aggregator=None,
        help="Month × 100 + day, to find what comes round.",
    )
    note = fields.Char(help="For example the child's name.")

    _once = models.UniqueIndex(
        "(member_id, kind_id, date)", "The file holds this anniversary already."
    )

    # === COMPUTE METHODS === #
    @api.depends("date")
    def _compute_month_day(self):
        for anniversary in self:
            day = anniversary.date
            anniversary.month_day = day and day.month * 100 + day.day

    # === CONSTRAINT METHODS === #
    @api.constrains("date")
    def _check_date(self):
        for anniversary in self:
            if anniversary.date.year < 1900:
                raise ValidationError(
                    self.env._("An anniversary began in 1900 or later: check the year.")
                )
