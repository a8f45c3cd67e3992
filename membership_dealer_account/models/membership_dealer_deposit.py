from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import DEPOSIT_GRAPH

FINANCE = "account.group_account_invoice"
# Written by the answer only.
GUARDED = frozenset(("name", "state", "entry_id", "decided_by_id"))
# What was answered stays as it was.
FIXED = frozenset(("dealer_id", "amount", "slip", "method_id", "transferred_on"))


class MembershipDealerDeposit(models.Model):
    """A transfer that a dealer says it has made; finance confirms that it came."""

    _name = "membership.dealer.deposit"
    _description = "Dealer Deposit"
    _inherit = ["membership.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    dealer_id = fields.Many2one(
        "membership.dealer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="dealer_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True)
    transferred_on = fields.Date(required=True, default=fields.Date.context_today)
    transfer_reference = fields.Char(
        help="As on the slip: what to look for at the bank."
    )
    slip_name = fields.Char(string="File Name")
    # In the filestore, readable by who may read this record: never public.
    slip = fields.Binary(string="Transfer Slip", attachment=True)
    method_id = fields.Many2one(
        "membership.topup.method",
        string="Came In Through",
        check_company=True,
        help="Where the money is: chosen by who confirms it.",
    )
    state = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="submitted",
        index=True,
        tracking=True,
        copy=False,
    )
    reason = fields.Char(string="Why Refused", tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    entry_id = fields.Many2one("membership.entry", readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A transfer is more than zero."
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A deposit begins as a claim; its slip is looked into."""
        Sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if vals.get("state", "submitted") != "submitted":
                raise UserError(self.env._("A deposit begins as submitted."))
            if vals.get("slip"):
                vals |= self._check_slip(vals.get("slip_name"), vals["slip"])
            if vals.get("name", "/") == "/":
                vals["name"] = Sequence.next_by_code("membership.dealer.deposit")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(deposit.state == "confirmed" for deposit in self):
            raise UserError(self.env._("A confirmed deposit stays on file."))

    # === ACTION METHODS === #
    def action_confirm(self):
        """The money is there: put it on the dealer's balance and book it."""
        self._check_finance()
        for deposit in self:
            deposit._change_state("confirm")

    def action_refuse(self):
        """The money did not come; say why first."""
        self._check_finance()
        self._change_state("refuse")

    def _check_finance(self):
        self.check_access("write")
        if not self.env.user.has_group(FINANCE):
            raise AccessError(self.env._("Accountants confirm what came in."))

    # === BUSINESS METHODS === #
    def _check_can_edit(self, vals):
        """What was answered stays; the answer comes from the buttons."""
        if GUARDED & vals.keys():
            raise AccessError(self.env._("A deposit is answered by its buttons only."))
        if FIXED & vals.keys() and any(each.state != "submitted" for each in self):
            raise UserError(self.env._("This deposit was answered: it stays as it is."))

    def _change_state(self, action):
        """The one gate through which a deposit is answered: confirm or refuse."""
        sources, target = DEPOSIT_GRAPH[action]
        for deposit in self:
            if deposit.state not in sources:
                raise UserError(
                    self.env._(
                        "%(name)s was answered already: reload the page.",
                        name=deposit.name,
                    )
                )
            vals = {"state": target, "decided_by_id": self.env.uid}
            if action == "refuse" and not (deposit.reason or "").strip():
                raise UserError(self.env._("Say why: the dealer reads it."))
            if action == "confirm":
                vals["entry_id"] = deposit._credit().id
            deposit.sudo()._through_gate().write(vals)

    def _credit(self):
        """Post and book this deposit, once."""
        self.ensure_one()
        if not self.method_id:
            raise UserError(
                self.env._("Choose first through which account the money came in.")
            )
        decimals = self.currency_id.decimal_places
        return self.sudo().dealer_id._credit_prepaid(
            f"{self.amount:.{decimals}f}",
            "topup",
            f"deposit:{self.id}",
            self,
            self.method_id._get_receiving_account(),
            self.env._("Deposit %(name)s", name=self.name),
        )

    # === HELPERS === #
    @api.model
    def _check_slip(self, name, file):
        """Name and kind of a slip by what is in it (see the dealer documents)."""
        harmless, _kind = self.env["membership.dealer.document"]._check_file(name, file)
        return {"slip_name": harmless}
