from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.membership_level_rule import VERSIONED

# What of a form decides who rises and falls; whatever else a client sends is dropped.
PROGRAM = frozenset(
    (
        *("review", "review_months", "review_period"),
        *("grace_days", "warning_days", "falls_one_level"),
    )
)
LEVEL = frozenset(("name", "sequence", "member_cap", "active", "rule_ids"))
RULE = (VERSIONED | {"date_to"}) - {"level_id"}
CONDITION = frozenset(("basis", "measure", "threshold"))


class MembershipLevelDraft(models.AbstractModel):
    """What stands in a form and is not saved yet, as records that are never written."""

    _name = "membership.level.draft"
    _description = "Draft of a Ladder"

    # === BUSINESS METHODS === #
    @api.model
    def _draft_program(self, program, changes):
        """``program`` with what was typed; the same record if nothing was."""
        changes = self._pick(changes, PROGRAM)
        if not changes:
            return program
        draft = program.new(changes, origin=program)
        if not 1 <= draft.review_months <= 120:
            raise UserError(self.env._("A level is looked at every 1 to 120 months."))
        if min(draft.grace_days, draft.warning_days) < 0:
            raise UserError(self.env._("Days of grace and warning are 0 or more."))
        return draft

    @api.model
    def _draft_level(self, level, changes):
        """``level`` (empty for a new one) with what was typed, its rules too."""
        changes = self._pick(changes, LEVEL)
        if "rule_ids" in changes:
            changes["rule_ids"] = self._pick_commands(
                changes["rule_ids"], RULE, condition_ids=CONDITION
            )
        draft = level.new(changes, origin=level or None)
        for rule in draft.rule_ids:
            self._check_rule(rule)
        return draft

    @api.model
    def _check_rule(self, rule):
        """Refuse what could not be saved: a preview of it would promise too much."""
        if min([rule.threshold, *rule.condition_ids.mapped("threshold")]) <= 0:
            raise UserError(self.env._("A rule asks for more than 0."))
        if not 1 <= rule.window_months <= 120:
            raise UserError(self.env._("A window has 1 to 120 months."))

    # === HELPERS === #
    @api.model
    def _pick(self, changes, names):
        return {name: changes[name] for name in names & (changes or {}).keys()}

    @api.model
    def _pick_commands(self, commands, names, **nested):
        """The same commands with what ``names`` allows of their values."""
        picked = []
        for code, key, *values in commands or ():
            if code in (Command.CREATE, Command.UPDATE):
                vals = self._pick(values[0], names)
                for name in nested.keys() & vals.keys():
                    vals[name] = self._pick_commands(vals[name], nested[name])
                picked.append((code, key, vals))
            elif code in (Command.DELETE, Command.UNLINK):
                picked.append((code, key, 0))
        return picked
