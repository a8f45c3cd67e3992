from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from .membership_level_preview_line import KINDS


class MembershipLevelPreview(models.TransientModel):
    """What a preview computes: moves, gifts, what has to be known besides."""

    _inherit = "membership.level.preview"

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
        found, crowded = Member._forecast_levels(ladder, today)
        compares = self.has_draft or self.day != today
        before = Member._forecast_levels(usual, today)[0] if compares else found
        before = self._place_forecasts(before, usual, ladder)
        rows = self._place_forecasts(found, ladder, ladder)
        given = Counter()
        lines = [
            self._prepare_line_vals(key, rows.get(key), before.get(key), levels, given)
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
                "gift_counts": self._describe_counts(given),
                "summary": self._summarize(lines),
                "notes": self._get_notes(levels, crowded),
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

    def _prepare_line_vals(self, key, entry, before, levels, given):
        kind, rank, target = key
        count, sample = entry or (0, [])
        cost, gifts = (0, "")
        if kind == "rise" and rank >= 0 and count:
            cost, gifts = self._get_gifts(levels[target]._origin, count, given)
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

    def _get_gifts(self, level, count, given):
        """(What ``count`` upgrades to ``level`` cost at most, what is given each).

        :param Counter given: gets how much is given of what has no known cost, by kind
        """
        Pack = self.env["membership.gift.pack"]
        packs = Pack._get_packs(self.company_id, "upgrade", self.day)
        packs = packs.filtered(
            # A level that is not saved is in no list yet.
            lambda pack: pack._is_for(level) if level else not pack.level_ids
        )
        lines = packs.line_ids.with_company(self.company_id)
        cost = sum(line._get_unit_cost() for line in lines)
        for line in lines:
            given[line.kind] += line._get_unit_count() * count
        return cost * count, ", ".join(packs.mapped("contents"))

    @api.model
    def _describe_counts(self, given):
        """How much is given of each kind, in words; points are no money."""
        kinds = self.env["membership.gift.pack.line"]._fields["kind"]
        return ", ".join(
            f"{label}: {given[kind]:,.10g}"
            for kind, label in kinds._description_selection(self.env)
            if given.get(kind)
        )

    # === HELPERS === #
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

    def _get_notes(self, levels, crowded):
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
        for rank, (places, count) in crowded.items():
            notes.append(
                self.env._(
                    "%(level)s has %(places)s places left and %(count)s members would "
                    "enter: those who earned most do, the others go as far as they can "
                    "below it.",
                    level=levels[rank].name,
                    places=places,
                    count=count,
                )
            )
        return "\n".join(notes)
