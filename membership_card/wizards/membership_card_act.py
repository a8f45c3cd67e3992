from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CARD_GRAPH, CAUSES, CHANGEABLE, IDENTITY_PROOFS, REASON_ACTIONS

REPLACE_CAUSES = ("lost", "stolen", "damaged", "other")


class MembershipCardAct(models.TransientModel):
    """One step in the life of a card: who asked, why, and the form to sign."""

    _name = "membership.card.act"
    _inherit = ["membership.window"]
    _description = "Card Step"

    card_id = fields.Many2one("membership.card", required=True, readonly=True)
    company_id = fields.Many2one(related="card_id.company_id")
    currency_id = fields.Many2one(related="card_id.currency_id")
    member_id = fields.Many2one(related="card_id.member_id")
    kind = fields.Selection(related="card_id.type_id.kind", string="Kind of Card")
    state = fields.Selection(related="card_id.state")
    action = fields.Selection(
        [
            ("activate", "Activate"),
            ("report_loss", "Report Loss"),
            ("confirm_loss", "Confirm Loss in Writing"),
            ("cancel_loss", "Cancel Loss Report"),
            ("freeze", "Freeze"),
            ("unfreeze", "Unfreeze"),
            ("renew", "Renew"),
            ("replace", "Replace"),
            ("change", "Change Data"),
            ("cancel", "Cancel Card"),
        ],
        string="Step",
        required=True,
    )
    reason = fields.Char()
    loss_cause = fields.Selection(
        [("phone", "By Phone"), ("formal", "In Writing")],
        string="Reported",
        default="formal",
    )
    replace_cause = fields.Selection(
        [cause for cause in CAUSES if cause[0] in REPLACE_CAUSES],
        string="Why",
        default="lost",
    )
    identified_by = fields.Selection(IDENTITY_PROOFS)
    identity_note = fields.Char(string="Details")
    is_reason_required = fields.Boolean(compute="_compute_consequence")
    is_identity_required = fields.Boolean(compute="_compute_consequence")
    consequence = fields.Char(compute="_compute_consequence")
    is_last_card = fields.Boolean(compute="_compute_is_last_card")
    outlet_id = fields.Many2one(
        "membership.outlet",
        default=lambda self: self.env["membership.outlet"]._get_default(),
        help="Where this happens.",
    )
    holder_id = fields.Many2one(
        "res.partner",
        compute="_compute_data",
        store=True,
        readonly=False,
    )
    limit_payment = fields.Monetary(
        compute="_compute_data",
        store=True,
        readonly=False,
        string="Limit per Payment",
    )
    limit_day = fields.Monetary(
        compute="_compute_data", store=True, readonly=False, string="Limit per Day"
    )
    barcode = fields.Char(compute="_compute_data", store=True, readonly=False)

    # === COMPUTE METHODS === #
    @api.depends("card_id")
    def _compute_data(self):
        for act in self:
            for name in CHANGEABLE:
                act[name] = act.card_id[name]

    @api.depends("action", "card_id", "loss_cause")
    def _compute_consequence(self):
        for act in self:
            company = act.card_id.company_id.sudo()
            act.is_reason_required = (
                act.action in REASON_ACTIONS and act.action != "replace"
            )
            act.is_identity_required = bool(
                company and act.action and company._needs_identity(act.action)
            )
            act.consequence = self._get_consequences().get(act.action)
            if act.action == "report_loss" and act.loss_cause == "phone":
                act.consequence = act._get_phone_consequence(company)

    @api.depends("card_id")
    def _compute_is_last_card(self):
        """Whether cancelling it leaves a member without any card."""
        for act in self:
            card = act.card_id
            act.is_last_card = bool(card.member_id) and card._is_last()

    def _get_phone_consequence(self, company):
        hours = company.membership_phone_loss_hours
        if not hours:
            return self._get_consequences()["report_loss"]
        return self.env._(
            "The card stops working at once, at every till. If the loss is not "
            "confirmed in writing within %(hours)s hours, the card works again. "
            "Balances stay.",
            hours=hours,
        )

    @api.model
    def _get_consequences(self):
        return {
            "activate": self.env._("The card works from now on."),
            "report_loss": self.env._(
                "The card stops working at once, at every till. Other cards of the "
                "member go on; balances stay."
            ),
            "confirm_loss": self.env._(
                "The loss that was reported by phone does not lapse any more."
            ),
            "cancel_loss": self.env._("The card was found: it works again."),
            "freeze": self.env._("The card stops working until it is unfrozen."),
            "unfreeze": self.env._("The card works again."),
            "renew": self.env._("The card works for another period of its type."),
            "replace": self.env._(
                "A new card is issued. The old number is dead at once; balance, points "
                "and history stay."
            ),
            "change": self.env._(
                "Number, balance and history stay; the history of the card says what "
                "changed."
            ),
            "cancel": self.env._(
                "The card never works again. Balances stay with the member."
            ),
        }

    # === ACTION METHODS === #
    def action_apply(self):
        """Take the step; a replacement opens the new card, ready to print."""
        result = self._apply()
        if self.action != "replace":
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.card",
            "res_id": result.id,
            "view_mode": "form",
        }

    def action_apply_print(self):
        """Take the step and print its form for the signatures."""
        self._apply()
        event = self.card_id._get_last_event(self.action).sudo(False)
        return event.action_print_form() | {"close_on_report_download": True}

    def action_end_membership(self):
        """Go on to the window that ends the membership and cancels this last card.

        What was entered here goes along.
        """
        self.ensure_one()
        action = self.member_id.action_close()
        kept = ("reason", "identified_by", "identity_note")
        context = {f"default_{name}": self[name] for name in kept}
        context["default_outlet_id"] = self.outlet_id.id
        return {**action, "context": {**action["context"], **context}}

    # === BUSINESS METHODS === #
    def _apply(self):
        """Take the step, with all that was entered.

        :returns: the card that is valid afterwards
        """
        self.ensure_one()
        card = self.card_id
        card.check_access("write")
        self.outlet_id._check_in_scope()
        if card.state not in CARD_GRAPH[self.action][0]:
            raise UserError(
                self.env._("The card has changed in the meantime: close this window.")
            )
        return card._take_step(
            self.action,
            self._get_reason(),
            self.outlet_id,
            changes=self._get_changes() if self.action == "change" else None,
            cause=self._get_cause(),
            identified_by=self.identified_by,
            identity_note=self.identity_note,
        )

    def _get_cause(self):
        if self.action == "report_loss":
            return self.loss_cause
        return self.replace_cause if self.action == "replace" else None

    def _get_reason(self):
        """What was written; for a replacement, why it is needed says enough."""
        reason = (self.reason or "").strip()
        if self.action == "replace" and not reason and self.replace_cause:
            labels = dict(
                self._fields["replace_cause"]._description_selection(self.env)
            )
            return labels[self.replace_cause]
        return reason

    def _get_changes(self):
        """What is other than on the card."""
        card = self.card_id
        return {
            name: self[name].id if name == "holder_id" else self[name]
            for name in CHANGEABLE
            if self[name] != card[name]
        }
