from collections import Counter

from odoo import api, fields, models
from odoo.tools import format_date

from ..level_review import find_kept


class MembershipMember(models.Model):
    """Which level a member is on, why, and how far it is to the next one."""

    _inherit = "membership.member"

    program_id = fields.Many2one(related="level_id.program_id")
    level_since = fields.Date(
        readonly=True,
        copy=False,
        default=lambda self: self._get_level_day(),
        help="Since when the member is on this level.",
    )
    level_source = fields.Selection(
        [
            ("start", "At the start"),
            ("earned", "Earned"),
            ("given", "Given by hand"),
            ("paid", "Bought"),
        ],
        string="Level Through",
        readonly=True,
        copy=False,
        default="start",
    )
    level_locked_until = fields.Date(
        string="Level Holds Until",
        readonly=True,
        copy=False,
        tracking=True,
        help="Until this day the level does not fall, whatever was earned.",
    )
    level_is_fixed = fields.Boolean(
        string="Level Fixed",
        readonly=True,
        copy=False,
        help="Until that day the level does not rise either.",
    )
    level_review_on = fields.Date(
        string="Level Reviewed On",
        readonly=True,
        copy=False,
        help="When it is looked at whether the level is still earned.",
    )
    level_drop_on = fields.Date(
        string="Level Falls On",
        readonly=True,
        copy=False,
        help="The member falls to a lower level on this day unless enough is earned "
        "before.",
    )
    level_event_ids = fields.One2many("membership.level.event", "member_id")
    points_earned = fields.Float(
        string="Earned in Window",
        compute="_compute_level_progress",
        help="What counts towards the next level, or, at the top, for this one.",
    )
    next_level_id = fields.Many2one(
        "membership.level", compute="_compute_level_progress"
    )
    next_level_missing = fields.Float(
        string="Missing to Next Level", compute="_compute_level_progress"
    )
    level_progress = fields.Char(
        string="Way to the Next Level", compute="_compute_level_progress"
    )
    level_warning = fields.Char(compute="_compute_level_warning")

    # All who are about to fall: few, among very many.
    _level_drop_index = models.Index("(level_drop_on) WHERE level_drop_on IS NOT NULL")

    # === COMPUTE METHODS === #
    @api.depends("level_id")
    def _compute_level_progress(self):
        for member in self:
            facts = member._get_level_progress()
            member.points_earned = facts["earned"] or 0
            member.next_level_id = facts["next_level_id"]
            member.next_level_missing = facts["missing"] or 0
            member.level_progress = facts["sentence"]

    @api.depends("level_drop_on", "level_id")
    def _compute_level_warning(self):
        for member in self:
            member.level_warning = member._get_level_warning()

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A level given at the start is a promise: a full window to live up to it."""
        today = self._get_level_day()
        members = super().create(vals_list)
        rows = []
        for member in members:
            bottom = self.env["membership.level"]._get_ladder(
                member.company_id, member.level_id.program_id
            )[:1]
            if member.level_id and member.level_id != bottom:
                member.level_locked_until = (
                    member.level_locked_until
                    or fields.Date.add(today, months=member.level_id.window_months)
                )
                rows.append((member.id, None, member.level_id.id))
        Event = self.env["membership.level.event"].sudo()
        Event._log(rows, self.env._("Given at the start"))
        return members

    def write(self, vals):
        """Every change of level leaves an audit row, whoever made it."""
        before = {}
        if "level_id" in vals:
            before = {member.id: member.level_id.id for member in self}
            vals = {
                "level_since": self._get_level_day(),
                "level_drop_on": False,
                "level_review_on": False,
                **vals,
            }
        result = super().write(vals)
        rows = [
            (member_id, old or None, vals["level_id"] or None)
            for member_id, old in before.items()
            if old != vals["level_id"]
        ]
        self.env["membership.level.event"].sudo()._log(rows, self.env._("Edited"))
        if before:
            self.partner_id.invalidate_recordset(["property_product_pricelist"])
        return result

    # === ACTION METHODS === #
    def action_evaluate_level(self):
        """Do now for these members what the nightly job does."""
        self.check_access("write")
        self._evaluate_level()

    def action_set_level(self):
        """Open the window in which a level is set by hand."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Level"),
            "res_model": "membership.member.set.level",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

    # === BUSINESS METHODS === #
    def _get_level_progress(self):
        """Where the member stands and how far it is to the next level.

        Of several ways to the next level the one of which most is done is told.

        :returns: dict of level, next_level (names or None), next_level_id, basis,
            threshold, earned, missing (floats or None), months, percent, sentence
            (texts in the user's language) and warning
        """
        self.ensure_one()
        member = self.sudo()
        progress = dict.fromkeys(
            ("next_level", "basis", "threshold", "earned", "missing", "months")
        )
        progress |= {
            "level": member.level_id.name or None,
            "next_level_id": False,
            "percent": 0,
            "sentence": "",
            "warning": member._get_level_warning(),
        }
        ladder, standing = member._get_own_standing()
        if not standing:
            return progress
        higher = [rule.rank for rule in ladder.rules if rule.rank > standing.rank]
        rank = min(higher, default=standing.rank)
        rules = [
            rule
            for rule in ladder.rules
            if rule.rank == rank and (rule.reaches or rank == standing.rank)
        ]
        if not rules:
            return progress
        best = max(rules, key=lambda rule: rule.get_share(standing.values))
        meter, threshold = best.get_furthest(standing.values)
        earned = standing.values[meter]
        progress |= {"earned": float(earned), "threshold": float(threshold)}
        if rank > standing.rank:
            progress |= member._describe_progress(ladder, best, standing.values)
        return progress

    def _describe_progress(self, ladder, best, values):
        """The part of the progress that is about the next level."""
        level = self.env["membership.level"].browse(ladder.levels[best.rank])
        rule = self.env["membership.level.rule"].sudo().browse(best.rule)
        name = level.sudo().name
        open_ones = [pair for pair in best.asked if values[pair[0]] < pair[1]]
        open_ones = open_ones or best.asked
        meters = [ladder.meters[meter] for meter, _threshold in open_ones]
        if any(meter.measure == "single" for meter in meters):
            sentence = self.env._(
                "%(rule)s make you %(level)s.", rule=rule.summary, level=name
            )
        else:
            left = self.env._(" and ").join(
                rule._format_figure(
                    ladder.meters[meter].basis,
                    float(max(threshold - values[meter], 0)),
                    self.company_id,
                )
                for meter, threshold in open_ones
            )
            sentence = self.env._(
                "%(missing)s more and you are %(level)s.", missing=left, level=name
            )
        furthest, threshold = best.get_furthest(values)
        return {
            "next_level": name,
            "next_level_id": level.id,
            "basis": ladder.meters[furthest].basis,
            "missing": float(max(threshold - values[furthest], 0)),
            "months": rule.window_months if rule.window == "rolling" else None,
            "percent": int(min(100, 100 * best.get_share(values))),
            "sentence": sentence,
        }

    def _get_level_warning(self):
        """What a member is told who is about to fall; empty if there is no danger."""
        self.ensure_one()
        member = self.sudo()
        if not member.level_drop_on:
            return ""
        return self.env._(
            "%(level)s ends on %(day)s unless enough is earned before.",
            level=member.level_id.name,
            day=format_date(self.env, member.level_drop_on),
        )

    # === HELPERS === #
    @api.model
    def _check_start_levels(self, vals_list):
        """Raise if new members do not fit on the level they shall start on."""
        levels = Counter(vals.get("level_id") for vals in vals_list)
        for level_id, count in levels.items():
            if level_id:
                self.env["membership.level"].browse(level_id)._check_places(count)

    @api.model
    def _get_level_day(self):
        """The day on which levels are looked at: today."""
        return fields.Date.context_today(self)

    def _get_own_standing(self):
        """This member's ladder and where he stands on it, (None, None) without one."""
        self.ensure_one()
        if not self.id or not self.level_id:
            return None, None
        Program = self.env["membership.program"]
        today = self._get_level_day()
        program_id = Program._get_program_of(self.level_id.id)
        ladder = Program._get_facts(program_id, today)
        found = self._fetch_standings(ladder, today, which="all")
        return ladder, found[0] if found else None

    def _is_level_kept(self):
        """Whether what was earned by now keeps the level."""
        ladder, standing = self._get_own_standing()
        return bool(standing and find_kept(ladder, standing.rank, standing.values))

    def _get_pricelist(self):
        """The price list this member buys at; empty: the till's own.

        A list agreed with the contact wins over the member's own, and that over the
        level's.
        """
        self.ensure_one()
        member = self.sudo()
        agreed = member.partner_id.specific_property_product_pricelist
        if agreed.active:
            return agreed
        if not member._has_benefits():
            return agreed.browse()
        own = member._get_own_pricelists().get(member.id)
        today = self._get_level_day()
        Level = self.env["membership.level"]
        usual = member.level_id and Level._get_price_of(member.level_id.id, today)
        return agreed.browse(own or usual or [])
