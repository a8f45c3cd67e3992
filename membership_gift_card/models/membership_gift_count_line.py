from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipGiftCountLine(models.Model):
    """One pile of cards."""

    _name = "membership.gift.count.line"
    _inherit = ["membership.guarded"]
    _description = "Gift Card Count Line"
    _order = "type_id, id"

    _by_acts = frozenset(
        ("count_id", "type_id", "card_state", "expected", "difference")
    )

    count_id = fields.Many2one(
        "membership.gift.count", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="count_id.company_id")
    type_id = fields.Many2one(
        "membership.gift.type", required=True, readonly=True, ondelete="restrict"
    )
    card_state = fields.Selection(
        selection=lambda self: (
            self.env["membership.gift.card"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="State",
        readonly=True,
    )
    expected = fields.Integer(readonly=True)
    counted = fields.Integer()
    difference = fields.Integer(compute="_compute_difference", store=True)

    # === COMPUTE METHODS === #
    @api.depends("expected", "counted")
    def _compute_difference(self):
        for line in self:
            line.difference = line.counted - line.expected

    # === CRUD METHODS === #
    def _check_can_edit(self, vals):
        """What was signed stays; before, people write what they counted."""
        result = super()._check_can_edit(vals)
        if not self.env.su and any(line.count_id.state == "done" for line in self):
            raise UserError(self.env._("A count that is done is never changed."))
        return result
