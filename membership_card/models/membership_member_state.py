from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import MEMBER_GRAPH


class MembershipMember(models.Model):
    """Active, frozen, closed; and the accounts that go along."""

    _inherit = "membership.member"

    # === ACTION METHODS === #
    def action_freeze(self):
        """Open the window that stops a member, an account or all cards."""
        return self._action_member_act("freeze")

    def action_unfreeze(self):
        """Open the window that lets the member go on."""
        return self._action_member_act("unfreeze")

    def action_close(self):
        """Open the window that ends the membership."""
        self._check_at_home()
        return self._action_member_act("close")

    def _action_member_act(self, action):
        self.ensure_one()
        self.check_access("write")
        Act = self.env["membership.member.act"]
        names = dict(Act._fields["action"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": names[action],
            "res_model": "membership.member.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id, "default_action": action},
        }

    # === BUSINESS METHODS === #
    def _change_state(self, action, reason=None, outlet=None, how=None, **details):
        """The one gate of a member's state; accounts and cards follow.

        :param action: freeze, unfreeze or close
        :param dict how: for close, what becomes of what is left, see :meth:`_settle`
        :param details: identified_by and identity_note, for the audit row
        """
        sources, target = MEMBER_GRAPH[action]
        for member in self:
            if member.state not in sources:
                raise UserError(
                    self.env._(
                        "%(member)s is in another state: reload the page.",
                        member=member.display_name,
                    )
                )
        accounts = self.sudo().account_ids
        if action == "freeze":
            accounts.filtered(lambda account: account.state == "open")._freeze()
        elif action == "unfreeze":
            frozen = accounts.filtered(lambda account: account.state == "frozen")
            (frozen - self._get_stopped_accounts())._unfreeze()
        else:
            self._close(reason, outlet, how)
        Event = self.env["membership.card.event"].sudo()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        for state, members in self.grouped("state").items():
            states = state, target
            Event._log_subject(members, action, states, reason, outlet, **details)
        self.sudo().write({"state": target})
        if reason:
            for member in self:
                member.message_post(body=reason)

    def _get_stopped_accounts(self):
        """Accounts of these members that were frozen for themselves, and still are.

        Whoever lets the member go on says nothing about them.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT account_id FROM (
                    SELECT DISTINCT ON (account_id) account_id, action
                    FROM membership_card_event
                    WHERE subject_id = ANY(%s) AND account_id IS NOT NULL
                    ORDER BY account_id, id DESC
                ) last WHERE action = 'freeze'
                """,
                self.ids,
            )
        )
        ids = [account_id for (account_id,) in self.env.cr.fetchall()]
        return self.env["membership.account"].sudo().browse(ids)

    def _close(self, reason, outlet, how):
        """Settle what is left, cancel the cards, close the accounts."""
        self._check_can_close()
        self._settle(reason, how)
        cards = self.sudo().card_ids.filtered(lambda card: card.state != "cancelled")
        why = reason or self.env._("Membership closed")
        cards._change_state("cancel", why, outlet)
        accounts = self.sudo().account_ids
        accounts.filtered(lambda account: account.state != "closed")._close()

    def _freeze_cards(self, reason, outlet=None, **details):
        """Freeze all cards of these members that work; the membership goes on.

        :returns: the cards
        :raises UserError: if no card works
        """
        cards = self.sudo().card_ids.filtered(lambda card: card.state == "active")
        if not cards:
            raise UserError(self.env._("No card of this member works now."))
        return cards._change_state("freeze", reason, outlet, **details)

    def _unfreeze_cards(self, reason, outlet=None, **details):
        """Let all frozen cards of these members go on."""
        cards = self.sudo().card_ids.filtered(lambda card: card.state == "frozen")
        if not cards:
            raise UserError(self.env._("No card of this member is frozen."))
        return cards._change_state("unfreeze", reason, outlet, **details)

    def _check_can_close(self):
        """Hook: raise if a membership cannot end yet; accounts refuse alone."""

    def _settle(self, reason=None, how=None):
        """Hook: settle what is left on the accounts of members who leave.

        Runs before cards are cancelled and accounts are closed; an account that is not
        empty afterwards refuses to close.

        :param str reason: why they leave
        :param dict how: what was chosen for it, by keys of the addon that settles
        """

    def _has_benefits(self):
        """Hook: whether price and points of the level are this member's now.

        Money stays his own in any case: paying with stored value asks
        :meth:`_check_active` only.
        """
        self.ensure_one()
        return self.state == "active"

    def _get_left_texts(self):
        """Hook: what this member still has, one text per thing, for the one who closes.

        :returns: list of texts
        """
        self.ensure_one()
        return []

    def _check_active(self):
        """Raise if this member is frozen or closed, in a sentence for the till."""
        self.ensure_one()
        if self.state == "frozen":
            raise UserError(
                self.env._(
                    "The membership of %(member)s is frozen. Ask the card centre.",
                    member=self.display_name,
                )
            )
        if self.state == "closed" and self.merged_into_id:
            raise UserError(
                self.env._(
                    "%(member)s was merged: use %(survivor)s instead.",
                    member=self.number,
                    survivor=self.sudo().merged_into_id.display_name,
                )
            )
        if self.state == "closed":
            raise UserError(
                self.env._(
                    "The membership of %(member)s has ended.", member=self.display_name
                )
            )

    def _get_account(self, unit, create=True):
        """The member's account in ``unit``.

        :param unit: record of ``membership.unit``
        :param create: make it if there is none yet
        :returns: ``membership.account`` in sudo, empty if there is none and not created
        """
        self.ensure_one()
        Account = self.env["membership.account"].sudo()
        domain = [("member_id", "=", self.id), ("unit_id", "=", unit.id)]
        account = Account.search(domain, limit=1)
        if account or not create:
            return account
        ids = Account._open_for_members([self.id], [unit.id])
        return Account.browse(ids) or Account.search(domain, limit=1)

    def _pick_account(self, unit):
        """The member's account in ``unit`` out of all of his, which are read at once.

        :returns: ``membership.account`` in sudo, empty if there is none
        """
        accounts = self.sudo().account_ids
        return accounts.filtered(lambda account: account.unit_id.id == unit.id)
