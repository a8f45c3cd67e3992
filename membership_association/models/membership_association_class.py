from odoo import fields, models

DIMENSIONS = [
    ("role", "Role"),
    ("kind", "Kind of Unit"),
    ("region", "Region"),
    ("industry", "Industry"),
]


class MembershipAssociationClass(models.Model):
    """A class of member units: by role, kind of unit, region or industry."""

    _name = "membership.association.class"
    _description = "Class of Member Units"
    _order = "dimension, sequence, id"

    name = fields.Char(required=True, translate=True)
    dimension = fields.Selection(DIMENSIONS, required=True, default="role")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    yearly_due = fields.Monetary(
        string="Dues a Year", help="What units of this role owe each year."
    )
    due_days = fields.Integer(
        string="Days to Pay",
        default=30,
        aggregator=None,
        help="From the day on which dues are charged.",
    )
    remind_days = fields.Integer(
        string="Remind Before",
        aggregator=None,
        help="So many days before the due day the main representative is reminded by "
        "e-mail, and once more when the day is over. 0: nobody is reminded by itself.",
    )
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(company_id, dimension, name)", "This class exists already."
    )
    _due_not_negative = models.Constraint(
        "CHECK (yearly_due IS NULL OR yearly_due >= 0)", "Dues are never negative."
    )
    _days_not_negative = models.Constraint(
        "CHECK (due_days >= 0 AND remind_days >= 0)", "Days are counted from 0 upwards."
    )
