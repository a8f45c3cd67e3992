from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, format_date

from .membership_level_preview_line import KINDS

MODELS = ("membership.program", "membership.level")


class MembershipLevelPreview(models.TransientModel):
    """Who would rise and fall if these rules were in force tonight; writes nothing."""

    _name = "membership.level.preview"
    _description = "Preview of a Ladder"

    program_id = fields.Many2one("membership.program", required=True, readonly=True)
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

    # === BUSINESS METHODS === #
    def _calculate(self):
        """Count what would happen, and what happens tonight anyway."""
        self.ensure_one()
        self.program_id.check_access("write")
        self.env["membership.level.rule"].check_access("write")
        Member = self.env["membership.member"].sudo()
        today = Member._get_level_day()
        if self.day < today:
            raise UserError(
                self.env._("Choose today or a later day: what was, has been judged.")
            )
        levels, ladder = self.sudo()._build_ladder(today)
        usual = self.program_id._get_facts(self.program_id.id, today)
        found = Member._forecast_levels(ladder, today)
        compares = self.has_draft or self.day != today
        before = Member._forecast_levels(usual, today) if compares else found
        before = self._place_forecasts(before, usual, ladder)
        rows = self._place_forecasts(found, ladder, ladder)
        lines = [
            self._prepare_line_vals(key, rows.get(key), before.get(key), levels)
            for key in sorted(
                rows.keys() | before.keys(),
                key=lambda key: (list(KINDS).index(key[0]), key[1], key[2]),
            )
        ]
        self.write(
            {
                "compares": compares,
                "shown_line_id": False,
                "line_ids": [Command.clear(), *map(Command.create, lines)],
                "gift_cost": sum(line["gift_cost"] for line in lines),
                "summary": self._summarize(lines),
                "notes": self._get_notes(levels, ladder, lines),
            }
        )

    def _build_ladder(self, today):
        """(levels from the bottom up, ladder) with what was typed put in."""
        Draft = self.env["membership.level.draft"]
        draft = self.draft or {}
        changes = draft.get("changes")
        program = self.program_id
        shown = {
            level.id: level
            for level in program.with_context(active_test=False).level_ids
        }
        if draft.get("model") == "membership.program":
            program = Draft._draft_program(program, changes)
        elif changes:
            level = self.env["membership.level"].browse(draft.get("id") or [])
            if level.program_id not in (program, level.program_id.browse()):
                raise UserError(self.env._("This level is of another programme."))
            shown[level.id] = Draft._draft_level(level, changes)
        levels = sorted(
            shown.values(),
            key=lambda level: (level.sequence, level._origin.id or float("inf")),
        )

        def get_rules(level):
            """Of a draft what it shows; of others all that is on file."""
            rules = level.rule_ids if not level.id else level.rule_version_ids
            return rules._in_force(self.day)

        return levels, program._build_ladder(levels, today, get_rules)

    @api.model
    def _place_forecasts(self, found, ladder, target):
        """Forecasts on ``ladder`` by (kind, from, to) as ranks of ``target``; -1: none.

        A level that is new or moved gives the ranks above it other numbers.
        """
        ranks = [target.levels.index(level) for level in ladder.levels]
        return {
            (
                forecast.kind,
                -1 if forecast.rank is None else ranks[forecast.rank],
                ranks[forecast.target],
            ): entry
            for forecast, entry in found.items()
        }

    def _prepare_line_vals(self, key, entry, before, levels):
        kind, rank, target = key
        count, sample = entry or (0, [])
        places = self._get_places(levels[target]) if kind == "rise" else None
        given = count if places is None else min(count, places)
        cost, gifts = (0, "")
        if kind == "rise" and rank >= 0 and given:
            cost, gifts = self._get_gifts(levels[target]._origin, given)
        return {
            "kind": kind,
            "level_from": levels[rank].name if rank >= 0 else False,
            "level_to": levels[target].name if target != rank else False,
            "member_count": count,
            "count_before": before[0] if before else 0,
            "sample": sample,
            "gifts": gifts,
            "gift_cost": cost,
            "target_rank": target,
        }

    def _get_gifts(self, level, count):
        """(What ``count`` upgrades to ``level`` cost at most, what is given each)."""
        Pack = self.env["membership.gift.pack"]
        packs = Pack._get_packs(self.company_id, "upgrade", self.day)
        packs = packs.filtered(
            # A level that is not saved is in no list yet.
            lambda pack: pack._is_for(level) if level else not pack.level_ids
        )
        lines = packs.line_ids.with_company(self.company_id)
        cost = sum(line._get_unit_cost() for line in lines)
        return cost * count, ", ".join(packs.mapped("contents"))

    def _get_places(self, level):
        """Free places of a level; None without a limit."""
        if not level.member_cap:
            return None
        self.env["membership.member"].flush_model(["level_id", "state"])
        self.env.cr.execute(
            SQL(
                "SELECT COUNT(*) FROM membership_member "
                "WHERE level_id = %s AND state <> 'closed'",
                level._origin.id or None,
            )
        )
        return max(level.member_cap - self.env.cr.fetchone()[0], 0)

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

    @api.model
    def _summarize(self, lines):
        counts = dict.fromkeys(KINDS, 0)
        for line in lines:
            counts[line["kind"]] += line["member_count"]
        return self.env._(
            "Of %(all)s members %(rise)s would rise, %(drop)s fall and %(warn)s be "
            "warned that they fall.",
            all=f"{sum(counts.values()):,}",
            rise=f"{counts['rise']:,}",
            drop=f"{counts['drop']:,}",
            warn=f"{counts['warn']:,}",
        )

    def _get_notes(self, levels, ladder, lines):
        """What has to be known besides: full levels, days to come."""
        notes = []
        if self.day > self.env["membership.member"]._get_level_day():
            notes.append(
                self.env._(
                    "Rules of %(day)s with the figures of today: what is bought until "
                    "then is not known.",
                    day=format_date(self.env, self.day),
                )
            )
        for rank, _cap in ladder.caps:
            entering = sum(
                line["member_count"]
                for line in lines
                if line["kind"] in ("rise", "drop") and line["target_rank"] == rank
            )
            places = self._get_places(levels[rank])
            if entering > places:
                notes.append(
                    self.env._(
                        "%(level)s has %(places)s places left and %(count)s members "
                        "would enter: those who earned most do, the others go as far "
                        "as they can below it.",
                        level=levels[rank].name,
                        places=places,
                        count=entering,
                    )
                )
        return "\n".join(notes)

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
