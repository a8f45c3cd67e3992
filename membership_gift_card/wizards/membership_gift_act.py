import uuid

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..const import ISSUER_ACTS

# Who may do what; everybody who may do the second may do the first.
OPERATOR_ACTS = ("spoil",)


class MembershipGiftAct(models.TransientModel):
    """One step in the life of gift cards that asks why."""

    _name = "membership.gift.act"
    _inherit = ["membership.naming"]
    _description = "Gift Card Act"

    key = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    card_ids = fields.Many2many(
        "membership.gift.card", string="Cards", required=True, readonly=True
    )
    action = fields.Selection(
        [
            ("block", "Block"),
            ("unblock", "Unblock"),
            ("extend", "Extend the validity"),
            ("spoil", "Take out of stock as damaged"),
            ("cancel", "Cancel the number"),
            ("pass_on", "Pass the balance on to a new card"),
            ("write_off", "Write off what is left"),
            ("buy_back", "Pay out what is left"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Char(required=True)
    method_id = fields.Many2one(
        "membership.topup.method",
        string="Paid Out By",
        domain="[('company_id', 'parent_of', company_id)]",
    )
    company_id = fields.Many2one(related="outlet_id.company_id")
    term = fields.Char(string="New Card", help="Number or code of a blank: scan it.")
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )

    # === ACTION METHODS === #
    def action_confirm(self):
        """Do it, for all of the cards or for none."""
        self.ensure_one()
        self.card_ids.check_access("read")
        self.outlet_id.check_access("read")
        self.outlet_id._check_in_scope()
        self._check_may_act()
        if self.action in ISSUER_ACTS:
            foreign = self.card_ids.filtered("is_foreign")
            foreign.type_id._check_issued_by(self.env.company)
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why: a reason is needed for this."))
        if self.action == "pass_on":
            return self._pass_on()
        if self.action == "write_off":
            self.card_ids._write_off(self.reason)
        elif self.action == "buy_back":
            self._buy_back()
        elif self.action == "extend":
            self.card_ids._extend(self.reason)
        else:
            self.card_ids._change_state(self.action, self.reason)
        return {"type": "ir.actions.act_window_close"}

    # === HELPERS === #
    def _check_may_act(self):
        """Operators take damaged blanks out of stock; the rest is the card centre's."""
        user = self.env.user
        group = "membership_ledger.group_card_centre"
        if self.action in OPERATOR_ACTS:
            group = "membership_ledger.group_operator"
        elif self.action in ("write_off", "cancel", "buy_back"):
            group = "membership_ledger.group_manager"
        if not user.has_group(group):
            raise AccessError(
                self.env._("You may not do this with gift cards: ask a manager.")
            )

    def _buy_back(self):
        self.method_id.check_access("read")
        if not self.method_id:
            raise UserError(self.env._("Choose how the money is paid out."))
        self.card_ids.ensure_one()._buy_back(
            self.key, self.reason, method=self.method_id, outlet=self.outlet_id
        )

    def _pass_on(self):
        card = self.card_ids.ensure_one()
        new = (
            self.env["membership.gift.card"]
            .sudo()
            ._find_blank(self.term, card.company_id)
        )
        if not new:
            raise UserError(self.env._("There is no blank card with this number."))
        card._pass_on(new, self.key, self.reason, self.outlet_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.gift.card",
            "res_id": new.id,
            "view_mode": "form",
        }
