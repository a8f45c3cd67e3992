from pathlib import PurePath

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CHUNK

# Up to here a person waits for the answer; a larger register is a job.
DIRECT_ROWS = 2000


class MembershipRegisterImport(models.Model):
    """An old register on its way in: file, what happened per row, proof per column.

    Good rows go in, in chunks that are each all or nothing; refused rows come back in
    a copy of the file. What is in already is recognised, so that a second run, or the
    rest of an interrupted one, changes nothing twice.
    """

    _name = "membership.register.import"
    _inherit = ["mail.thread"]
    _description = "Register Import"
    _order = "id desc"

    name = fields.Char(
        string="Title", compute="_compute_name", store=True, readonly=False
    )
    file = fields.Binary(attachment=True)
    filename = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    register = fields.Char(
        required=True,
        default="register",
        help="Which register this is. The same name again recognises the balances that "
        "were taken over before; another register of the same company needs another.",
    )
    country_id = fields.Many2one(
        "res.country",
        string="Country of Phones",
        required=True,
        default=lambda self: self.env.company.root_id.country_id,
        help="For phone numbers without a country.",
    )
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        required=True,
        default=lambda self: self.env["membership.card"]._default_type_id(),
        domain="[('company_id', '=', company_id)]",
    )
    keep_first = fields.Boolean(
        string="First of Duplicates Goes In",
        help="If two rows have the same card number or phone, take the first one. "
        "Otherwise all of them come back, because nobody here knows whose it is.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("checked", "Checked"),
            ("running", "Running"),
            ("done", "Done"),
            ("undoing", "Being Taken Back"),
            ("undone", "Taken Back"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    new_count = fields.Integer(
        string="New Members",
        readonly=True,
        copy=False,
        help="Rows that became members.",
    )
    known_count = fields.Integer(
        string="Already In", readonly=True, copy=False, help="Rows taken over before."
    )
    refused_count = fields.Integer(string="Returned", readonly=True, copy=False)
    next_row = fields.Integer(readonly=True, copy=False)
    progress = fields.Integer(compute="_compute_progress")
    total_ids = fields.One2many(
        "membership.register.import.total", "import_id", readonly=True
    )
    issue_ids = fields.One2many(
        "membership.register.import.issue", "import_id", readonly=True
    )
    fault_summary = fields.Text(
        readonly=True, copy=False, help="What came back, by kind of fault."
    )
    result_file = fields.Binary(
        string="Returned Rows", attachment=True, readonly=True, copy=False
    )
    result_filename = fields.Char(compute="_compute_result_filename")

    # === COMPUTE METHODS === #
    @api.depends("filename")
    def _compute_name(self):
        for record in self:
            record.name = record.name or record.filename

    @api.depends("next_row", "row_count", "state", "undone_count", "undo_total")
    def _compute_progress(self):
        for record in self:
            done = record.new_count + record.known_count + record.refused_count
            total = record.row_count
            if record.state == "undoing":
                done, total = record.undone_count, record.undo_total
            record.progress = min(100, round(100 * done / (total or 1)))

    @api.depends("filename")
    def _compute_result_filename(self):
        for record in self:
            stem = PurePath(record.filename or record.name or "register").stem
            record.result_filename = self.env._("%(file)s - returned.xlsx", file=stem)

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if used := self.filtered(lambda x: x.state not in ("draft", "checked"))[:1]:
            raise UserError(
                self.env._(
                    "Members and balances came from %(title)s: it stays on file.",
                    title=used.display_name,
                )
            )

    # === ACTION METHODS === #
    def action_check(self):
        """Read the file and say what would happen, changing nothing else."""
        self.ensure_one()
        self._check_can_start()
        self._store_columns()
        self.hint = False
        try:
            heading, columns, rows = self._read_rows()
        except UserError as error:
            # Not raised: the columns stay on the screen, to be told apart there.
            self.write({"hint": error.args[0], "state": "draft"})
            return
        self._remember_columns()
        self._reset(rows)
        for chunk in self._split(rows):
            self._match(chunk)
            self._count(chunk)
            self._add_totals(chunk, [])
        self.preview = self._make_preview(columns, rows)
        self._write_issues(columns, rows)
        self._finish(heading, columns, rows, "checked")

    def action_import(self):
        """Take the register over: at once if it is small, else as a job."""
        self.ensure_one()
        self._check_can_start()
        heading, columns, rows = self._read_rows()
        if len(rows) > DIRECT_ROWS:
            self.state = "running"
            self._reset(rows)
            self.env.ref("membership_card.cron_import_registers").sudo()._trigger()
            return
        for _done in self._run(heading, columns, rows):
            pass

    def action_reset(self):
        """Back to draft, to change the file or the settings after a check."""
        self.filtered(lambda record: record.state == "checked").state = "draft"

    def action_view_members(self):
        """Open the members that came from this import."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "view_mode": "list,kanban,form",
            "domain": [("import_id", "=", self.id)],
            "name": self.env._("Members"),
        }

    # === BUSINESS METHODS === #
    def _check_can_start(self):
        self.check_access("write")
        if not self.file:
            raise UserError(self.env._("Choose the register's file first."))
        if self.state not in ("draft", "checked"):
            raise UserError(
                self.env._("This import was started already: make a new one.")
            )
        self._check_card_type()

    def _run(self, heading, columns, rows):
        """Import chunk by chunk.

        :returns: generator; after each of its values a caller that is a job commits,
            and may stop: :meth:`_run` again goes on after the last chunk
        """
        if self.state != "running":
            self.state = "running"
            self._reset(rows)
        done = [row for row in rows if row.number <= self.next_row]
        for chunk in self._split(done):
            self._match(chunk)
        for chunk in self._split(rows[len(done) :]):
            self._import_chunk(chunk)
            self.next_row = chunk[-1].number
            yield len(chunk)
        self._link_referrers(rows)
        self._write_issues(columns, rows)
        self._finish(heading, columns, rows, "done")
        yield 0

    @api.model
    def _cron_import(self):
        """Go on with what is running; what cannot go on says why."""
        domain = [("state", "in", ("running", "undoing"))]
        for record in self.search(domain, order="id"):
            record = record.with_company(record.company_id)
            is_undo = record.state == "undoing"
            try:
                is_done = record._undo_as_job() if is_undo else record._run_as_job()
            except UserError as error:
                # What was committed stays and will be recognised.
                self.env.cr.rollback()
                record.state = "done" if is_undo else "checked"
                record.message_post(body=error.args[0])
                is_done = True
            if not is_done:
                return

    def _run_as_job(self):
        """Import as much as the job's time allows; return whether that was all."""
        heading, columns, rows = self._read_rows()
        for done in self._run(heading, columns, rows):
            remaining = sum(row.number > self.next_row for row in rows)
            left = self.env["ir.cron"]._commit_progress(done, remaining=remaining)
            if not left and remaining:
                return False
            self.env.invalidate_all()
        return True

    # === HELPERS === #
    @api.model
    def _split(self, rows):
        for start in range(0, len(rows), CHUNK):
            yield rows[start : start + CHUNK]

    def _reset(self, rows):
        self._make_totals()
        self.sudo().issue_ids.unlink()
        self.write(
            {
                "row_count": len(rows),
                "new_count": 0,
                "known_count": 0,
                "refused_count": 0,
                "next_row": 0,
                "result_file": False,
            }
        )

    def _count(self, rows):
        refused = sum(bool(row.reasons) for row in rows)
        known = sum(bool(row.member_id) and not row.reasons for row in rows)
        self.known_count += known
        self.refused_count += refused
        self.new_count += len(rows) - known - refused

    def _finish(self, heading, columns, rows, state):
        refused = [row for row in rows if row.reasons]
        self.write(
            {
                "state": state,
                "finished_at": state == "done" and fields.Datetime.now(),
                "result_file": refused and self._make_result(heading, columns, refused),
            }
        )
