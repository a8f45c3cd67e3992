from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import CHUNK

# Where the nightly evaluation goes on after it was interrupted.
CURSOR = "membership_card.level_cursor"


class MembershipMember(models.Model):
    """Which level a member is on, and why."""

    _inherit = "membership.member"

    points_earned = fields.Float(
        string="Earned in Window",
        compute="_compute_points_earned",
        help="What counts for the level, within the window of the current level.",
    )
    next_level_id = fields.Many2one("membership.level", compute="_compute_next_level")
    next_level_missing = fields.Float(
        string="Missing to Next Level", compute="_compute_next_level"
    )
    level_locked_until = fields.Date(
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
    level_event_ids = fields.One2many("membership.level.event", "member_id")

    # === COMPUTE METHODS === #
    def _compute_points_earned(self):
        for window, members in self.grouped(
            lambda member: member.level_id.window_months
        ).items():
            basis = members._get_level_basis(self._get_window_start(window or 12))
            for member in members:
                member.points_earned = basis.get(member.id, 0)

    @api.depends("level_id")
    def _compute_next_level(self):
        ladders = {
            company: self.env["membership.level"]._get_ladder(company)
            for company in self.company_id
        }
        for member in self:
            rank = (member.level_id.sequence, member.level_id.id)
            member.next_level_id = ladders[member.company_id].filtered(
                lambda level, rank=rank: (level.sequence, level.id) > rank
            )[:1]
            member.next_level_missing = 0
        for window, members in self.grouped(
            lambda member: member.next_level_id.window_months
        ).items():
            if window:
                basis = members._get_level_basis(self._get_window_start(window))
                for member in members:
                    missing = member.next_level_id.threshold - float(
                        basis.get(member.id, 0)
                    )
                    member.next_level_missing = max(missing, 0)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A level given at the start is a promise: a full window to live up to it."""
        members = super().create(vals_list)
        for member in members:
            bottom = self.env["membership.level"]._get_ladder(member.company_id)[:1]
            if member.level_id and member.level_id != bottom:
                member.level_locked_until = (
                    member.level_locked_until
                    or fields.Date.add(
                        fields.Date.context_today(member),
                        months=member.level_id.window_months,
                    )
                )
        return members

    def write(self, vals):
        """Every change of level leaves an audit row, whoever made it."""
        before = {}
        if "level_id" in vals:
            before = {member.id: member.level_id.id for member in self}
        result = super().write(vals)
        rows = [
            (member_id, old or None, vals["level_id"] or None, None)
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
    def _set_level(self, level, reason, locked_until=None, is_fixed=False):
        """Set a level by hand.

        :param locked_until: date until which the job does not lower it
        :param is_fixed: until then the job does not raise it either
        """
        self._move_to_level(level, self, {}, reason, locked_until, is_fixed)

    def _evaluate_level(self):
        """Put these members on the level they have earned, in a few queries."""
        today = fields.Date.context_today(self)
        for company, members in self.sudo().grouped("company_id").items():
            ladder = self.env["membership.level"]._get_ladder(company)
            basis = {
                window: members._get_level_basis(self._get_window_start(window))
                for window in set(ladder.mapped("window_months"))
            }
            moves = defaultdict(list)
            for member in members.filtered(lambda member: member.state == "active"):
                target = member._get_earned_level(ladder, basis)
                if target and member._may_move(target, today):
                    moves[target].append(member)
            for level, moved in moves.items():
                self._move_to_level(level, moved, basis[level.window_months])

    def _get_earned_level(self, ladder, basis):
        """The highest level whose threshold was reached within its own window."""
        reached = ladder.filtered(
            lambda level: basis[level.window_months].get(self.id, 0) >= level.threshold
        )
        return reached[-1:]

    def _may_move(self, target, today):
        """Whether the job may put this member on ``target``."""
        if target == self.level_id:
            return False
        is_locked = self.level_locked_until and self.level_locked_until >= today
        is_rise = not self.level_id or (
            (target.sequence, target.id) > (self.level_id.sequence, self.level_id.id)
        )
        return not is_locked or (is_rise and not self.level_is_fixed)

    @api.model
    def _move_to_level(
        self, level, members, basis, reason=None, locked_until=None, is_fixed=False
    ):
        """The one writer of a change of level, for many members at once."""
        self.flush_model()
        rows = [
            (member.id, member.level_id.id or None, level.id, basis.get(member.id, 0))
            for member in members
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE membership_member SET level_id = %s, level_locked_until = %s, "
                "level_is_fixed = %s, write_uid = %s, write_date = %s "
                "WHERE id = ANY(%s)",
                level.id,
                locked_until or None,
                bool(locked_until and is_fixed),
                self.env.uid,
                fields.Datetime.now(),
                [row[0] for row in rows],
            )
        )
        moved = self.browse(row[0] for row in rows)
        moved.invalidate_recordset(flush=False)
        moved.partner_id.invalidate_recordset(
            ["property_product_pricelist"], flush=False
        )
        self.env["membership.level.event"].sudo()._log(rows, reason)

    @api.model
    def _cron_evaluate_levels(self):
        """Nightly, a thousand members at a time; goes on where it was stopped."""
        Cron = self.env["ir.cron"]
        Parameter = self.env["ir.config_parameter"].sudo()
        last_id = int(Parameter.get_param(CURSOR, 0))
        domain = [("state", "=", "active")]
        remaining = self.search_count([*domain, ("id", ">", last_id)])
        while members := self.search(
            [*domain, ("id", ">", last_id)], order="id", limit=CHUNK
        ):
            members._evaluate_level()
            last_id = members[-1].id
            remaining = max(remaining - len(members), 0)
            Parameter.set_param(CURSOR, last_id)
            if not Cron._commit_progress(len(members), remaining=remaining):
                return
            self.env.invalidate_all()
        Parameter.set_param(CURSOR, False)

    # === HOOKS === #
    def _get_level_basis(self, date_from):
        """Hook: what each of these members has earned towards a level since a date.

        Spending, as long as no addon knows better; points override it with points
        earned. One query for all members, whatever their number.

        :param date date_from: first day that counts
        :returns: dict of member id to amount; who has nothing may be missing
        """
        self.env["membership.purchase"].flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT member_id, SUM(amount_total) FROM membership_purchase "
                "WHERE member_id = ANY(%s) AND date >= %s GROUP BY member_id",
                self.ids,
                date_from,
            )
        )
        return dict(self.env.cr.fetchall())

    # === HELPERS === #
    @api.model
    def _get_window_start(self, months):
        return fields.Date.subtract(fields.Date.context_today(self), months=months)

    def _get_pricelist(self):
        """The price list this member buys at; empty: the till's own.

        A list agreed with the contact wins over the level's.
        """
        self.ensure_one()
        member = self.sudo()
        agreed = member.partner_id.specific_property_product_pricelist
        if agreed.active:
            return agreed
        if not member._has_benefits():
            return agreed.browse()
        return member.level_id.pricelist_id.filtered("active")
