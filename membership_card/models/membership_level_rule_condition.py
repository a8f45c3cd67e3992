from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .membership_level_rule import DIGITS


class MembershipLevelRuleCondition(models.Model):
    """What a rule asks for besides: all of it together, within the same window."""

    _name = "membership.level.rule.condition"
    _description = "Further Condition of a Rule"
    _order = "rule_id, id"

    rule_id = fields.Many2one(
        "membership.level.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id")
    basis = fields.Selection(
        lambda self: (
            self.env["membership.level.rule"]
            ._fields["basis"]
            ._description_selection(self.env)
        ),
        required=True,
        default="visits",
        help="What counts. Always what was earned, never what is left.",
    )
    measure = fields.Selection(
        [("sum", "All together"), ("single", "At once")], required=True, default="sum"
    )
    threshold = fields.Float(
        string="At Least", digits=DIGITS, required=True, help="Enough is this or more."
    )

    _threshold_positive = models.Constraint(
        "CHECK (threshold > 0)", "A rule asks for more than 0."
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Tills remember ladders: forget them."""
        conditions = super().create(vals_list)
        conditions._check_is_no_history()
        self.env.registry.clear_cache()
        return conditions

    def write(self, vals):
        """What was in force is changed through its rule, which makes a new version."""
        self._check_is_no_history()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """What was in force is changed through its rule, which makes a new version."""
        self._check_is_no_history()
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # === BUSINESS METHODS === #
    def _get_figure_text(self):
        """What this condition asks for, as members read it."""
        self.ensure_one()
        rule = self.rule_id
        return rule._get_figure_text(self.basis, self.measure, self.threshold)

    def _prepare_copies(self, commands):
        """What these conditions become by ``commands``, for a new version of the rule.

        :returns: list of commands that create them all
        """
        left = {
            condition.id: {
                "basis": condition.basis,
                "measure": condition.measure,
                "threshold": condition.threshold,
            }
            for condition in self
        }
        added = []
        for code, key, value in (tuple(command) for command in commands):
            if code == Command.CREATE:
                added.append(value)
            elif code == Command.UPDATE and key in left:
                left[key] |= value
            elif code in (Command.DELETE, Command.UNLINK):
                left.pop(key, None)
            elif code == Command.CLEAR:
                left.clear()
            elif code == Command.SET:
                left = {key: left[key] for key in value if key in left}
        return [Command.create(vals) for vals in (*left.values(), *added)]

    @api.model
    def _forget(self, basis):
        """End the rules that ask for ``basis`` besides: what counts it goes."""
        conditions = self.search([("basis", "=", basis)])
        conditions.rule_id._end()
        models.Model.write(conditions, {"basis": "spending"})

    # === HELPERS === #
    def _check_is_no_history(self):
        """A rule that was in force before this transaction stays as it was."""
        now = self.env.cr.now().replace(microsecond=0)
        for rule in self.rule_id:
            if rule.create_date < now and rule._was_in_force():
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” was in force: change it on its level, which makes "
                        "another version of it.",
                        rule=rule.summary,
                    )
                )
