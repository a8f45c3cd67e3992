from odoo import api, fields, models


class MembershipGiftCountLine(models.Model):
    """One pile of cards."""

    _name = "membership.gift.count.line"
    _description = "Gift Card Count Line"
    _order = "type_id, id"

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

    @api.depends("expected", "counted")
    def _compute_difference(self):
        for line in self:
            line.difference = line.counted - line.expected
