from odoo import api, fields, models

from ..const import STATES


class MembershipGiftCheck(models.TransientModel):
    """What is on a gift card: told to whoever has it in hand, and noted."""

    _name = "membership.gift.check"
    _inherit = ["membership.guarded", "membership.naming"]
    _description = "Check a Gift Card"

    # Only the code opens a card here: an id that somebody sends opens nothing.
    _by_acts = frozenset(("card_id", "is_unknown"))

    code = fields.Char(help="Scan the card, or type its code.")
    card_id = fields.Many2one("membership.gift.card", readonly=True)
    is_unknown = fields.Boolean(readonly=True)
    state = fields.Selection(STATES, compute="_compute_balance")
    type_id = fields.Many2one("membership.gift.type", compute="_compute_balance")
    currency_id = fields.Many2one("res.currency", compute="_compute_balance")
    balance = fields.Monetary(compute="_compute_balance")
    valid_until = fields.Date(compute="_compute_balance")
    entry_ids = fields.Many2many(
        "membership.entry",
        compute="_compute_entry_ids",
        help="Those that you may see: what was paid at other outlets is theirs.",
    )
    is_ours = fields.Boolean(
        compute="_compute_entry_ids", help="The card is in the lists of this user."
    )

    # === COMPUTE METHODS === #
    @api.depends("card_id")
    def _compute_balance(self):
        for wizard in self:
            card = wizard._get_card().sudo()
            wizard.state = card.state
            wizard.type_id = card.type_id.sudo(False)
            wizard.currency_id = card.currency_id
            wizard.balance = card.balance
            wizard.valid_until = card.valid_until

    @api.depends("card_id")
    def _compute_entry_ids(self):
        """The card may be of another outlet: its number and balance are told here, its
        file stays with whom it belongs to."""
        for wizard in self:
            card = wizard._get_card()
            account = card.sudo().account_id
            wizard.is_ours = bool(card._filtered_access("read"))
            entries = self.env["membership.entry"]
            if account:
                entries = entries.search([("account_id", "=", account.id)])
            wizard.entry_ids = entries

    # === ACTION METHODS === #
    def action_look_up(self):
        """Look the code up; too many wrong ones lock the door for a while."""
        self.ensure_one()
        card = self.env["membership.gift.lookup"]._look_up(
            self.code, self.env.company, "back office"
        )
        self.sudo().write({"card_id": card.id, "is_unknown": not card})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check a Gift Card"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_recover(self):
        """Take the empty card back from whoever has brought it, at this outlet."""
        self.ensure_one()
        card = self.card_id.sudo()
        card._check_may_serve()
        outlet = self.env["membership.outlet"]._get_default()
        card._change_state("recover", outlet=outlet)
        return {"type": "ir.actions.act_window_close"}

    def action_open(self):
        """Open the card."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.gift.card",
            "res_id": self.card_id.id,
            "view_mode": "form",
        }

    # === HELPERS === #
    def _get_card(self):
        """The card that was looked up: what a form sends before it is saved is none."""
        return self._origin.card_id
