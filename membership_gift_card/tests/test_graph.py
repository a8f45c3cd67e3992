import uuid

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..const import GIFT_GRAPH, HANDOVERS, REASON_ACTIONS, STATES
from .common import GiftCommon

# The graph once more, as a person reads it: where each step leads from each state.
# Anything that is not here is refused. Written out, so that a change of the graph has
# to be meant.
TABLE = """
            blank     active    blocked   expired   recovered treasury desk      destroyed cancelled
move        blank     -         -         -         -         -        -         -         -
sell        active    -         -         -         -         -        -         -         -
block       -         blocked   -         -         -         -        -         -         -
unblock     -         -         active    -         -         -        -         -         -
expire      -         expired   -         -         -         -        -         -         -
extend      -         active    -         active    -         -        -         -         -
recover     -         recovered recovered recovered -         -        -         -         -
spoil       recovered -         -         -         -         -        -         -         -
to_treasury -         -         -         -         treasury  -        -         -         -
to_desk     -         -         -         -         -         desk     -         -         -
destroy     -         -         -         -         -         -        destroyed -         -
cancel      cancelled cancelled cancelled cancelled cancelled -        -         -         -
"""  # noqa: E501

# How a card gets into each state.
PATHS = {
    "blank": [],
    "active": ["sell"],
    "blocked": ["sell", "block"],
    "expired": ["sell", "expire"],
    "recovered": ["spoil"],
    "treasury": ["spoil", "to_treasury"],
    "desk": ["spoil", "to_treasury", "to_desk"],
    "destroyed": ["spoil", "to_treasury", "to_desk", "destroy"],
    "cancelled": ["cancel"],
}

# Which roles take which step, by the window or the document that takes it. What is not
# here is done by the nightly job (expire).
ROLES = {
    "sell": {"operator", "manager"},
    "recover": {"operator", "manager"},
    "spoil": {"operator", "manager"},
    "move": {"operator", "card_centre", "manager"},
    "to_treasury": {"operator", "card_centre", "manager"},
    "to_desk": {"operator", "card_centre", "manager"},
    "destroy": {"operator", "card_centre", "manager"},
    "block": {"card_centre", "manager"},
    "unblock": {"card_centre", "manager"},
    "extend": {"card_centre", "manager"},
    "cancel": {"manager"},
}
EVERYBODY = ("till", "operator", "card_centre", "manager", "auditor")


def read_table():
    """{(action, state): state after, or None}."""
    head, *lines = TABLE.strip("\n").splitlines()
    cells = {}
    for line in lines:
        action, *targets = line.split()
        for state, target in zip(head.split(), targets, strict=True):
            cells[action, state] = None if target == "-" else target
    return cells


@tagged("post_install", "-at_install")
class TestGraph(GiftCommon):
    """Each kind of gift card × state × step × role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_number = cls.gift_type.copy(
            {"name": "By Number", "prefix": "88", "protection": "number"}
        )

    def _create(self, state, gift_type=None):
        gift_type = gift_type or self.gift_type
        card = self.Card.sudo()._receive(
            gift_type, self.outlet, gift_type._next_numbers(1)
        )
        for step in PATHS[state]:
            self._take(card, step)
        return card

    def _take(self, card, action):
        """Take a step; two persons destroy."""
        handover = None
        if action == "destroy":
            handover = self.env["membership.gift.handover"].create(
                {"kind": "destruction", "outlet_from_id": self.outlet.id}
            )
            handover.sudo().given_by_id = self.second
        card._change_state(action, "test", handover=handover)

    def test_the_table_is_the_graph(self):
        table = read_table()
        for (action, state), target in table.items():
            sources, leads_to = GIFT_GRAPH[action]
            with self.subTest(action=action, state=state):
                self.assertEqual(target, leads_to if state in sources else None)
        self.assertEqual({action for action, _state in table}, GIFT_GRAPH.keys())
        self.assertEqual({state for _action, state in table}, dict(STATES).keys())
        self.assertEqual(ROLES.keys(), GIFT_GRAPH.keys() - {"expire"})

    def test_every_step_of_every_kind_in_every_state_follows_the_table(self):
        for gift_type in (self.gift_type, self.by_number):
            for (action, state), target in read_table().items():
                card = self._create(state, gift_type)
                with self.subTest(kind=gift_type.name, action=action, state=state):
                    self._assert_step(card, action, target)

    def _assert_step(self, card, action, target):
        state, events = card.state, len(card.event_ids)
        if not target:
            with self.assertRaisesRegex(UserError, "not possible"):
                self._take(card, action)
            self.assertEqual((card.state, len(card.event_ids)), (state, events))
            return
        self._take(card, action)
        event = card.event_ids[0]
        self.assertEqual(card.state, target)
        self.assertEqual(
            (event.action, event.state_from, event.state_to), (action, state, target)
        )
        self.assertEqual(event.user_id, self.env.user)

    def test_steps_that_need_a_reason_are_refused_without_one(self):
        for action in sorted(REASON_ACTIONS):
            card = self._create(GIFT_GRAPH[action][0][0])
            with self.subTest(action=action), self.assertRaisesRegex(UserError, "why"):
                card._change_state(action, "  ")

    # --- Roles ---
    def test_each_step_is_for_its_roles(self):
        users = {role: self._create_user(role) for role in EVERYBODY}
        for action, roles in ROLES.items():
            for role, user in users.items():
                card = self._create(GIFT_GRAPH[action][0][0])
                with self.subTest(action=action, role=role):
                    self._assert_role(user, card, action, role in roles)

    def _assert_role(self, user, card, action, may):
        state = card.state
        if may:
            self._act_as(user, card, action)
            self.assertEqual(card.state, GIFT_GRAPH[action][1])
            return
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._act_as(user, card, action)
        self.env.invalidate_all()
        self.assertEqual(card.state, state)

    def _act_as(self, user, card, action):
        """Take a step as people do: by window, button or hand-over."""
        kinds = {step: kind for kind, (step, _state) in HANDOVERS.items()}
        if action in kinds:
            self._hand_over(user, card, kinds[action])
        elif action == "sell":
            window = self.env["membership.gift.sell"].with_user(user)
            window.create(
                {
                    "key": str(uuid.uuid4()),
                    "term": card.number,
                    "amount": 100,
                    "outlet_id": self.outlet.id,
                    "method_id": self.cash.id,
                }
            ).action_confirm()
        elif action == "recover":
            card.with_user(user).sudo(False).action_recover()
        else:
            self.env["membership.gift.act"].with_user(user).create(
                {
                    "card_ids": card.ids,
                    "action": action,
                    "reason": "test",
                    "outlet_id": self.outlet.id,
                }
            ).action_confirm()

    def _hand_over(self, user, card, kind):
        Handover = self.env["membership.gift.handover"].with_user(user)
        to = {"outlet_to_id": self.head_office.id} if kind == "stock" else {}
        handover = Handover.create(
            {
                "kind": kind,
                "outlet_from_id": self.outlet.id,
                "card_ids": card.ids,
                "company_id": self.company.id,
            }
            | to
        )
        handover.action_give()
        handover.with_user(self.second).write({"counted": 1})
        handover.with_user(self.second).action_receive()
