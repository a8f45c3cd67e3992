from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..const import DEALER_GRAPH, REASON_ACTIONS
from .membership_dealer import MANAGER


class MembershipDealer(models.Model):
    """The life of a dealer: one declared graph, one gate."""

    _inherit = "membership.dealer"

    is_entitled = fields.Boolean(
        string="Dealer Prices",
        compute="_compute_is_entitled",
        help="Whether this dealer gets its prices now: it and everybody above it is "
        "approved, and the agreement runs.",
    )
    refusal = fields.Char(string="Why Not", compute="_compute_is_entitled")

    # === COMPUTE METHODS === #
    @api.depends("state", "agreement_from", "agreement_until", "parent_path")
    def _compute_is_entitled(self):
        entitled = self._filter_entitled()
        for dealer in self:
            dealer.is_entitled = dealer in entitled
            dealer.refusal = dealer._get_refusal() or False

    # === ACTION METHODS === #
    def action_approve(self):
        """Give the dealer its prices."""
        self._act("approve")

    def action_resume(self):
        """Give the dealer its prices back."""
        self._act("resume")

    def action_reopen(self):
        """Take a closed dealer up again, as an application."""
        self._act("reopen")

    def action_act(self):
        """Open the window for the act named in the context, which asks why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dealer"),
            "res_model": "membership.dealer.act",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dealer_ids": self.ids,
                "default_action": self.env.context.get("dealer_action"),
            },
        }

    def _act(self, action, reason=None):
        """An act of the user: checked, then through the gate."""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Approving and suspending dealers is a manager's right.")
            )
        self._change_state(action, reason)

    # === BUSINESS METHODS === #
    def _change_state(self, action, reason=None):
        """The one gate through which a dealer's state changes.

        :param action: approve, refuse, suspend, resume, close or reopen
        :param reason: why; required to refuse, suspend and close
        :raises UserError: in a state that the action does not start from
        """
        sources, target = DEALER_GRAPH[action]
        reason = (reason or "").strip()
        if action in REASON_ACTIONS and not reason:
            raise UserError(self.env._("Say why: the dealer will ask."))
        for dealer in self:
            if dealer.state not in sources:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(dealer)s is %(state)s: this cannot be done now.",
                        dealer=dealer.display_name,
                        state=states[dealer.state],
                    )
                )
            if target == "approved":
                dealer._check_can_approve()
        self.sudo().write(
            {
                "state": target,
                "state_reason": reason or False,
                "state_on": fields.Datetime.now(),
            }
        )
        for dealer in self.sudo():
            if reason:
                dealer.message_post(body=reason)
            dealer._after_state_change(action, reason)

    def _is_entitled(self):
        """Whether this dealer gets dealer prices now."""
        self.ensure_one()
        return self in self._filter_entitled()

    def _filter_entitled(self):
        """Those of these dealers who get dealer prices now, in one query.

        Asked on every request, never remembered: it looks at the dealer and at
        everybody above it.
        """
        if not self.ids:
            return self.browse()
        found = self._get_entitled_sql(SQL("SELECT unnest(%s::integer[])", self.ids))
        self.env.cr.execute(found)
        entitled_ids = {row[0] for row in self.env.cr.fetchall()}
        return self.filtered(lambda dealer: dealer.id in entitled_ids)

    @api.model
    def _get_entitled_sql(self, ids):
        """Those of some dealers who get dealer prices now.

        :param ids: SQL that selects ids of dealers
        :returns: SQL that selects ids
        """
        self.flush_model(["state", "upline_id", "agreement_from", "agreement_until"])
        return SQL(
            """
            WITH RECURSIVE line AS (
                SELECT id AS dealer_id, upline_id, %(open)s AS is_open
                FROM membership_dealer dealer
                WHERE id IN (%(ids)s)
                UNION
                SELECT line.dealer_id, dealer.upline_id, %(open)s
                FROM line JOIN membership_dealer dealer ON dealer.id = line.upline_id
            )
            SELECT dealer_id FROM line GROUP BY dealer_id HAVING bool_and(is_open)
            """,
            open=self._get_open_sql(),
            ids=ids,
        )

    def _get_refusal(self):
        """Why this dealer does not get dealer prices now, None if it does."""
        self.ensure_one()
        for dealer in self.sudo()._get_line():
            if reason := dealer._get_own_refusal():
                return reason
        return None

    def _get_own_refusal(self):
        """Why this dealer by itself gets no prices, whatever is above it."""
        self.ensure_one()
        if self.state != "approved":
            states = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(dealer)s is %(state)s.",
                dealer=self.display_name,
                state=states[self.state],
            )
        today = fields.Date.context_today(self)
        if self.agreement_from and self.agreement_from > today:
            return self.env._(
                "The agreement with %(dealer)s begins on %(date)s.",
                dealer=self.display_name,
                date=self.agreement_from,
            )
        if self._ends_with_agreement() and self.agreement_until < today:
            return self.env._(
                "The agreement with %(dealer)s ended on %(date)s.",
                dealer=self.display_name,
                date=self.agreement_until,
            )
        return None

    # === HOOKS === #
    @api.model
    def _get_open_sql(self):
        """Hook: SQL that says of a row ``dealer`` whether it is open by itself.

        ``_get_own_refusal`` says the same in words: keep both in step.
        """
        return SQL(
            """
            (dealer.state = 'approved'
             AND COALESCE(dealer.agreement_from <= %(today)s, true)
             AND (
                COALESCE(dealer.agreement_until >= %(today)s, true)
                OR NOT EXISTS (
                    SELECT FROM res_company company
                    WHERE company.id = dealer.company_id
                        AND company.membership_dealer_expiry = 'suspend'
                )
             ))
            """,
            today=fields.Date.context_today(self),
        )

    def _ends_with_agreement(self):
        """Whether the last day of the agreement is the last day of the prices."""
        return bool(
            self.agreement_until
            and self.company_id.membership_dealer_expiry == "suspend"
        )

    def _check_can_approve(self):
        """Hook: raise if this dealer cannot be approved or resumed yet."""
        self.ensure_one()
        if not self.sudo().pricelist_id:
            raise UserError(
                self.env._(
                    "%(dealer)s would have no prices: choose a level, an agreed price "
                    "list or, below an upline, a markup.",
                    dealer=self.display_name,
                )
            )

    def _after_state_change(self, action, reason):
        """Hook: what follows from a change of state (portal account, welcome mail).

        Called once per dealer, as the system, after the state was written.

        :param action: see ``_change_state``
        """
