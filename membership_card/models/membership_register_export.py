from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Up to here a person waits for the answer; a larger register is a job.
DIRECT_ROWS = 50_000
# Personal data do not lie about: files are deleted after so many days.
KEEP_DAYS = 7


class MembershipRegisterExport(models.Model):
    """The register of members as a workbook: who is in it, and the file."""

    _name = "membership.register.export"
    _inherit = ["membership.guarded"]
    _description = "Register Export"
    _order = "id desc"

    _by_acts = frozenset(("state", "row_count", "done_count", "attachment_id"))

    name = fields.Char(string="Title", compute="_compute_name")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        domain="[('company_id', 'child_of', company_id)]",
        help="With all outlets below it. Empty: all that you may see.",
    )
    level_ids = fields.Many2many(
        "membership.level", domain="[('company_id', '=', company_id)]", string="Levels"
    )
    member_state = fields.Selection(
        [("active", "Active"), ("frozen", "Frozen"), ("closed", "Closed")],
        string="Members",
        default="active",
        help="Empty: all.",
    )
    joined_from = fields.Date()
    joined_to = fields.Date(help="This day included.")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    done_count = fields.Integer(readonly=True, copy=False)
    progress = fields.Integer(compute="_compute_progress")
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, copy=False, ondelete="set null"
    )

    # === COMPUTE METHODS === #
    @api.depends("create_date")
    def _compute_name(self):
        for export in self:
            day = fields.Date.context_today(export, export.create_date or None)
            export.name = self.env._("Member register %(day)s", day=day)

    @api.depends("row_count", "done_count")
    def _compute_progress(self):
        for export in self:
            share = export.done_count / (export.row_count or 1)
            export.progress = min(100, round(100 * share))

    # === ACTION METHODS === #
    def action_export(self):
        """Write the workbook: at once if it is small, else as a job."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            raise UserError(self.env._("This export runs already."))
        self.sudo().write(
            {
                "row_count": self.env["membership.member"].search_count(
                    self._get_member_domain()
                ),
                "done_count": 0,
                "state": "running",
            }
        )
        if self.row_count > DIRECT_ROWS:
            self.env.ref("membership_card.cron_export_registers").sudo()._trigger()
            return None
        for _done in self._run():
            pass
        return self.action_download()

    def action_download(self):
        """Hand the file out to who may have it."""
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("The file is gone: export again."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    # === BUSINESS METHODS === #
    @api.model
    def _cron_export(self):
        """Write what is waiting, each with the rights of who asked for it."""
        for export in self.search([("state", "=", "running")], order="id"):
            mine = export.with_user(export.create_uid).with_company(export.company_id)
            remaining = mine.row_count
            for done in mine._run():
                remaining = max(remaining - done, 0)
                # A workbook cannot be gone on with: the job is not stopped half-way.
                self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    @api.autovacuum
    def _gc_files(self):
        """Delete what nobody has fetched, or everybody has."""
        before = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = self.sudo().search([("create_date", "<", before)], limit=1000)
        old.attachment_id.unlink()
        old.unlink()

    def _get_member_domain(self):
        """Hook: which members are in the workbook; record rules narrow it further."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.outlet_id:
            domain &= Domain("outlet_id", "child_of", self.outlet_id.id)
        if self.level_ids:
            domain &= Domain("level_id", "in", self.level_ids.ids)
        if self.member_state:
            domain &= Domain("state", "=", self.member_state)
        if self.joined_from:
            domain &= Domain("joined_on", ">=", self.joined_from)
        if self.joined_to:
            domain &= Domain("joined_on", "<=", self.joined_to)
        return domain
