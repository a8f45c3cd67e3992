from odoo import fields, models


class MembershipCardRequirement(models.Model):
    """What must be there before a card of this type is approved: a checklist line."""

    _name = "membership.card.requirement"
    _description = "Application Requirement"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    needs_document = fields.Boolean(
        string="Document", help="The applicant hands in a scan or a photo."
    )
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="An application cannot be approved before this is ticked.",
    )
    help = fields.Char(
        string="Note for the Applicant",
        translate=True,
        help="Shown where documents are handed in.",
    )
