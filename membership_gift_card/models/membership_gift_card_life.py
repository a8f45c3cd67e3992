from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import (
    CHUNK,
    EMPTY_ACTIONS,
    GIFT_GRAPH,
    REASON_ACTIONS,
    RESERVED_ACTIONS,
    STORED_STATES,
)


class MembershipGiftCard(models.Model):
    """The life of a gift card: one declared graph, one gate, one audit row per step."""

    _inherit = "membership.gift.card"

    # === BUSINESS METHODS === #
    def _change_state(self, action, reason=None, outlet=None, handover=None, vals=None):
        """The one gate: every step in the life of these cards, each with its audit row.

        :param str action: a key of ``const.GIFT_GRAPH``
        :param str reason: required for those in ``const.REASON_ACTIONS``
        :param outlet: ``membership.outlet`` where the cards are afterwards
        :param handover: ``membership.gift.handover`` by which they got there
        :param dict vals: what else the step writes
        :raises UserError: not possible in this state, not empty, no reason
        """
        sources, target = GIFT_GRAPH[action]
        if outlet:
            self._check_taken_at(outlet.sudo().company_id)
        reason = (reason or "").strip()
        if action in REASON_ACTIONS and not reason:
            raise UserError(self.env._("Say why: a reason is needed for this."))
        for card in self:
            card._check_can_change(action, sources)
        self._check_not_on_the_way()
        before = {card.id: card.state for card in self}
        cards = self.sudo()._through_gate()
        values = {"state": target, **(vals or {})}
        if outlet:
            values["outlet_id"] = outlet.id
        cards.write(values)
        if target in ("destroyed", "cancelled"):
            # Closed to payments for good, yet a late refund finds its way: see
            # ``_pass_on``. A blank never had an account.
            cards.account_id.filtered(lambda a: a.state == "open")._freeze()
        self.env["membership.gift.event"].sudo()._log(
            [(card.id, before[card.id], target) for card in self],
            action,
            reason,
            outlet or self.env["membership.outlet"]._get_default(),
            handover,
        )
        return self

    def _check_can_change(self, action, sources):
        """Hook: raise if this card cannot take this step."""
        if self.state not in sources:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Gift card %(number)s is “%(state)s”: this is not possible now.",
                    number=self.number,
                    state=labels[self.state],
                )
            )
        if action in RESERVED_ACTIONS and self.is_reserved:
            raise UserError(
                self.env._(
                    "Gift card %(number)s is on invoice %(invoice)s, which is not paid "
                    "yet.",
                    number=self.number,
                    invoice=self.sudo().invoice_id.display_name,
                )
            )
        account = self.sudo().account_id
        if action in EMPTY_ACTIONS and account and (account.balance or account.held):
            raise UserError(
                self.env._(
                    "Gift card %(number)s still holds %(balance)s: only empty cards "
                    "are taken back.",
                    number=self.number,
                    balance=self.currency_id.format(account.balance),
                )
            )

    def _check_not_on_the_way(self):
        """Raise if somebody has given one of these cards and nobody has received it."""
        stored = self.filtered(lambda card: card.state in STORED_STATES)
        handover = stored and self.env["membership.gift.handover"].sudo().search(
            [("state", "=", "given"), ("card_ids", "in", stored.ids)], limit=1
        )
        if handover:
            card = (handover.card_ids & stored.sudo())[:1]
            raise UserError(
                self.env._(
                    "Gift card %(number)s is on its way with %(handover)s: have it "
                    "received, or taken back, first.",
                    number=card.number,
                    handover=handover.name,
                )
            )

    def _check_usable(self):
        """Raise, in a sentence for the till, unless this card can pay now."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        state = self.state
        if state == "active" and self.valid_until and self.valid_until < today:
            state = "expired"
        if state != "active":
            raise UserError(self._get_refusal(state))

    def _get_refusal(self, state):
        number = self._get_masked_number()
        sentences = {
            "blank": self.env._("Gift card %(number)s was never sold.", number=number),
            "blocked": self.env._(
                "Gift card %(number)s is blocked: ask the card centre.", number=number
            ),
            "expired": self.env._(
                "Gift card %(number)s has expired: the card centre can extend it.",
                number=number,
            ),
        }
        return sentences.get(state) or self.env._(
            "Gift card %(number)s was taken back and no longer pays.", number=number
        )

    def _extend(self, reason):
        """Give cards another validity from today; what is on them can be used again."""
        today = fields.Date.context_today(self)
        for gift_type, cards in self.grouped("type_id").items():
            cards._change_state(
                "extend", reason, vals={"valid_until": gift_type._get_expiry(today)}
            )

    @api.model
    def _cron_expire(self):
        """Nightly: cards whose last day is over. What is on them stays owed."""
        domain = [
            ("state", "=", "active"),
            ("valid_until", "<", fields.Date.context_today(self)),
        ]
        remaining = self.search_count(domain)
        while cards := self.search(domain, limit=CHUNK):
            cards._change_state("expire")
            remaining = max(remaining - len(cards), 0)
            if not self.env["ir.cron"]._commit_progress(
                len(cards), remaining=remaining
            ):
                break
