from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import CHUNK

# Chunks that a click works through itself; what is left goes to the job.
CHUNKS_AT_ONCE = 10


class MembershipWeeding(models.Model):
    """One review of dormant members: proposed by the data, decided by people."""

    _name = "membership.weeding"
    _inherit = ["membership.guarded"]
    _description = "Weeding Out"
    _order = "id desc"
    _check_company_auto = True

    _by_acts = frozenset(("state", "cursor_id"))

    name = fields.Char(
        string="Title", required=True, default=lambda self: self._default_name()
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    months = fields.Integer(
        string="Not Seen For",
        required=True,
        default=lambda self: self.env.company.root_id.membership_dormant_months,
        help="Months without purchase, top-up or visit.",
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        check_company=True,
        help="Only members at home here or below; empty: all.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposing", "Looking"),
            ("review", "To Review"),
            ("retiring", "Retiring"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    cursor_id = fields.Integer(
        readonly=True, copy=False, help="Last member or line looked at."
    )
    line_ids = fields.One2many("membership.weeding.line", "weeding_id", readonly=True)
    proposed_count = fields.Integer(compute="_compute_counts")
    kept_count = fields.Integer(compute="_compute_counts")
    retired_count = fields.Integer(compute="_compute_counts")

    _months_positive = models.Constraint(
        "CHECK (months BETWEEN 1 AND 1200)",
        "Dormant is who was not seen for 1 to 1200 months.",
    )

    # === DEFAULTS === #
    def _default_name(self):
        return self.env._(
            "Dormant members %(day)s", day=fields.Date.context_today(self)
        )

    # === COMPUTE METHODS === #
    @api.depends("line_ids.is_kept", "line_ids.is_retired")
    def _compute_counts(self):
        Line = self.env["membership.weeding.line"]
        for weeding in self:
            rows = Line._read_group(
                [("weeding_id", "in", weeding.ids)],
                ["is_kept", "is_retired"],
                ["__count"],
            )
            weeding.proposed_count = sum(count for _kept, _retired, count in rows)
            weeding.kept_count = sum(count for kept, _retired, count in rows if kept)
            weeding.retired_count = sum(count for _k, retired, count in rows if retired)

    # === ACTION METHODS === #
    def action_propose(self):
        """Look for dormant members; a large shop's list is finished by the job."""
        self._start("draft", "proposing")
        if self.state != "draft":
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "Nobody has stayed away for that long: try fewer months."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_retire(self):
        """Retire whoever is proposed, not kept, and not seen meanwhile."""
        self._start("review", "retiring")

    def action_view_lines(self):
        """Open the list to review."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "membership.weeding.line",
            "view_mode": "list",
            "domain": [("weeding_id", "=", self.id)],
        }

    # === BUSINESS METHODS === #
    def _start(self, source, target):
        """Go from one state to the next and work until it is done, or the job takes."""
        self.ensure_one()
        self.check_access("write")
        if self.state != source:
            raise UserError(
                self.env._("This review has gone on meanwhile: reload the page.")
            )
        weeding = self.sudo()
        weeding.write({"state": target, "cursor_id": 0})
        for _chunk in range(CHUNKS_AT_ONCE):
            if not weeding._work():
                return
        self.env.ref("membership_card.cron_weed").sudo()._trigger()

    def _work(self):
        """One chunk of what this review does now; moves on when nothing is left.

        :returns: how many rows were looked at
        """
        if self.state == "proposing":
            ids = self._get_candidates()
            self._propose(ids)
            # Nothing to review: back to where the months can be changed.
            lines = self.env["membership.weeding.line"]
            found = lines.search_count([("weeding_id", "=", self.id)], limit=1)
            target = "review" if found else "draft"
        else:
            ids = self._get_proposed()
            self._retire(ids)
            target = "done"
        if ids:
            self.cursor_id = ids[-1]
        else:
            self.state = target
        return len(ids)

    @api.model
    def _cron_weed(self):
        """Go on with what was started, a thousand rows per transaction."""
        for weeding in self.search([("state", "in", ("proposing", "retiring"))]):
            while done := weeding._work():
                if not self.env["ir.cron"]._commit_progress(done):
                    return
            self.env["ir.cron"]._commit_progress(1)

    def _get_candidates(self):
        """Ids of the next members to look at."""
        domain = [
            ("id", ">", self.cursor_id),
            ("company_id", "=", self.company_id.id),
            ("state", "=", "active"),
            ("dormant_since", "=", False),
        ]
        if self.outlet_id:
            domain.append(("outlet_id", "child_of", self.outlet_id.id))
        Member = self.env["membership.member"]
        return Member.search(domain, order="id", limit=CHUNK).ids

    def _propose(self, member_ids):
        """Propose those of these members whom nothing shows to be alive."""
        Member = self.env["membership.member"]
        self.env.flush_all()
        signs = Member._get_last_signs()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_weeding_line (weeding_id, member_id, company_id,
                    %(names)s, last_seen_on, is_kept, is_retired, create_uid,
                    create_date, write_uid, write_date)
                SELECT %(weeding)s, id, company_id, %(names)s,
                    GREATEST(joined_on, %(names)s), FALSE, FALSE, %(uid)s, %(now)s,
                    %(uid)s, %(now)s
                FROM (
                    SELECT member.id, member.company_id, member.joined_on, %(signs)s
                    FROM membership_member member WHERE member.id = ANY(%(ids)s)
                ) found
                WHERE GREATEST(joined_on, %(names)s) < %(before)s
                ORDER BY id ON CONFLICT (weeding_id, member_id) DO NOTHING
                """,
                names=SQL(", ").join(map(SQL.identifier, signs)),
                signs=SQL(", ").join(
                    SQL("%s AS %s", query, SQL.identifier(name))
                    for name, query in signs.items()
                ),
                weeding=self.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                ids=member_ids,
                before=self._get_limit_day(),
            )
        )
        self.invalidate_recordset(["line_ids"], flush=False)

    def _get_proposed(self):
        """Ids of the next lines that the review leaves to be retired."""
        domain = [
            ("id", ">", self.cursor_id),
            ("weeding_id", "=", self.id),
            ("is_kept", "=", False),
            ("is_retired", "=", False),
        ]
        Line = self.env["membership.weeding.line"]
        return Line.search(domain, order="id", limit=CHUNK).ids

    def _retire(self, line_ids):
        """Retire the members of these lines, unless they were seen meanwhile."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH retired AS (
                    UPDATE membership_member member SET dormant_since = %(today)s
                    FROM membership_weeding_line line
                    WHERE line.id = ANY(%(ids)s) AND member.id = line.member_id
                      AND member.state = 'active' AND dormant_since IS NULL
                      AND (member.last_seen_on IS NULL
                           OR member.last_seen_on < %(before)s)
                    RETURNING line.id
                )
                UPDATE membership_weeding_line line SET is_retired = TRUE
                FROM retired WHERE line.id = retired.id
                """,
                today=fields.Date.context_today(self),
                ids=line_ids,
                before=self._get_limit_day(),
            )
        )
        self.env.invalidate_all(flush=False)

    def _get_limit_day(self):
        today = fields.Date.context_today(self)
        return fields.Date.subtract(today, months=self.months)
