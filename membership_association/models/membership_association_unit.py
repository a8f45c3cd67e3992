from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "membership_ledger.group_manager"
# act: (states it starts from, state it leads to)
UNIT_GRAPH = {
    "suspend": (("active",), "suspended"),
    "reinstate": (("suspended", "withdrawn"), "active"),
    "withdraw": (("active", "suspended"), "withdrawn"),
    "leave": (("active", "suspended"), "left"),
}


class MembershipAssociationUnit(models.Model):
    """A company or institution that is a member of the association.

    The file stays when the unit leaves: who represented it, what it did and owed.
    """

    _name = "membership.association.unit"
    _inherit = [
        "membership.guarded",
        "membership.access.logged",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Member Unit"
    _order = "number, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name", "number", "representative_id.name"]

    _by_acts = frozenset(("state", "ended_on", "warning_count"))

    number = fields.Char(readonly=True, copy=False, default="/")
    partner_id = fields.Many2one(
        "res.partner",
        string="Member Unit",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_company", "=", True)],
    )
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    representative_id = fields.Many2one(
        "res.partner",
        string="Main Representative",
        ondelete="restrict",
        tracking=True,
        domain=[("is_company", "=", False)],
    )
    representative_name = fields.Char(
        related="representative_id.name", string="Main Representative's Name"
    )
    representative_phone = fields.Char(related="representative_id.phone")
    representative_email = fields.Char(related="representative_id.email")
    deputy_id = fields.Many2one(
        "res.partner",
        string="Deputy Representative",
        ondelete="restrict",
        tracking=True,
        domain=[("is_company", "=", False)],
        help="Speaks and votes where the main representative cannot come.",
    )
    deputy_name = fields.Char(related="deputy_id.name", string="Deputy's Name")
    deputy_phone = fields.Char(related="deputy_id.phone", string="Deputy's Phone")
    deputy_email = fields.Char(related="deputy_id.email", string="Deputy's E-mail")
    role_id = fields.Many2one(
        "membership.association.class",
        ondelete="restrict",
        tracking=True,
        domain="[('dimension', '=', 'role'), ('company_id', '=', company_id)]",
        help="For example president unit, director unit, ordinary member.",
    )
    kind_id = fields.Many2one(
        "membership.association.class",
        string="Kind of Unit",
        ondelete="restrict",
        domain="[('dimension', '=', 'kind'), ('company_id', '=', company_id)]",
    )
    region_id = fields.Many2one(
        "membership.association.class",
        ondelete="restrict",
        domain="[('dimension', '=', 'region'), ('company_id', '=', company_id)]",
    )
    industry_id = fields.Many2one(
        "membership.association.class",
        ondelete="restrict",
        domain="[('dimension', '=', 'industry'), ('company_id', '=', company_id)]",
    )
    joined_on = fields.Date(required=True, default=fields.Date.context_today)
    ended_on = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("active", "Active"),
            ("suspended", "Rights Suspended"),
            ("withdrawn", "Membership Withdrawn"),
            ("left", "Left"),
        ],
        required=True,
        readonly=True,
        default="active",
        tracking=True,
        copy=False,
    )
    warning_count = fields.Integer(string="Warnings", readonly=True, copy=False)
    note = fields.Html()
    attendance_ids = fields.One2many("membership.association.attendance", "unit_id")
    term_ids = fields.One2many("membership.association.term", "unit_id")
    conduct_ids = fields.One2many("membership.association.conduct", "unit_id")
    due_ids = fields.One2many("membership.association.due", "unit_id")
    current_post = fields.Char(compute="_compute_current_post")
    missed_count = fields.Integer(
        string="Missed", compute="_compute_missed_count", help="Meetings unattended."
    )

    _partner_unique = models.UniqueIndex(
        "(company_id, partner_id) WHERE state IN ('active', 'suspended')",
        "This unit is a member already.",
    )

    # === COMPUTE METHODS === #
    @api.depends("term_ids.date_to", "term_ids.post_id.name")
    def _compute_current_post(self):
        today = fields.Date.context_today(self)
        for unit in self:
            terms = unit.term_ids.filtered(lambda term: term._is_current(today))
            unit.current_post = ", ".join(terms.post_id.mapped("name"))

    @api.depends("attendance_ids.outcome")
    def _compute_missed_count(self):
        counts = dict(
            self.env["membership.association.attendance"]._read_group(
                [
                    ("unit_id", "in", self.ids),
                    ("outcome", "=", "unattended"),
                    ("meeting_id.state", "=", "held"),
                ],
                ["unit_id"],
                ["__count"],
            )
        )
        for unit in self:
            unit.missed_count = counts.get(unit, 0)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Units are numbered in the order in which they join."""
        sequence = self.env.ref("membership_association.sequence_unit").sudo()
        for vals in vals_list:
            if vals.get("number", "/") == "/":
                vals["number"] = sequence.next_by_id()
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        for unit in self:
            used = unit.attendance_ids or unit.term_ids or unit.due_ids
            if used or unit.conduct_ids or unit.state != "active":
                raise UserError(
                    self.env._(
                        "%(unit)s has a history and stays on file: let it leave.",
                        unit=unit.display_name,
                    )
                )

    # === ACTION METHODS === #
    def action_reinstate(self):
        """Give the rights back."""
        self._check_manager()
        self._change_state("reinstate")

    def action_leave(self):
        """The unit leaves by its own wish; its file stays."""
        self.check_access("write")
        self._change_state("leave")

    def action_view_attendance(self):
        """Open what this unit attended."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attendance"),
            "res_model": "membership.association.attendance",
            "view_mode": "list",
            "domain": [("unit_id", "=", self.id)],
        }

    # === BUSINESS METHODS === #
    def _change_state(self, act, reason=None):
        """The one gate of a unit's state.

        :param str act: a key of ``UNIT_GRAPH``
        :param str reason: kept in the history of the unit
        """
        sources, target = UNIT_GRAPH[act]
        today = fields.Date.context_today(self)
        for unit in self.sudo():
            if unit.state not in sources:
                raise UserError(
                    self.env._(
                        "%(unit)s is in another state: reload the page.",
                        unit=unit.display_name,
                    )
                )
            ended = target in ("withdrawn", "left")
            unit.write({"state": target, "ended_on": today if ended else False})
            if ended:
                unit.term_ids._end(today, reason)
            if act == "suspend":
                unit.warning_count += 1
            if reason:
                unit._warn(reason)

    def _warn(self, text):
        """Hook: tell both representatives; kept in the history either way."""
        people = self.representative_id | self.deputy_id
        self.message_post(
            body=text,
            partner_ids=people.filtered("email").ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager decides on rights and posts."))
