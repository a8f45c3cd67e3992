from odoo import fields, models


class MembershipAssociationConduct(models.Model):
    """What a unit did well or badly: kept with the day and who wrote it."""

    _name = "membership.association.conduct"
    _description = "Conduct Record"
    _order = "date desc, id desc"
    _rec_name = "text"

    unit_id = fields.Many2one(
        "membership.association.unit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [
            ("praise", "Praise"),
            ("contribution", "Contribution"),
            ("reprimand", "Reprimand"),
            ("note", "Note"),
        ],
        required=True,
        default="note",
    )
    text = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Written By",
        readonly=True,
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
