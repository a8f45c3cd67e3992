from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.membership_card.const import PAID_STATES


class AccountMove(models.Model):
    """Gift cards on customer invoices: they can pay once the invoice is paid.

    Until then the invoice is owed to us and we owe nobody a card: its line is booked on
    an account in between. The payment activates the cards and moves the amount on to
    gift cards outstanding.
    """

    _inherit = "account.move"

    membership_gift_card_count = fields.Integer(
        compute="_compute_membership_gift_card_count", compute_sudo=True
    )

    membership_gift_origin_id = fields.Many2one(
        "account.move",
        string="Booked for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry of the other company that sold or took gift cards of this one.",
    )
    membership_gift_counterpart_ids = fields.One2many(
        "account.move",
        "membership_gift_origin_id",
        string="Booked at Issuers",
        help="Entries of the companies whose gift cards were sold or taken here.",
    )

    has_membership_gift_counterpart = fields.Boolean(
        compute="_compute_has_membership_gift_counterpart", compute_sudo=True
    )

    # === COMPUTE METHODS === #
    @api.depends("membership_gift_origin_id", "membership_gift_counterpart_ids")
    def _compute_has_membership_gift_counterpart(self):
        for move in self:
            move.has_membership_gift_counterpart = bool(
                move.membership_gift_origin_id or move.membership_gift_counterpart_ids
            )

    def _compute_membership_gift_card_count(self):
        groups = self.env["membership.gift.card"]._read_group(
            [("invoice_line_id.move_id", "in", self.ids)],
            ["invoice_line_id"],
            ["__count"],
        )
        counts = dict.fromkeys(self.ids, 0)
        for line, count in groups:
            counts[line.move_id.id] += count
        for move in self:
            move.membership_gift_card_count = counts.get(move.id, 0)

    # === CRUD METHODS === #
    def button_draft(self):
        """What activated cards stays."""
        self._check_no_active_gift_cards()
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """Activated cards are bought back one by one, not by a credit note."""
        self._check_no_active_gift_cards()
        return super()._reverse_moves(default_values_list, cancel)

    def _post(self, soft=True):
        """What is invoiced is what was reserved, no more and no less."""
        for move in self:
            for line in move._get_gift_lines():
                line._check_sells_gift_cards()
        return super()._post(soft)

    def _invoice_paid_hook(self):
        """Paid: the cards can be used from now on."""
        result = super()._invoice_paid_hook()
        for move in self:
            if move.move_type == "out_invoice" and move.payment_state in PAID_STATES:
                move._activate_gift_cards()
        return result

    # === ACTION METHODS === #
    def action_view_gift_cards(self):
        """Open the gift cards that this invoice sells."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Gift Cards"),
            "res_model": "membership.gift.card",
            "view_mode": "list,form",
            "domain": [("invoice_line_id.move_id", "in", self.ids)],
        }

    def action_view_gift_counterparts(self):
        """Open what the other company has booked about the same gift cards."""
        moves = self.sudo().membership_gift_origin_id
        moves |= self.sudo().membership_gift_counterpart_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Booked at the Other Company"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", moves.ids)],
        }

    # === BUSINESS METHODS === #
    def _activate_gift_cards(self):
        """Sell the cards on this paid invoice, each once, and book it."""
        self.ensure_one()
        Entry = self.env["membership.entry"].sudo()
        new = Entry.browse()
        for line in self._get_gift_lines():
            amount = line._get_gift_amount()
            for card in line.membership_gift_card_ids:
                # Sold before: the payment was undone and is made good now.
                if card.state == "blank":
                    key = f"invoice_line:{line.id}"
                    new |= card._sell(
                        amount, key, outlet=card.outlet_id, origin=self.sudo()
                    )
        if new:
            self.env["membership.wallet.booking"].sudo()._post_counterpart(
                new,
                self.company_id._get_membership_account("gift_order"),
                self.env._("Gift cards of %(invoice)s", invoice=self.name),
                partner=self.commercial_partner_id,
                company=self.company_id,
            )

    def _after_payment_undone(self):
        """Cards that it had paid for stop until it is made good."""
        result = super()._after_payment_undone()
        for move in self:
            cards = move._get_gift_lines().membership_gift_card_ids
            cards.filtered(lambda card: card.state == "active")._change_state(
                "block",
                self.env._("The payment of %(invoice)s was undone", invoice=move.name),
            )
        return result

    # === HELPERS === #
    def _check_can_settle(self, wallet, amount, move_type):
        """Stored value, bonus too, is not turned into gift cards."""
        if self._get_gift_lines():
            raise UserError(
                self.env._(
                    "%(invoice)s sells gift cards: it is not paid from stored value.",
                    invoice=self.name,
                )
            )
        return super()._check_can_settle(wallet, amount, move_type)

    def _get_gift_lines(self):
        """Lines that sell gift cards, in sudo."""
        return self.sudo().invoice_line_ids.filtered("membership_gift_card_ids")

    def _check_no_active_gift_cards(self):
        for move in self:
            cards = move._get_gift_lines().membership_gift_card_ids
            if sold := cards.filtered("account_id")[:1]:
                raise UserError(
                    self.env._(
                        "%(invoice)s has sold gift cards, such as %(number)s: it stays "
                        "as it is. Block the cards, or buy them back.",
                        invoice=move.name,
                        number=sold.number,
                    )
                )
