from odoo import fields, models


class MembershipDealerAct(models.TransientModel):
    """An act on dealers that takes something away: it asks why."""

    _name = "membership.dealer.act"
    _description = "Act on Dealers"

    dealer_ids = fields.Many2many("membership.dealer", required=True)
    action = fields.Selection(
        [("refuse", "Refuse"), ("suspend", "Suspend"), ("close", "Close")],
        required=True,
    )
    reason = fields.Char(required=True)
    sub_count = fields.Integer(compute="_compute_sub_count")

    def _compute_sub_count(self):
        for act in self:
            act.sub_count = sum(act.dealer_ids.mapped("sub_count"))

    def action_confirm(self):
        """Do it."""
        self.ensure_one()
        self.dealer_ids._act(self.action, self.reason)
        return {"type": "ir.actions.act_window_close"}
