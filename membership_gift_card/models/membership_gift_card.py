from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.membership_card.const import PAID_STATES

from ..codes import grouped, masked
from ..const import STATES

# Written by its acts only.
GUARDED = frozenset(
    (
        "number",
        "code",
        "code_hash",
        "state",
        "type_id",
        "company_id",
        "outlet_id",
        "account_id",
        "sold_on",
        "valid_until",
        "replaced_by_id",
        "invoice_line_id",
    )
)


class MembershipGiftCard(models.Model):
    """An anonymous card with money on it: no member, no points, no benefits."""

    _name = "membership.gift.card"
    _inherit = ["membership.guarded"]
    _names_people = True  # see membership.naming
    _description = "Gift Card"
    _order = "number"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True, copy=False)
    code = fields.Char(
        readonly=True,
        copy=False,
        groups="membership_ledger.group_manager",
        help="For the printer. Forgotten when the card is sold: from then on only the "
        "card itself knows it.",
    )
    code_hash = fields.Char(
        required=True, readonly=True, copy=False, groups="base.group_system"
    )
    type_id = fields.Many2one(
        "membership.gift.type",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Where the card is; once sold, where it was sold.",
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="blank", copy=False
    )
    account_id = fields.Many2one(
        "membership.account",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    balance = fields.Float(related="account_id.balance", digits=0)
    available = fields.Float(related="account_id.available", digits=0)
    amount = fields.Monetary(string="Sold For", readonly=True, copy=False)
    sold_on = fields.Date(readonly=True, copy=False)
    valid_until = fields.Date(readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "membership.gift.card", readonly=True, copy=False, ondelete="restrict"
    )
    replaces_ids = fields.One2many("membership.gift.card", "replaced_by_id")
    invoice_line_id = fields.Many2one(
        "account.move.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The invoice that sells this card: it can pay once that is paid.",
    )
    invoice_id = fields.Many2one(related="invoice_line_id.move_id")
    is_reserved = fields.Boolean(
        string="Reserved",
        compute="_compute_is_reserved",
        compute_sudo=True,
        help="On an invoice that is not paid yet.",
    )
    handover_ids = fields.Many2many("membership.gift.handover", readonly=True)
    event_ids = fields.One2many("membership.gift.event", "card_id", readonly=True)

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "There is a gift card with this number."
    )
    _code_unique = models.UniqueIndex("(code_hash)", "There is a card with this code.")
    _stock_index = models.Index("(outlet_id, type_id, state)")
    _expiry_index = models.Index(
        "(valid_until) WHERE state = 'active' AND valid_until IS NOT NULL"
    )

    # === COMPUTE METHODS === #
    @api.depends("state", "invoice_line_id.move_id.payment_state")
    def _compute_is_reserved(self):
        over = (*PAID_STATES, "reversed")
        for card in self:
            move = card.invoice_line_id.move_id
            card.is_reserved = bool(
                card.state == "blank"
                and move
                and move.state != "cancel"
                and move.payment_state not in over
            )

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if self:
            raise UserError(
                self.env._(
                    "A numbered card is never deleted: hand it in, or cancel it."
                )
            )

    # === ACTION METHODS === #
    def action_open_form(self):
        """Open the card."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_act(self):
        """Open the window for the act named in the context, which asks why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Gift Card"),
            "res_model": "membership.gift.act",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_card_ids": self.ids,
                "default_action": self.env.context.get("gift_action"),
            },
        }

    def action_recover(self):
        """Take empty cards back from customers, at the user's outlet."""
        self.check_access("read")
        self._check_may_serve()
        outlet = self.env["membership.outlet"]._get_default()
        self._change_state("recover", outlet=outlet)

    def action_view_entries(self):
        """Open what happened on these cards."""
        return self.account_id.action_view_entries()

    def action_print_receipt(self):
        """Print what the buyer gets beside the card."""
        return self.env.ref("membership_gift_card.action_report_receipt").report_action(
            self
        )

    # === HELPERS === #
    def _get_masked_number(self):
        self.ensure_one()
        return masked(self.number)

    def _get_code_groups(self):
        """The secret code for the printer; for whoever may read it."""
        self.ensure_one()
        return grouped(self.code) if self.type_id.protection == "code" else ""

    def _get_code_uri(self):
        """The secret code in bars, for an ``src``; for whoever may read it."""
        self.ensure_one()
        return self.env["membership.card"]._get_bars_uri(self.code, "code128")

    def _check_can_edit(self, vals):
        """What a card is changes by its acts, never by editing a field."""
        if GUARDED & vals.keys():
            raise UserError(self.env._("A gift card changes by its buttons only."))

    @api.model
    def _check_may_serve(self):
        """Raise unless this user may act on gift cards."""
        if not self.env.user.has_group("membership_ledger.group_operator"):
            raise UserError(
                self.env._("Only operators handle gift cards: ask one to do it.")
            )
