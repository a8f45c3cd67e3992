from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipCardFreeze(models.TransientModel):
    """Freeze many cards at once, for one reason: a stolen box, a suspicion."""

    _name = "membership.card.freeze"
    _inherit = ["membership.window"]
    _description = "Freeze Cards"

    card_ids = fields.Many2many("membership.card", string="Cards", readonly=True)
    working = fields.Integer(string="Cards That Work", compute="_compute_working")
    others = fields.Integer(compute="_compute_working")
    reason = fields.Char(required=True)
    outlet_id = fields.Many2one(
        "membership.outlet",
        default=lambda self: self.env["membership.outlet"]._get_default(),
        help="Where this happens.",
    )

    # === COMPUTE METHODS === #
    @api.depends("card_ids.state")
    def _compute_working(self):
        for window in self:
            window.working = len(window._get_working())
            window.others = len(window.card_ids) - window.working

    # === ACTION METHODS === #
    def action_apply(self):
        """Freeze those that work; the others stay what they are.

        :raises UserError: none of them works
        """
        self.ensure_one()
        self.card_ids.check_access("write")
        self.outlet_id._check_in_scope()
        cards = self._get_working()
        if not cards:
            raise UserError(
                self.env._("None of these cards works: there is nothing to freeze.")
            )
        cards._change_state("freeze", self.reason, self.outlet_id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # === HELPERS === #
    def _get_working(self):
        return self.card_ids.filtered(lambda card: card.state == "active")
