from odoo import api, fields, models
from odoo.exceptions import UserError

MODELS = ("membership.program", "membership.level")


class MembershipLevelPreview(models.TransientModel):
    """Who would rise and fall if these rules were in force tonight; writes nothing."""

    _name = "membership.level.preview"
    _description = "Preview of a Ladder"

    program_id = fields.Many2one(
        "membership.program", string="Programme", required=True, readonly=True
    )
    company_id = fields.Many2one(related="program_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(
        string="Rules Of",
        required=True,
        default=lambda self: self.env["membership.member"]._get_level_day(),
        help="The rules in force on this day are looked at, with the figures of today: "
        "what will be bought until then is not known.",
    )
    draft = fields.Json(
        readonly=True, help="What was typed and not saved: model, id and changes."
    )
    has_draft = fields.Boolean(compute="_compute_has_draft")
    compares = fields.Boolean(readonly=True)
    summary = fields.Char(readonly=True)
    notes = fields.Text(readonly=True)
    gift_cost = fields.Monetary(
        string="Gifts Cost at Most",
        readonly=True,
        help="Upgrade gifts for all who would rise: goods at cost and bonus money. "
        "Who got such a gift before does not get it again.",
    )
    gift_counts = fields.Char(
        string="Given Besides",
        readonly=True,
        help="Upgrade gifts without a cost that is known, how many at most: points, "
        "coupons, special prices, gifts without a product or a cost price.",
    )
    line_ids = fields.One2many("membership.level.preview.line", "preview_id")
    shown_line_id = fields.Many2one("membership.level.preview.line", readonly=True)
    shown_title = fields.Char(compute="_compute_shown")
    shown_member_ids = fields.Many2many("membership.member", compute="_compute_shown")

    # === COMPUTE METHODS === #
    @api.depends("draft")
    def _compute_has_draft(self):
        for preview in self:
            preview.has_draft = bool(preview.draft and preview.draft.get("changes"))

    @api.depends("shown_line_id")
    def _compute_shown(self):
        Member = self.env["membership.member"]
        for preview in self:
            line = preview.shown_line_id
            # Searched as the user: nobody sees members here that he sees nowhere else.
            found = Member.search([("id", "in", line.sample or [])])
            preview.shown_member_ids = found
            preview.shown_title = line and line._get_title(len(found))

    # === ACTION METHODS === #
    @api.model
    def action_open_preview(self, model, res_id, changes):
        """Preview what stands in a form, saved or not.

        :param model: ``membership.program`` or ``membership.level``
        :param res_id: id of the record, False for a new level
        :param changes: what the form would write
        :returns: the action that shows it
        """
        if model not in MODELS:
            raise UserError(self.env._("Levels and programmes have a preview."))
        record = self.env[model].browse(res_id or []).exists()
        program = self._get_program(record, changes)
        preview = self.create(
            {
                "program_id": program.id,
                "draft": {"model": model, "id": record.id, "changes": changes or {}},
                "day": self._get_first_day(changes),
            }
        )
        preview._calculate()
        return preview._open()

    @api.model
    def action_open_default(self):
        """Preview the ladder of a company that has only one, else choose from all."""
        action = self.env["membership.program"].action_open_default()
        if res_id := action.get("res_id"):
            return self.action_open_preview("membership.program", res_id, {})
        return action

    def action_calculate(self):
        """Look again, with the rules of the day that is chosen."""
        self.ensure_one()
        self._calculate()
        return self._open()

    def action_show_all(self):
        """Back from the members to the overview."""
        self.ensure_one()
        self.shown_line_id = False
        return self._open()

    # === HELPERS === #
    @api.model
    def _get_program(self, record, changes):
        """The programme of ``record``; of a new level what was chosen, or the usual."""
        if record._name == "membership.program":
            return record
        Program = self.env["membership.program"]
        chosen = Program.browse((changes or {}).get("program_id") or []).exists()
        default = Program._get_default(self.env.company).with_env(self.env)
        return record.program_id or chosen or default

    @api.model
    def _get_first_day(self, changes):
        """The day from which all rules that were typed are in force."""
        today = self.env["membership.member"]._get_level_day()
        days = [
            fields.Date.to_date(values[0].get("date_from"))
            for _code, _key, *values in (changes or {}).get("rule_ids", ())
            if values and isinstance(values[0], dict) and values[0].get("date_from")
        ]
        return max([today, *days])

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview: %(program)s", program=self.program_id.name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
