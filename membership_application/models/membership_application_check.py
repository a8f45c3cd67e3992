from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.membership_guard.models.membership_guarded import without_defaults

from ..const import CARD_CENTRE, DECIDED_STATES


class MembershipApplicationCheck(models.Model):
    """One line of an application's checklist: who ticked it, and when."""

    _name = "membership.application.check"
    _inherit = ["membership.naming"]
    _description = "Application Checklist Line"
    _order = "sequence, id"

    application_id = fields.Many2one(
        "membership.application", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    help = fields.Char(string="Note")
    sequence = fields.Integer(default=10)
    needs_document = fields.Boolean(string="Document")
    is_required = fields.Boolean(string="Required", default=True)
    document_ids = fields.One2many(
        "membership.application.document", "check_id", string="Documents"
    )
    document_count = fields.Integer(compute="_compute_document_count", string="Files")
    is_done = fields.Boolean(string="Checked", copy=False)
    done_by_id = fields.Many2one(
        "res.users", string="Checked By", readonly=True, copy=False
    )
    done_on = fields.Datetime(string="Checked On", readonly=True, copy=False)

    # === COMPUTE METHODS === #
    @api.depends("document_ids")
    def _compute_document_count(self):
        # How many there are is no secret; what is in them is.
        counts = dict(
            self.env["membership.application.document"]
            .sudo()
            ._read_group([("check_id", "in", self.ids)], ["check_id"], ["__count"])
        )
        for line in self:
            line.document_count = counts.get(line, 0)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A line starts unticked, whoever makes it."""
        for vals in vals_list:
            vals.pop("is_done", None)
            vals.pop("done_by_id", None)
            vals.pop("done_on", None)
        clean = without_defaults(self, ("is_done", "done_by_id", "done_on"))
        lines = super(MembershipApplicationCheck, clean).create(vals_list)
        lines._check_undecided()
        return lines

    def write(self, vals):
        """A tick is signed; what was approved is not ticked off afterwards."""
        self._check_undecided()
        vals = {
            name: value
            for name, value in vals.items()
            if self.env.su or name not in ("done_by_id", "done_on", "application_id")
        }
        if "is_done" in vals:
            self._check_can_tick(vals["is_done"])
            vals |= {
                "done_by_id": vals["is_done"] and self.env.uid,
                "done_on": vals["is_done"] and fields.Datetime.now(),
            }
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_undecided()

    # === HELPERS === #
    def _check_can_tick(self, value):
        if not self.env.su and not self.env.user.has_group(CARD_CENTRE):
            raise AccessError(self.env._("Only the card centre ticks the checklist."))
        for line in self:
            if value and line.needs_document and not line.document_count:
                raise UserError(
                    self.env._(
                        "There is no document for “%(line)s” yet: add it first.",
                        line=line.name,
                    )
                )

    def _check_undecided(self):
        if self.sudo().application_id.filtered(
            lambda application: application.state in DECIDED_STATES
        ):
            raise UserError(
                self.env._("The application is decided: its checklist stays as it is.")
            )
