from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipAssociationMeeting(models.Model):
    """A meeting to which member units are called."""

    _name = "membership.association.meeting"
    _inherit = ["membership.guarded", "mail.thread"]
    _description = "Association Meeting"
    _order = "date desc, id desc"

    _by_acts = frozenset(("state",))

    name = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    place = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    role_ids = fields.Many2many(
        "membership.association.class",
        string="Called",
        domain="[('dimension', '=', 'role'), ('company_id', '=', company_id)]",
        help="Roles that are called, for example the board. Empty: all member units.",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held")],
        required=True,
        readonly=True,
        default="planned",
        tracking=True,
        copy=False,
    )
    attendance_ids = fields.One2many("membership.association.attendance", "meeting_id")
    attendance_count = fields.Integer(compute="_compute_attendance")
    present_count = fields.Integer(string="Present", compute="_compute_attendance")
    minutes = fields.Html()

    # === COMPUTE METHODS === #
    @api.depends("attendance_ids.outcome")
    def _compute_attendance(self):
        for meeting in self:
            lines = meeting.attendance_ids
            meeting.attendance_count = len(lines)
            meeting.present_count = len(
                lines.filtered(lambda line: line.outcome in ("in_person", "deputy"))
            )

    # === CRUD METHODS === #
    def _check_can_edit(self, vals):
        """The day of a meeting that was held counts for rights."""
        result = super()._check_can_edit(vals)
        is_held = any(meeting.state == "held" for meeting in self)
        if not self.env.su and is_held and {"date", "company_id"} & vals.keys():
            raise UserError(self.env._("A meeting that was held stays on its day."))
        return result

    # === ACTION METHODS === #
    def action_call(self):
        """List the units that are called; who is listed already is left alone."""
        self.check_access("write")
        Unit = self.env["membership.association.unit"]
        for meeting in self:
            domain = [
                ("company_id", "=", meeting.company_id.id),
                ("state", "in", ("active", "suspended")),
                ("joined_on", "<=", meeting.date),
                ("id", "not in", meeting.attendance_ids.unit_id.ids),
            ]
            if meeting.role_ids:
                domain.append(("role_id", "in", meeting.role_ids.ids))
            self.env["membership.association.attendance"].create(
                [
                    {"meeting_id": meeting.id, "unit_id": unit.id}
                    for unit in Unit.search(domain)
                ]
            )

    def action_hold(self):
        """The meeting took place: who is not marked otherwise was absent."""
        self.check_access("write")
        for meeting in self:
            if not meeting.attendance_ids:
                raise UserError(
                    self.env._("Call the member units to this meeting first.")
                )
            if meeting.date > fields.Date.context_today(self):
                raise UserError(self.env._("This meeting is still to come."))
        self.sudo().write({"state": "held"})

    def action_reopen(self):
        """Correct the attendance."""
        self.check_access("write")
        self.sudo().write({"state": "planned"})
