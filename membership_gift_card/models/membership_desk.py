from odoo import api, models

from ..codes import ALPHABET, LENGTH, normalize
from ..const import ISSUER_ACTS

OPERATOR = "membership_ledger.group_operator"
CARD_CENTRE = "membership_ledger.group_card_centre"
MANAGER = "membership_ledger.group_manager"
# Acts that ask why: states they are for, who may do them, icon.
ACTS = {
    "block": (("active",), CARD_CENTRE, "fa-lock"),
    "unblock": (("blocked",), CARD_CENTRE, "fa-unlock"),
    "extend": (("active", "expired"), CARD_CENTRE, "fa-calendar-plus-o"),
    "spoil": (("blank",), OPERATOR, "fa-chain-broken"),
    "cancel": (
        ("blank", "active", "blocked", "expired", "recovered"),
        MANAGER,
        "fa-ban",
    ),
}
# Windows and lists that need no card: who may open them, icon, action.
WINDOWS = {
    "sell": (OPERATOR, "fa-gift", "membership_gift_sell_action"),
    "invoice": (OPERATOR, "fa-file-text-o", "membership_gift_invoice_action"),
    "check": (OPERATOR, "fa-search", "membership_gift_check_action"),
    "receive": (OPERATOR, "fa-inbox", "membership_gift_receive_action"),
    "handovers": (OPERATOR, "fa-exchange", "membership_gift_handover_action"),
    "counts": (OPERATOR, "fa-list-ol", "membership_gift_count_action"),
}


class MembershipDesk(models.AbstractModel):
    """Gift cards at the service desk: found by number or scan, with their acts.

    They stay apart from members: what is scanned is a gift card only if it is nobody's.
    """

    _inherit = "membership.desk"

    # === PUBLIC METHODS === #
    @api.model
    def find(self, term):
        """Adds the gift card that was scanned, if the term means no member."""
        found = super().find(term)
        if not found["desk"] and not found["choices"]:
            card = self._find_gift(term)
            if card:
                desk = self.with_context(desk_gift_id=card.id)
                found["notices"] = [*found["notices"], desk._get_gift_notice(card)]
                found["actions"] = desk._write_actions()
        return found

    @api.model
    def run(self, key, member_id=False, card_id=False, term=""):
        """Finds the gift card again: what comes with a call is not trusted."""
        card = self._no_gift() if member_id else self._find_gift(term)
        desk = self.with_context(desk_gift_id=card.id)
        return super(MembershipDesk, desk).run(key, member_id, card_id, term)

    # === ACTION METHODS === #
    def action_gift_window(self):
        """Open the window of gift cards that the context names."""
        name = self.env.context.get("gift_window")
        window = WINDOWS.get(name) or WINDOWS["check"]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"membership_gift_card.{window[2]}"
        )
        context = {"default_term": self.env.context.get("gift_term") or False}
        return {**action, "context": context if name == "sell" else {}}

    # === HOOKS === #
    def _get_doubt(self, term):
        """Gift cards have check digits, too."""
        doubt = super()._get_doubt(term)
        GiftType = self.env["membership.gift.type"]
        return doubt or GiftType._get_number_doubt(term, self.env.company)

    def _get_sections(self):
        """Adds the section of gift cards."""
        return super()._get_sections() | {"gift": self.env._("Gift Cards")}

    def _get_actions(self, member, card):
        """Adds the acts of gift cards, where no member is on the screen."""
        acts = super()._get_actions(member, card)
        if member:
            return acts
        gift = self._no_gift().browse(self.env.context.get("desk_gift_id") or False)
        if gift and gift.has_access("read"):
            # Nobody enrols a gift card.
            return self._get_gift_actions(gift)
        return acts + self._get_gift_windows()

    # === HELPERS === #
    def _no_gift(self):
        return self.env["membership.gift.card"]

    def _find_gift(self, term):
        """The gift card with this number or code; empty for whoever may not see it.

        A code is looked up like anywhere else: noted, and throttled.
        """
        Card = self._no_gift()
        text = term.strip()[:64] if isinstance(term, str) else ""
        if not text or not Card.has_access("read"):
            return Card
        types = self.env["membership.gift.type"]._find_known_at(self.env.company)
        found = Card._find_known(self.env.company, types, [("number", "=", text)])
        code = normalize(text)
        if not found and len(code) == LENGTH and set(code) <= set(ALPHABET):
            found = self.env["membership.gift.lookup"]._look_up(
                text, self.env.company, self.env._("Service desk")
            )
        return found.with_env(self.env)

    def _get_gift_notice(self, card):
        """What the screen says of the card that was found.

        In sudo: who has the code in hand is told, though the card is in the lists of
        another outlet or company.
        """
        card = card.sudo()
        labels = dict(card._fields["state"]._description_selection(self.env))
        parts = [
            self.env._("Gift card %(number)s", number=card.number),
            card.type_id.name,
            labels[card.state],
        ]
        if card.sudo().account_id:
            parts.append(card.currency_id.format(card.sudo().balance))
        if card.valid_until:
            day = self.env["ir.qweb.field.date"].value_to_html(card.valid_until, {})
            parts.append(self.env._("valid until %(day)s", day=day))
        if card.state == "blank":
            parts.append(card.outlet_id.name)
        is_good = card.state in ("active", "blank") and not card.is_reserved
        return {
            "level": "success" if is_good else "warning",
            "text": " · ".join(parts),
        }

    def _get_gift_actions(self, card):
        """What can be done with this gift card now."""
        money = bool(card.sudo().account_id.balance)
        acts = self._act(
            "gift_open",
            "gift",
            self.env._("Open the Card"),
            card,
            "action_open_form",
            icon="fa-gift",
        )
        if card.state == "blank":
            acts += self._get_gift_windows(("sell",), term=card.number)
        if card.state in ("active", "expired", "blocked"):
            acts += self._act(
                "gift_recover",
                "gift",
                self.env._("Recover"),
                card,
                "action_recover",
                groups=[OPERATOR],
                icon="fa-recycle",
                problem=money and self.env._("There is money on the card."),
            )
        names = self._get_gift_names()
        for action, (states, group, icon) in ACTS.items():
            if card.state in states and not (action == "cancel" and money):
                acts += self._act_on_gift(card, action, names, group, icon)
        return acts + self._get_gift_money_actions(card, names, money)

    def _get_gift_money_actions(self, card, names, money):
        acts = []
        if money:
            acts += self._act_on_gift(
                card, "pass_on", names, CARD_CENTRE, "fa-share-square-o"
            )
        if money and card.state == "expired":
            acts += self._act_on_gift(card, "write_off", names, MANAGER, "fa-eraser")
        if money and card.can_buy_back and card.state in ACTS["cancel"][0]:
            acts += self._act_on_gift(card, "buy_back", names, MANAGER, "fa-money")
        return acts

    def _act_on_gift(self, card, action, names, group, icon):
        if card.is_foreign and action in ISSUER_ACTS:
            return []
        return self._act(
            f"gift_{action}",
            "gift",
            names[action],
            card,
            "action_act",
            groups=[group],
            icon=icon,
            context={"gift_action": action},
        )

    def _get_gift_names(self):
        """As on the card itself: short enough for a button."""
        return {
            "block": self.env._("Block"),
            "unblock": self.env._("Unblock"),
            "extend": self.env._("Extend"),
            "spoil": self.env._("Damaged"),
            "cancel": self.env._("Cancel"),
            "pass_on": self.env._("To a new card"),
            "write_off": self.env._("Write off"),
            "buy_back": self.env._("Pay out"),
        }

    def _get_gift_windows(self, names=tuple(WINDOWS), term=None):
        """Buttons that open these windows."""
        titles = {
            "sell": self.env._("Sell"),
            "invoice": self.env._("On an Invoice"),
            "check": self.env._("Check"),
            "receive": self.env._("Receive Blanks"),
            "handovers": self.env._("Hand-overs"),
            "counts": self.env._("Counts"),
        }
        acts = []
        for name in names:
            group, icon, _action = WINDOWS[name]
            acts += self._act(
                f"gift_{name}",
                "gift",
                titles[name],
                self,
                "action_gift_window",
                groups=[group],
                icon=icon,
                context={"gift_window": name, "gift_term": term},
            )
        return acts
