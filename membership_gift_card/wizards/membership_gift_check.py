from odoo import api, fields, models


class MembershipGiftCheck(models.TransientModel):
    """What is on a gift card: told to whoever has it in hand, and noted."""

    _name = "membership.gift.check"
    _description = "Check a Gift Card"

    code = fields.Char(help="Scan the card, or type its code.")
    card_id = fields.Many2one("membership.gift.card", readonly=True)
    is_unknown = fields.Boolean(readonly=True)
    state = fields.Selection(related="card_id.state")
    type_id = fields.Many2one(related="card_id.type_id")
    currency_id = fields.Many2one(related="card_id.currency_id")
    balance = fields.Monetary(compute="_compute_balance")
    valid_until = fields.Date(related="card_id.valid_until")
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
            wizard.balance = wizard.card_id.sudo().balance

    @api.depends("card_id")
    def _compute_entry_ids(self):
        """The card may be of another outlet: its number and balance are told here, its
        file stays with whom it belongs to."""
        for wizard in self:
            card = wizard.card_id
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
        self.card_id = card.sudo(False)
        self.is_unknown = not card
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
