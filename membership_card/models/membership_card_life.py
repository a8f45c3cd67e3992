from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CARD_GRAPH, CHUNK, REASON_ACTIONS

# Steps after which the card works: not for a member who is frozen or has left.
MEMBER_ACTIONS = frozenset({"activate", "renew", "replace", "cancel_loss", "unfreeze"})


class MembershipCard(models.Model):
    """The life of a card: one declared graph, one gate, one audit row per step."""

    _inherit = "membership.card"

    # === ACTION METHODS === #
    def action_activate(self):
        """Let a draft card be used from now on."""
        self.check_access("write")
        self._change_state("activate")

    def action_act(self):
        """Open the window for the act named in the context, which asks why."""
        Act = self.env["membership.card.act"]
        steps = dict(Act._fields["action"]._description_selection(self.env))
        step = self.env.context.get("card_action")
        return {
            "type": "ir.actions.act_window",
            "name": steps.get(step) or self.env._("Card"),
            "res_model": "membership.card.act",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_card_id": self[:1].id,
                "default_action": self.env.context.get("card_action"),
            },
        }

    # === BUSINESS METHODS === #
    def _check_usable(self, capability):
        """Raise, in a sentence for the till, unless this card may be used for that.

        :param capability: discount, wallet or points
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        state = self.state
        if state == "active" and self.valid_until and self.valid_until < today:
            state = "expired"
        if state != "active":
            raise UserError(self._get_refusal(state))
        if not self.member_id:
            raise UserError(
                self.env._("Card %(number)s belongs to no member.", number=self.number)
            )
        self.member_id._check_active()
        if capability not in self.type_id._get_capabilities():
            self.type_id._check_switched_on()
            raise UserError(
                self.env._(
                    "Cards of type %(type)s cannot be used for this.",
                    type=self.type_id.sudo().name,
                )
            )

    def _get_refusal(self, state):
        number = self.number
        sentences = {
            "draft": self.env._(
                "Card %(number)s is not active yet: activate it first.", number=number
            ),
            "lost": self.env._(
                "Card %(number)s was reported lost: do not accept it. The member can "
                "cancel the report or have the card replaced.",
                number=number,
            ),
            "frozen": self.env._(
                "Card %(number)s is frozen: ask the card centre.", number=number
            ),
            "expired": self.env._(
                "Card %(number)s has expired: renew it first.", number=number
            ),
            "cancelled": self.env._(
                "Card %(number)s is cancelled and no longer works.", number=number
            ),
        }
        return sentences[state]

    def _change_state(self, action, reason=None, outlet=None, **details):
        """The one gate: every step in the life of these cards, each with its audit row.

        :param str action: a key of ``const.CARD_GRAPH``
        :param str reason: required for freeze, unfreeze, replace and cancel
        :param outlet: ``membership.outlet`` where it happens; default: the user's
        :param details: cause (how a loss is reported, why a card is replaced),
            identified_by and identity_note, for the audit row; for replace also
            new_number, of the printed card that is handed over
        :returns: the cards that are valid afterwards; for replace, the new ones
        """
        sources, target = CARD_GRAPH[action]
        reason = (reason or "").strip()
        if action in REASON_ACTIONS and not reason:
            raise UserError(self.env._("Say why: a reason is needed for this."))
        for card in self:
            card._check_can_change(action, sources)
        before = {card.id: card.state for card in self}
        cards = self._through_gate()
        for vals, group in cards._prepare_state_vals(action, target):
            group.write(vals | group._prepare_loss_vals(action, details.get("cause")))
        self._log_event(action, before, reason, outlet, **details)
        if action == "replace":
            number = details.get("new_number")
            return self.browse().union(
                *(card._issue_replacement(reason, outlet, number) for card in self)
            )
        return self

    def _check_can_change(self, action, sources):
        """Hook: raise if this card cannot take this step."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.state not in sources:
            raise UserError(
                self.env._(
                    "Card %(number)s is %(state)s: this is not possible now. Reload "
                    "the page to see what is.",
                    number=self.number,
                    state=labels[self.state].lower(),
                )
            )
        if action in MEMBER_ACTIONS:
            if not self.member_id:
                raise UserError(
                    self.env._(
                        "Card %(number)s belongs to no member: choose one first.",
                        number=self.number,
                    )
                )
            self.member_id._check_active()
        if action == "renew" and not self.valid_until:
            raise UserError(
                self.env._(
                    "Card %(number)s is good for ever: there is nothing to renew.",
                    number=self.number,
                )
            )

    def _prepare_state_vals(self, action, target):
        """Values to write, with the cards they are for."""
        today = fields.Date.context_today(self)
        for card_type, cards in self.grouped("type_id").items():
            vals = {"state": target} if target else {}
            if action == "activate":
                vals |= {
                    "issued_on": today,
                    "valid_until": card_type._get_expiry(today),
                }
            if action == "renew":
                for card in cards:
                    # Renewed early, a card loses none of the days it still has.
                    start = max(
                        today, fields.Date.add(card.valid_until or today, days=1)
                    )
                    yield vals | {"valid_until": card_type._get_expiry(start)}, card
                continue
            yield vals, cards

    def _issue_replacement(self, reason, outlet, number=None):
        """A new active card for the same member; this number is dead already.

        :param str number: of a printed card; None: the next one of the type
        """
        new = self.create(
            {
                "number": number or False,
                "member_id": self.member_id.id,
                "holder_id": self.holder_id.id,
                "limit_payment": self.limit_payment,
                "limit_day": self.limit_day,
                "type_id": self.type_id.id,
                "company_id": self.company_id.id,
                "outlet_id": (outlet or self.outlet_id).id,
            }
        )
        if self.discount_rate:
            new._set_discount_rate(self.discount_rate)
        self._through_gate().replaced_by_id = new
        new._change_state("activate", reason, outlet)
        # The new card inherits the end of the old one: replacing is not renewing.
        if self.valid_until and self.valid_until >= fields.Date.context_today(self):
            new._through_gate().valid_until = self.valid_until
        return new

    @api.model
    def _cron_expire_cards(self):
        """Nightly: cards whose last day is over."""
        domain = [
            ("state", "=", "active"),
            ("valid_until", "<", fields.Date.context_today(self)),
        ]
        Cron = self.env["ir.cron"]
        remaining = self.search_count(domain)
        while cards := self.search(domain, limit=CHUNK):
            cards._change_state("expire")
            remaining = max(remaining - len(cards), 0)
            if not Cron._commit_progress(len(cards), remaining=remaining):
                break

    # === HELPERS === #
    def _log_event(self, action, before, reason=None, outlet=None, **details):
        self.flush_recordset()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        rows = [(card.id, before[card.id], card.state) for card in self]
        Event = self.env["membership.card.event"].sudo()
        Event._log(rows, action, reason, outlet, **details)
