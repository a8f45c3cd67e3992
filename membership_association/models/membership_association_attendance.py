from odoo import api, fields, models
from odoo.exceptions import UserError

OUTCOMES = [
    ("in_person", "In Person"),
    ("deputy", "By Deputy"),
    ("excused", "Excused"),
    ("unattended", "Unattended"),
]


class MembershipAssociationAttendance(models.Model):
    """How one member unit was at one meeting."""

    _name = "membership.association.attendance"
    _description = "Attendance of a Member Unit"
    _order = "date desc, id desc"
    _rec_name = "unit_id"

    meeting_id = fields.Many2one(
        "membership.association.meeting", required=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(
        "membership.association.unit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="meeting_id.company_id", store=True)
    date = fields.Date(related="meeting_id.date", store=True, index=True)
    representative_name = fields.Char(related="unit_id.representative_name")
    deputy_name = fields.Char(related="unit_id.deputy_name")
    outcome = fields.Selection(
        OUTCOMES,
        required=True,
        default="unattended",
        help="Excused: absent with notice. It is no unattended meeting, nor one in "
        "person.",
    )
    note = fields.Char()

    _unit_unique = models.UniqueIndex(
        "(meeting_id, unit_id)", "This unit is on the list of the meeting already."
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Nobody was at a meeting after all before it is opened again."""
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        """What was held is corrected after the meeting was opened again."""
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_open()

    def _check_open(self):
        if held := self.filtered(lambda line: line.meeting_id.state == "held")[:1]:
            raise UserError(
                self.env._(
                    "%(meeting)s was held: open it again to correct the attendance.",
                    meeting=held.meeting_id.name,
                )
            )
