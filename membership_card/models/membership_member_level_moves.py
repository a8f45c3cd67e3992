from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import split_every

from ..const import CHUNK, LEVEL_SPAN
from ..level_review import judge
from .membership_member_level_writing import Change

# Where the nightly evaluation goes on after it was interrupted.
BOOKMARK = "level_evaluation"


class MembershipMember(models.Model):
    """Rising, staying and falling: by the night, by a purchase, by hand."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _set_level(
        self, level, reason, locked_until=None, is_fixed=False, source="given"
    ):
        """Set a level by hand.

        :param locked_until: date until which the job does not lower it
        :param is_fixed: until then the job does not raise it either
        :param source: given or paid
        :raises UserError: if the level has no place left, or is another company's
        """
        self = self.sudo()
        if self.filtered(lambda member: member.company_id != level.sudo().company_id):
            raise UserError(
                self.env._(
                    "%(level)s is a level of another company.", level=level.sudo().name
                )
            )
        entering = self.filtered(lambda member: member.level_id != level)
        level._check_places(len(entering))
        today = self._get_level_day()
        self._write_levels(
            [
                Change(
                    member.id,
                    member.level_id.id or None,
                    level.id,
                    level_since=(
                        today if member in entering else member.level_since or today
                    ),
                    level_source=source,
                    level_locked_until=locked_until or None,
                    level_is_fixed=bool(locked_until and is_fixed),
                )
                for member in self
            ],
            reason,
        )

    def _evaluate_level(self):
        """Put these members on the level they have earned, in a few queries."""
        today = self._get_level_day()
        for program, members in self._group_by_program().items():
            ladder = program._get_facts(program.id, today)
            for ids in split_every(CHUNK, members.ids):
                chunk = self.browse(ids).sudo()
                standings = chunk._fetch_standings(ladder, today)
                chunk._settle_standings(ladder, standings, today)

    def _rise_at_once(self):
        """Lift those of these members who have just reached a higher level.

        Costs no query at the top of a ladder and while all that was ever earned is not
        enough for more; else one, over what the windows of the levels above hold.
        """
        today = self._get_level_day()
        Program = self.env["membership.program"]
        for level, members in self.sudo().grouped("level_id").items():
            if not level:
                continue
            program_id = Program._get_program_of(level.id)
            ladder = Program._get_facts(program_id, today)
            higher = ladder.above(ladder.levels.index(level.id))
            if not higher.rules or (len(members) == 1 and not members._reaches(higher)):
                continue
            standings = members._fetch_standings(higher, today, "rising")
            if standings:
                members._settle_standings(higher, standings, today, only_up=True)

    @api.model
    def _cron_evaluate_levels(self):
        """Nightly, span by span; goes on where it was stopped."""
        Cron = self.env["ir.cron"]
        Bookmark = self.env["membership.bookmark"].sudo()
        self = self.sudo()
        last_id = Bookmark._get(BOOKMARK)
        # Ids instead of members: to count them takes as long as to judge a good part.
        end_id = self.search([("id", ">", last_id)], order="id desc", limit=1).id
        while last_id < end_id:
            span = last_id + 1, min(last_id + LEVEL_SPAN, end_id)
            for _moved in self._evaluate_span(span):
                Cron._commit_progress(remaining=end_id - last_id)
                self.env.invalidate_all()
            done, last_id = span[1] - last_id, span[1]
            Bookmark._set(BOOKMARK, last_id)
            if not Cron._commit_progress(done, remaining=end_id - last_id):
                return
        Bookmark._set(BOOKMARK, 0)

    @api.model
    def _evaluate_span(self, span):
        """Evaluate members with ids from … to; a span done twice changes nothing.

        :returns: generator of how many were written, after each thousand
        """
        today = self._get_level_day()
        # Compiling the statement takes a third of its time, anew for each span.
        self.env.cr.execute("SET LOCAL jit = off")
        Program = self.env["membership.program"].sudo()
        for program in Program.search([("level_ids", "!=", False)]):
            ladder = program._get_facts(program.id, today)
            standings = self._fetch_standings(ladder, today, span=span)
            for chunk in split_every(CHUNK, standings):
                yield self._settle_standings(ladder, chunk, today)

    @api.model
    def _settle_standings(self, ladder, standings, today, only_up=False):
        """Judge members and write what becomes of them.

        :param only_up: leave alone who does not rise
        :returns: how many were written
        """
        verdicts = self._judge(ladder, standings, today)
        changes = [
            self._prepare_change(ladder, standing, verdict, today)
            for standing, verdict in verdicts
            if verdict and (not only_up or verdict.rank > (standing.rank or 0))
        ]
        self._write_levels(self._keep_floors(changes))
        return len(changes)

    @api.model
    def _judge(self, ladder, standings, today):
        """(standing, verdict) of each; who finds a level full goes as far as he can."""
        verdicts = {s.member: (s, judge(ladder, s, today)) for s in standings}
        full = {}
        for rank, _cap in sorted(ladder.caps, reverse=True):
            entering = [
                (standing, verdict)
                for standing, verdict in verdicts.values()
                if verdict and verdict.rank == rank != standing.rank
            ]
            if not entering:
                continue
            # Whoever earned most comes first.
            entering.sort(
                key=lambda pair: (
                    -pair[0].values[pair[1].rule.meter] if pair[1].rule else 0
                )
            )
            level = self.env["membership.level"].browse(ladder.levels[rank])
            for standing, _verdict in entering[level._claim_places() :]:
                full.setdefault(standing.member, set()).add(rank)
                again = judge(ladder, standing, today, full[standing.member])
                verdicts[standing.member] = (standing, again)
        return list(verdicts.values())

    @api.model
    def _keep_floors(self, changes):
        """Let nobody fall below what he has a right to."""
        Level = self.env["membership.level"].sudo()

        def is_above(level_id, other_id):
            return Level.browse(level_id)._is_above(Level.browse(other_id))

        falling = [
            change.member_id
            for change in changes
            if change.level_id != change.level_from_id
            and is_above(change.level_from_id, change.level_id)
        ]
        floors = self._get_floors(falling) if falling else {}
        kept = []
        for change in changes:
            for floor in floors.get(change.member_id, ()):
                if is_above(floor["level_id"], change.level_id):
                    change = change._replace(**floor)
            kept.append(change)
        return kept

    @api.model
    def _prepare_change(self, ladder, standing, verdict, today):
        """What a verdict writes."""
        before = None if standing.rank is None else ladder.levels[standing.rank]
        level_id = ladder.levels[verdict.rank]
        change = Change(
            standing.member,
            before,
            level_id,
            level_since=today,
            level_review_on=verdict.review_on,
            level_drop_on=verdict.drop_on,
        )
        if rule := verdict.rule or self._get_missed_rule(ladder, standing):
            change = change._replace(
                earned=standing.values[rule.meter],
                threshold=rule.threshold,
                rule_id=rule.rule,
            )
        if level_id != before:
            return change
        change = change._replace(level_since=standing.since)
        if verdict.settled:
            return change
        return change._replace(
            level_source=standing.source,
            level_locked_until=standing.locked_until,
            level_is_fixed=standing.is_fixed,
        )

    @api.model
    def _get_missed_rule(self, ladder, standing):
        """Of the rules of his own level the first: what a member fell short of."""
        rules = (rule for rule in ladder.rules if rule.rank == standing.rank)
        return next(rules, None)

    # === HOOKS === #
    def _place_merged(self):
        """Hook: the level of one who was several: what they earned counts together."""
        self._rise_at_once()

    @api.model
    def _get_floors(self, member_ids):
        """Hook: what members do not fall below, whatever they earn.

        :returns: {member id: [values of a :class:`Change` that keep him there]}; the
            highest level counts, of equal ones the first
        """
        return {member_id: [] for member_id in member_ids}

    # === HELPERS === #
    def _group_by_program(self):
        """{programme: members}; members without a level are in the first one."""
        Program = self.env["membership.program"].sudo()

        def get_program(member):
            return member.level_id.program_id or Program._get_default(member.company_id)

        return self.sudo().grouped(get_program)
