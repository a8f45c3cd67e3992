from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..const import CARD_GRAPH, FEE_ACTIONS, IDENTITY_ACTIONS
from .common import CardCommon

STATES = ("draft", "active", "lost", "frozen", "expired", "cancelled")

# The graph once more, as a person reads it: where each step leads from each state.
# Anything that is not here is refused. Written out, so that a change of the graph has
# to be meant.
TABLE = """
              draft      active     lost       frozen     expired    cancelled
activate      active     -          -          -          -          -
report_loss   -          lost       -          -          -          -
confirm_loss  -          -          lost       -          -          -
lapse_loss    -          -          active     -          -          -
cancel_loss   -          -          active     -          -          -
freeze        -          frozen     -          -          -          -
unfreeze      -          -          -          active     -          -
expire        -          expired    -          -          -          -
renew         -          active     -          -          active     -
replace       -          cancelled  cancelled  -          cancelled  -
change        draft      active     lost       frozen     expired    -
cancel        cancelled  cancelled  cancelled  cancelled  cancelled  -
"""

# Which group takes which step by the window: card centre and above, nobody else.
ROLES = {
    "till": False,
    "operator": False,
    "card_centre": True,
    "manager": True,
    "auditor": False,
}


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
class TestCardSteps(CardCommon):
    """Each kind × state × step × role, and what belongs to a step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.principal = cls._create_member()
        company = cls.env["res.partner"].create(
            {"name": "Tea Ltd", "is_company": True, "phone": cls._next_phone()}
        )
        cls.pool = cls.env["membership.member"].create(
            {"partner_id": company.id, "company_id": cls.company.id}
        )
        special = cls._create_type(kind="special", name="Special")
        special._approve()
        special.sudo().is_enabled = True
        cls.kinds = {
            "personal": (cls.card_type, cls.principal),
            "supplementary": (cls._create_type(kind="supplementary"), cls.principal),
            "group": (cls._create_type(kind="group"), cls.pool),
            "special": (special, cls.principal),
        }
        for card_type, _member in cls.kinds.values():
            card_type.validity_months = 12

    def _create_kind(self, kind, state):
        card_type, member = self.kinds[kind]
        if kind in ("supplementary", "group"):
            card = self._create_held_card(member, card_type, state=state)
        else:
            card = self._create_card(member, type_id=card_type.id, state=state)
        if state == "lost":
            # A report in writing cannot be confirmed once more.
            card.sudo()._change_state("cancel_loss")
            card._change_state("report_loss", cause="phone")
        return card

    def _take(self, card, action, **details):
        changes = {"barcode": f"X{card.number}"} if action == "change" else None
        details.setdefault("identified_by", "document")
        return card._take_step(action, "test", changes=changes, **details)

    def test_the_table_is_the_graph(self):
        for (action, state), target in read_table().items():
            sources, leads_to = CARD_GRAPH[action]
            expected = (leads_to or state) if state in sources else None
            with self.subTest(action=action, state=state):
                self.assertEqual(target, expected)
        self.assertEqual({action for action, _ in read_table()}, CARD_GRAPH.keys())

    def test_every_step_of_every_kind_in_every_state_follows_the_table(self):
        for kind in self.kinds:
            for (action, state), target in read_table().items():
                with self.subTest(kind=kind, action=action, state=state):
                    self._assert_step(self._create_kind(kind, state), action, target)

    def _assert_step(self, card, action, target):
        state, events = card.state, len(card.event_ids)
        if not target:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._take(card, action)
            self.assertEqual((card.state, len(card.event_ids)), (state, events))
            return
        self._take(card, action)
        self.assertEqual(card.state, target)
        event = card.event_ids.sorted("id")[-1]
        self.assertEqual(event.action, action)
        self.assertEqual((event.state_from, event.state_to), (state, target))
        self.assertEqual(event.identified_by, "document")
        self.assertEqual(event.user_id, self.env.user)

    def test_steps_are_for_the_card_centre_and_above(self):
        for role, may in ROLES.items():
            user = self._create_user(role)
            for (action, state), target in read_table().items():
                if not target or action in ("expire", "lapse_loss"):
                    continue
                card = self._create_kind("personal", state)
                with self.subTest(role=role, action=action, state=state):
                    self._assert_role(user, card, action, target if may else None)

    def _assert_role(self, user, card, action, target):
        vals = {
            "card_id": card.id,
            "action": action,
            "reason": "test",
            "identified_by": "document",
        }
        if action == "change":
            vals["barcode"] = f"Y{card.number}"
        Act = self.env["membership.card.act"].with_user(user)
        if target:
            Act.create(vals).action_apply()
            self.assertEqual(card.state, target)
            return
        state = card.state
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Act.create(vals).action_apply()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            card.with_user(user).action_activate()  # a public method, past the window
        self.assertEqual(card.state, state)

    # --- Identity, reason, fee ---
    def test_identity_is_asked_for_where_the_company_says_so(self):
        for action, is_asked in IDENTITY_ACTIONS.items():
            state = CARD_GRAPH[action][0][-1]
            state = "active" if action in ("renew", "replace", "change") else state
            for setting in (is_asked, not is_asked):
                self.company[f"membership_identify_{action}"] = setting
                card = self._create_kind("personal", state)
                with self.subTest(action=action, setting=setting):
                    if setting:
                        with self.assertRaisesRegex(UserError, "Identify"):
                            self._take(card, action, identified_by=False)
                    else:
                        self._take(card, action, identified_by=False)

    def test_a_step_that_costs_charges_once_by_its_own_key(self):
        charged = []
        self.patch(
            type(self.env["membership.member"]),
            "_charge_fee",
            lambda member, *args, **kwargs: charged.append((member, *args)),
        )
        for action in CARD_GRAPH:
            state = CARD_GRAPH[action][0][0]
            card = self._create_kind("personal", state)
            charged.clear()
            result = self._take(card, action)
            with self.subTest(action=action):
                if action not in FEE_ACTIONS:
                    self.assertFalse(charged)
                    continue
                ((member, kind, key, about, _outlet),) = charged
                event = card.event_ids.filtered(lambda e, a=action: e.action == a)
                self.assertEqual(member, self.principal)
                self.assertEqual(
                    (kind, key), (FEE_ACTIONS[action], event._get_fee_key())
                )
                self.assertEqual(about, result)

    # --- Loss ---
    def test_loss_by_phone_lapses_unless_confirmed(self):
        start = fields.Datetime.to_datetime("2026-03-01 04:00:00")
        with freeze_time(start):
            phone, confirmed, formal, found = (
                self._create_card(self.principal) for _card in range(4)
            )
            for card in (phone, confirmed, found):
                self._take(card, "report_loss", cause="phone")
                self.assertEqual(card.loss_lapses_at, start + timedelta(hours=120))
            self._take(formal, "report_loss", cause="formal")
            self._take(confirmed, "confirm_loss")
            self._take(found, "cancel_loss")
            self.assertFalse(confirmed.loss_lapses_at)
        for hours, state in ((119, "lost"), (121, "active")):
            with (
                freeze_time(start + timedelta(hours=hours)),
                self.enter_registry_test_mode(),
            ):
                self.env.ref(
                    "membership_card.cron_lapse_losses"
                ).method_direct_trigger()
            self.assertEqual(phone.state, state)
        self.assertEqual(phone.event_ids.sorted("id")[-1].action, "lapse_loss")
        self.assertEqual(confirmed.state + formal.state, "lostlost")

    def test_report_by_phone_never_lapses_where_the_company_says_so(self):
        self.company.membership_phone_loss_hours = 0
        card = self._create_card(self.principal)
        self._take(card, "report_loss", cause="phone")
        self.assertFalse(card.loss_lapses_at)

    def test_a_report_in_writing_is_not_confirmed_again(self):
        card = self._create_card(state="lost")
        with self.assertRaisesRegex(UserError, "in writing already"):
            card._change_state("confirm_loss")

    # --- Change of data ---
    def test_change_says_what_was_before(self):
        card = self._create_held_card(self.principal, limit_day=100)
        other = self.env["res.partner"].create({"name": "Li Na"})
        before = card.holder_id.name
        card._take_step(
            "change",
            "Handed on",
            changes={"holder_id": other.id, "limit_day": 150},
            identified_by="known",
        )
        event = card.event_ids.sorted("id")[-1]
        self.assertIn(f"{before} → Li Na", event.reason)
        self.assertIn("150", event.reason)
        self.assertEqual((card.holder_id, card.limit_day), (other, 150))

    def test_change_of_nothing_or_of_the_owner_is_refused(self):
        card = self._create_card()
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            card._change_data({"limit_day": card.limit_day})
        with self.assertRaisesRegex(UserError, "does not change"):
            card._change_data({"member_id": self.principal.id})

    def test_holder_and_limits_are_not_edited_in_place(self):
        card = self._create_held_card(self.principal).with_user(self.card_centre)
        for vals in ({"holder_id": False}, {"limit_day": 9}, {"loss_kind": "formal"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                card.write(vals)

    # --- Members ---
    def test_all_cards_of_a_member_are_frozen_at_once(self):
        cards = self.principal.card_ids | self._create_held_card(self.principal)
        lost = self._create_card(self.principal, state="lost")
        act = self._act("freeze", scope="cards")
        act.action_apply()
        self.assertEqual(set(cards.mapped("state")), {"frozen"})
        self.assertEqual((lost.state, self.principal.state), ("lost", "active"))
        self._act("unfreeze", scope="cards").action_apply()
        self.assertEqual(set(cards.mapped("state")), {"active"})

    def test_one_account_is_frozen_with_its_audit_row(self):
        account = self.principal._get_account(
            self.env.ref("membership_ledger.unit_points")
        )
        self._act("freeze", scope="account", account_id=account.id).action_apply()
        self.assertEqual((account.state, self.principal.state), ("frozen", "active"))
        event = self.env["membership.card.event"].search(
            [("account_id", "=", account.id)]
        )
        self.assertEqual((event.action, event.reason), ("freeze", "test"))
        self.assertEqual(event.member_id, self.principal)
        other = self._create_member()._get_account(account.unit_id)
        with self.assertRaisesRegex(UserError, "of this member"):
            self._act("freeze", scope="account", account_id=other.id).action_apply()

    def test_an_account_that_was_frozen_alone_stays_frozen_when_the_member_goes_on(
        self,
    ):
        points = self.env.ref("membership_ledger.unit_points")
        unit = self.env["membership.unit"]._for_currency(self.company.currency_id)
        disputed = self.principal._get_account(points)
        other = self.principal._get_account(unit)
        self._act("freeze", scope="account", account_id=disputed.id).action_apply()
        self._act("freeze").action_apply()
        self.assertEqual(other.state, "frozen")
        self._act("unfreeze").action_apply()
        self.assertEqual((disputed.state, other.state), ("frozen", "open"))
        self._act("unfreeze", scope="account", account_id=disputed.id).action_apply()
        self._act("freeze").action_apply()
        self._act("unfreeze").action_apply()
        self.assertEqual(disputed.state, "open")

    def test_a_card_that_is_good_for_ever_is_not_renewed(self):
        card = self._create_card(type_id=self._create_type().id)
        with self.assertRaisesRegex(UserError, "nothing to renew"):
            self._take(card, "renew")

    def test_freezing_a_member_leaves_an_audit_row_and_a_form(self):
        self._act("freeze").action_apply_print()
        event = self.env["membership.card.event"].search(
            [("subject_id", "=", self.principal.id)]
        )
        self.assertEqual(
            (event.state_from, event.state_to, event.user_id),
            ("active", "frozen", self.card_centre),
        )

    def test_ending_a_membership_asks_who_wants_it(self):
        member = self._create_member()
        act = self._act("close", member_id=member.id)
        with self.assertRaisesRegex(UserError, "Identify"):
            act.action_apply()
        act.identified_by = "document"
        act.action_apply()
        self.assertEqual(member.state, "closed")
        self.assertEqual(member.card_ids.state, "cancelled")

    def _act(self, action, **values):
        Act = self.env["membership.member.act"].with_user(self.card_centre)
        vals = {"member_id": self.principal.id, "action": action, "reason": "test"}
        return Act.create(vals | values)

    # --- Paper ---
    def test_every_step_has_its_form_with_signatures(self):
        for action in CARD_GRAPH:
            card = self._create_kind("personal", CARD_GRAPH[action][0][0])
            self._take(card, action)
            event = card._get_last_event(action)
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "membership_card.report_membership_card_form", event.ids
            )
            text = html.decode()
            with self.subTest(action=action):
                self.assertIn(card.number, text)
                self.assertIn(event._get_form_title(), text)
                self.assertIn("signature", text)
                self.assertNotIn(self.principal.phone, text)

    def test_the_window_shows_what_it_will_do(self):
        card = self._create_card(self.principal)
        Act = self.env["membership.card.act"].with_user(self.card_centre)
        Act = Act.with_context(default_card_id=card.id, default_action="report_loss")
        with Form(Act) as form:
            form.loss_cause = "phone"
            self.assertIn("120 hours", form.consequence)
        form.save().action_apply()
        self.assertEqual(card.loss_kind, "phone")

    def test_cards_of_a_list_are_frozen_for_one_reason(self):
        cards = self._create_member().card_ids | self._create_member().card_ids
        lost = self._create_member().card_ids
        lost._change_state("report_loss", "bus")
        Window = self.env["membership.card.freeze"].with_user(self.card_centre)
        window = Window.create({"card_ids": (cards | lost).ids, "reason": "stolen"})
        self.assertEqual((window.working, window.others), (2, 1))
        window.action_apply()
        self.assertEqual(set(cards.mapped("state")), {"frozen"})
        self.assertEqual(lost.state, "lost")
        reasons = cards.event_ids.filtered("reason").mapped("reason")
        self.assertEqual(reasons, ["stolen", "stolen"])
        with self.assertRaisesRegex(UserError, "None of these cards works"):
            window.action_apply()
        operator = self._create_user("operator")
        with self.assertRaises(AccessError):
            Window.with_user(operator).create({"reason": "stolen"})
