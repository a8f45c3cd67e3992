from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CARD_GRAPH, REASON_ACTIONS


class MembershipCardAct(models.TransientModel):
    """One step in the life of a card, with its reason."""

    _name = "membership.card.act"
    _description = "Card Step"

    card_id = fields.Many2one("membership.card", required=True, readonly=True)
    member_id = fields.Many2one(related="card_id.member_id")
    state = fields.Selection(related="card_id.state")
    action = fields.Selection(
        [
            ("activate", "Activate"),
            ("report_loss", "Report Loss"),
            ("cancel_loss", "Cancel Loss Report"),
            ("freeze", "Freeze"),
            ("unfreeze", "Unfreeze"),
            ("renew", "Renew"),
            ("replace", "Replace"),
            ("cancel", "Cancel Card"),
        ],
        string="Step",
        required=True,
    )
    reason = fields.Char()
    is_reason_required = fields.Boolean(compute="_compute_consequence")
    consequence = fields.Char(compute="_compute_consequence")
    outlet_id = fields.Many2one(
        "membership.outlet",
        default=lambda self: self.env["membership.outlet"]._get_default(),
        help="Where this happens.",
    )

    # === COMPUTE METHODS === #
    @api.depends("action", "card_id")
    def _compute_consequence(self):
        for act in self:
            act.is_reason_required = act.action in REASON_ACTIONS
            act.consequence = self._get_consequences().get(act.action)

    @api.model
    def _get_consequences(self):
        return {
            "activate": self.env._("The card works from now on."),
            "report_loss": self.env._(
                "The card stops working at once, at every till. Balances stay."
            ),
            "cancel_loss": self.env._("The card was found: it works again."),
            "freeze": self.env._("The card stops working until it is unfrozen."),
            "unfreeze": self.env._("The card works again."),
            "renew": self.env._("The card works for another period of its type."),
            "replace": self.env._(
                "A new card is issued. The old number is dead at once; balance, points "
                "and history stay."
            ),
            "cancel": self.env._(
                "The card never works again. Balances stay with the member."
            ),
        }

    # === ACTION METHODS === #
    def action_apply(self):
        """Take the step; a replacement opens the new card, ready to print."""
        self.ensure_one()
        card = self.card_id
        card.check_access("write")
        self.outlet_id._check_in_scope()
        if card.state not in CARD_GRAPH[self.action][0]:
            raise UserError(
                self.env._("The card has changed in the meantime: close this window.")
            )
        result = card._change_state(self.action, self.reason, self.outlet_id)
        if self.action != "replace":
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.card",
            "res_id": result.id,
            "view_mode": "form",
        }
