from odoo import fields, models


class MembershipLevelService(models.Model):
    """A service that members of some levels may expect: delivery, a tasting, a room."""

    _name = "membership.level.service"
    _description = "Service of a Level"
    _order = "sequence, id"

    name = fields.Char(string="Service", required=True, translate=True)
    sequence = fields.Integer(default=10)
    note = fields.Char(
        string="How", translate=True, help="How often, how to ask for it, who gives it."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    level_ids = fields.Many2many(
        "membership.level",
        "membership_level_service_rel",
        "service_id",
        "level_id",
        string="Levels",
    )
