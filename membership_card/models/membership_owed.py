from odoo import api, fields, models

from ..const import OPEN_STATES


class MembershipOwed(models.AbstractModel):
    """What somebody owes until a day: has a ``state`` and a day ``due_on``."""

    _name = "membership.owed"
    _description = "Owed Until a Day"

    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )

    # === COMPUTE METHODS === #
    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for record in self:
            is_late = bool(record.due_on) and record.due_on < today
            record.is_overdue = is_late and record.state in OPEN_STATES

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [
            ("state", "in", OPEN_STATES),
            ("due_on", "<", fields.Date.context_today(self)),
        ]
