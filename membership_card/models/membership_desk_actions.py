from odoo import models

from ..const import CARD_GRAPH, MEMBER_GRAPH

CARD_CENTRE = "membership_ledger.group_card_centre"
MANAGER = "membership_ledger.group_manager"
# Acts of a member: who may do them, and their icon.
MEMBER_ACTS = {
    "log_call": (CARD_CENTRE, "fa-phone"),
    "set_level": (MANAGER, "fa-star-o"),
    "merge": (MANAGER, "fa-compress"),
    "confirm_data": ("membership_ledger.group_till", "fa-check-square-o"),
}
# Of two acts that undo each other only the one that fits is shown.
OPPOSITES = {"cancel_loss": "report_loss", "unfreeze": "freeze"}
ICONS = {
    "activate": "fa-check",
    "report_loss": "fa-exclamation-triangle",
    "cancel_loss": "fa-undo",
    "freeze": "fa-snowflake-o",
    "unfreeze": "fa-sun-o",
    "renew": "fa-calendar-plus-o",
    "replace": "fa-exchange",
    "cancel": "fa-ban",
    "change": "fa-pencil",
    "confirm_loss": "fa-pencil-square-o",
    "close": "fa-sign-out",
}


class MembershipDesk(models.AbstractModel):
    """What can be done at the service desk: a list that each addon adds to."""

    _inherit = "membership.desk"

    # === HOOKS === #
    def _get_sections(self):
        """Hook: {section: title} in the order of the screen."""
        return {
            "card": self.env._("Card"),
            "money": self.env._("Stored Value"),
            "points": self.env._("Points"),
            "member": self.env._("Member"),
            "print": self.env._("Print and Look Up"),
        }

    def _get_actions(self, member, card):
        """Hook: the acts that this user may do, made with :meth:`_act`; add yours.

        :param member: ``membership.member``; empty: acts that need nobody
        :param card: ``membership.card`` of the member that is chosen, or empty
        :returns: list of dicts
        """
        if not member:
            return self._get_enrol_actions()
        return [
            *self._get_card_actions(card),
            *self._get_member_actions(member),
            *self._get_look_up_actions(member, card),
        ]

    # === ACTS === #
    def _act(self, key, section, name, record, method, **options):
        """One act as a list: empty if the user may not do it.

        :param str method: public action method of ``record``
        :param options: ``groups`` (one of them is needed), ``problem`` (why it is not
            possible now; the button is shown, but grey), ``confirm`` (a question to
            answer first), ``context``, ``icon``
        """
        groups = options.get("groups")
        if groups and not any(map(self.env.user.has_group, groups)):
            return []
        return [
            {
                "key": key,
                "section": section,
                "name": name,
                "icon": options.get("icon") or "fa-caret-right",
                "problem": options.get("problem") or False,
                "confirm": options.get("confirm") or False,
                "call": (record, method, options.get("context") or {}),
            }
        ]

    def _get_enrol_actions(self):
        term = self.env.context.get("desk_term") or ""
        is_phone = sum(letter.isdigit() for letter in term) > len(term) / 2
        return self._act(
            "enrol",
            "member",
            self.env._("New Member"),
            self,
            "action_enrol",
            groups=[CARD_CENTRE],
            icon="fa-user-plus",
            context={"default_phone" if is_phone else "default_name": term or False},
        )

    def _get_card_actions(self, card):
        acts = []
        Act = self.env["membership.card.act"]
        states = dict(card._fields["state"]._description_selection(self.env))
        state = card.sudo().state
        for action, name in Act._fields["action"]._description_selection(self.env):
            fits = state in CARD_GRAPH[action][0]
            if self._is_out_of_place(action, card.sudo(), fits):
                continue
            problem = not fits and self._get_card_problem(card, states)
            acts += self._act(
                f"card_{action}",
                "card",
                name,
                card,
                "action_act",
                groups=[CARD_CENTRE],
                icon=ICONS.get(action),
                problem=problem,
                context={"card_action": action},
            )
        return acts

    def _is_out_of_place(self, action, card, fits):
        """Whether a button would only be in the way, possible or not."""
        if action == "confirm_loss":
            return card.loss_kind != "phone"
        if action == "renew" and card and not card.valid_until:
            return True
        undo = next((key for key, act in OPPOSITES.items() if act == action), None)
        if undo and card.state in CARD_GRAPH[undo][0]:
            return True
        return not fits and (action in OPPOSITES or action == "activate")

    def _get_card_problem(self, card, states):
        if not card:
            return self.env._("The member has no card.")
        return self.env._(
            "Card %(number)s is %(state)s.",
            number=card.sudo().number,
            state=states[card.sudo().state].lower(),
        )

    def _get_member_actions(self, member):
        data = member.sudo()
        gone = data.state == "closed" and self.env._("The membership has ended.")
        acts = self._act(
            "open",
            "member",
            self.env._("Open File"),
            self,
            "action_open_file",
            icon="fa-id-card-o",
            context={"desk_member": member.id},
        )
        names = {
            "log_call": self.env._("Note a Call"),
            "set_level": self.env._("Set Level"),
            "merge": self.env._("Merge"),
        }
        if data.is_confirmation_due:
            names["confirm_data"] = self.env._("Data Confirmed")
        for key, name in names.items():
            group, icon = MEMBER_ACTS[key]
            acts += self._act(
                key,
                "member",
                name,
                member,
                f"action_{key}",
                groups=[group],
                icon=icon,
                problem=gone,
            )
        return acts + self._get_state_actions(member, data.state)

    def _get_state_actions(self, member, state):
        names = {
            "freeze": self.env._("Freeze Member"),
            "unfreeze": self.env._("Unfreeze Member"),
            "close": self.env._("End Membership"),
        }
        acts = []
        for action, name in names.items():
            if state in MEMBER_GRAPH[action][0]:
                acts += self._act(
                    f"member_{action}",
                    "member",
                    name,
                    member,
                    f"action_{action}",
                    groups=[CARD_CENTRE],
                    icon=ICONS[action],
                )
        return acts

    def _get_look_up_actions(self, member, card):
        acts = self._act(
            "print_card",
            "print",
            self.env._("Print Card"),
            card,
            "action_print",
            icon="fa-print",
            problem=(not card or card.sudo().state == "cancelled")
            and self.env._("There is no card to print."),
        )
        for key, name, method in (
            ("entries", self.env._("All Movements"), "action_view_entries"),
            ("purchases", self.env._("Purchases"), "action_view_purchases"),
            ("cards", self.env._("Cards"), "action_view_cards"),
        ):
            acts += self._act(key, "print", name, member, method, icon="fa-list")
        return acts

    # === ACTION METHODS === #
    def action_enrol(self):
        """Open the window for a new member, with what was typed."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_member_enrol_action"
        )
        context = self.env.context
        kept = ("default_phone", "default_name", "membership_desk")
        return action | {"context": {key: context.get(key) for key in kept}}

    def action_open_file(self):
        """Open the member's file."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "res_id": self.env.context.get("desk_member"),
            "views": [[False, "form"]],
        }

    # === HELPERS === #
    def _write_actions(self, member=None, card=None):
        """The acts as the screen reads them: sections of buttons."""
        member = self._no_member() if member is None else member
        card = self.env["membership.card"] if card is None else card
        sections = {
            key: {"key": key, "title": title, "actions": []}
            for key, title in self._get_sections().items()
        }
        for act in self._get_actions(member, card):
            row = {
                key: act[key] for key in ("key", "name", "icon", "problem", "confirm")
            }
            sections[act["section"]]["actions"].append(row)
        return [section for section in sections.values() if section["actions"]]
