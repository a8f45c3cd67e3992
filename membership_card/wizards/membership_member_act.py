from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import IDENTITY_PROOFS, MEMBER_GRAPH

# Which identity check of the company an act of a member needs.
IDENTITY_OF = {"close": "cancel", "unfreeze": "unfreeze"}


class MembershipMemberAct(models.TransientModel):
    """Freeze, unfreeze or end: a membership, one account, or all cards at once."""

    _name = "membership.member.act"
    _inherit = ["membership.window"]
    _description = "Membership Step"

    member_id = fields.Many2one("membership.member", required=True, readonly=True)
    state = fields.Selection(related="member_id.state")
    action = fields.Selection(
        [
            ("freeze", "Freeze"),
            ("unfreeze", "Unfreeze"),
            ("close", "End Membership"),
        ],
        string="Step",
        required=True,
    )
    scope = fields.Selection(
        [
            ("member", "The Whole Membership"),
            ("cards", "All Cards"),
            ("account", "One Account"),
        ],
        required=True,
        default="member",
        help="The whole membership: cards and accounts. All cards: balances can still "
        "be used without a card, for example on an invoice. One account: only what it "
        "holds is stopped.",
    )
    account_id = fields.Many2one(
        "membership.account", domain="[('member_id', '=', member_id)]"
    )
    reason = fields.Char(required=True)
    identified_by = fields.Selection(IDENTITY_PROOFS)
    identity_note = fields.Char(string="Details")
    is_identity_required = fields.Boolean(compute="_compute_consequence")
    consequence = fields.Char(compute="_compute_consequence")
    left_text = fields.Text(string="Still There", compute="_compute_left_text")
    outlet_id = fields.Many2one(
        "membership.outlet",
        default=lambda self: self.env["membership.outlet"]._get_default(),
        help="Where this happens.",
    )

    # === COMPUTE METHODS === #
    @api.depends("action", "scope", "member_id")
    def _compute_consequence(self):
        for act in self:
            company = act.member_id.company_id.sudo()
            needed = IDENTITY_OF.get(act.action)
            act.is_identity_required = bool(
                needed and company and company._needs_identity(needed)
            )
            key = "close" if act.action == "close" else f"{act.action} {act.scope}"
            act.consequence = self._get_consequences().get(key)

    @api.depends("member_id", "action")
    def _compute_left_text(self):
        for act in self:
            texts = []
            if act.action == "close" and act.member_id:
                texts = act.member_id.sudo()._get_left_texts()
            act.left_text = "\n".join(texts)

    @api.model
    def _get_consequences(self):
        return {
            "freeze member": self.env._(
                "Cards and accounts stop working at once, until unfrozen."
            ),
            "freeze cards": self.env._(
                "All cards of this member stop working at once; accounts stay open."
            ),
            "freeze account": self.env._(
                "Nothing can be paid from this account until it is unfrozen; the cards "
                "go on."
            ),
            "unfreeze member": self.env._("Cards and accounts work again."),
            "unfreeze cards": self.env._("All frozen cards of this member work again."),
            "unfreeze account": self.env._("This account can be used again."),
            "close": self.env._(
                "What is left is settled, all cards are cancelled, and the phone is "
                "free for another member. History stays."
            ),
        }

    # === ACTION METHODS === #
    def action_apply(self):
        """Take the step."""
        self._apply()
        return {"type": "ir.actions.act_window_close"}

    def action_apply_print(self):
        """Take the step and print its form for the signatures."""
        events = self._apply()
        return events.action_print_form() | {"close_on_report_download": True}

    # === BUSINESS METHODS === #
    def _apply(self):
        """Take the step.

        :returns: its audit rows
        """
        self.ensure_one()
        self.member_id.check_access("write")
        self.outlet_id._check_in_scope()
        if self.action == "close":
            self.member_id._check_at_home()
        if self.is_identity_required and not self.identified_by:
            raise UserError(
                self.env._(
                    "Identify the person first and say how: %(company)s asks for it "
                    "before this step.",
                    company=self.member_id.company_id.name,
                )
            )
        domain = [("member_id", "=", self.member_id.id)]
        Event = self.env["membership.card.event"]
        last = Event.search(domain, limit=1).id
        details = {
            "identified_by": self.identified_by,
            "identity_note": self.identity_note,
        }
        if self.action == "close" or self.scope == "member":
            if self.action not in MEMBER_GRAPH:
                raise UserError(self.env._("Choose what shall happen."))
            how = self._prepare_settlement() if self.action == "close" else None
            self.member_id._change_state(
                self.action, self.reason, self.outlet_id, how, **details
            )
        elif self.scope == "cards":
            verb = getattr(self.member_id, f"_{self.action}_cards")
            verb(self.reason, self.outlet_id, **details)
        else:
            self._apply_to_account(details)
        events = Event.search([*domain, ("id", ">", last)])
        return events.filtered("subject_id") or events

    def _apply_to_account(self, details):
        """Freeze or unfreeze one account of the member."""
        account = self.account_id.sudo()
        if account.member_id != self.member_id:
            raise UserError(self.env._("Choose an account of this member."))
        before = account.state
        if self.action == "freeze":
            account._freeze()
        else:
            self.member_id._check_active()
            account._unfreeze()
        self.env["membership.card.event"].sudo()._log_subject(
            self.member_id,
            self.action,
            (before, account.state),
            self.reason,
            self.outlet_id,
            account_id=account.id,
            **details,
        )

    # === HOOKS === #
    def _prepare_settlement(self):
        """Hook: what becomes of what is left, for ``member._settle(reason, how)``."""
        return {}
