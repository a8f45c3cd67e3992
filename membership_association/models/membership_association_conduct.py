from odoo import api, fields, models
from odoo.exceptions import AccessError

from .membership_association_unit import MANAGER


class MembershipAssociationConduct(models.Model):
    """What a unit did well or badly: kept with the day and who wrote it."""

    _name = "membership.association.conduct"
    _inherit = ["membership.guarded"]
    _description = "Conduct Record"
    _order = "date desc, id desc"
    _rec_name = "text"

    _by_acts = frozenset(("user_id",))

    unit_id = fields.Many2one(
        "membership.association.unit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [
            ("praise", "Praise"),
            ("contribution", "Contribution"),
            ("reprimand", "Reprimand"),
            ("note", "Note"),
        ],
        required=True,
        default="note",
    )
    text = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Written By",
        readonly=True,
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    # === CRUD METHODS === #
    def _check_can_edit(self, vals):
        """What somebody wrote stays his: he changes it, or a manager."""
        result = super()._check_can_edit(vals)
        self._check_mine()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_others(self):
        self._check_mine()

    def _check_mine(self):
        user = self.env.user
        if self.env.su or user.has_group(MANAGER):
            return
        if others := self.filtered(lambda record: record.user_id != user)[:1]:
            raise AccessError(
                self.env._(
                    "%(user)s wrote this: ask a manager to change it.",
                    user=others.user_id.name,
                )
            )
