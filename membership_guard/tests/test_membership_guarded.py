from unittest.mock import Mock

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestMembershipGuarded(TransactionCase):
    """What each addon's documents refuse is tested there, too."""

    def setUp(self):
        super().setUp()
        self.guarded = self.env["membership.guarded"]

        asked = Mock(side_effect=AccessError("asked"))
        self.patch(type(self.guarded), "_check_can_edit", asked)

    def _assert_asked(self, records):
        with self.assertRaisesRegex(AccessError, "asked"):
            records.write({"state": "done"})

    def test_who_does_not_come_through_the_gate_is_asked_sudo_too(self):
        self._assert_asked(self.guarded)
        self._assert_asked(self.guarded.sudo())

    def test_acts_write_through_the_gate_and_may_shut_it(self):
        opened = self.guarded._through_gate()
        self.assertTrue(opened.write({"state": "done"}))
        self.assertTrue(opened.sudo().write({"state": "done"}))
        self._assert_asked(opened._through_gate(False))

    def test_a_callers_context_opens_nothing(self):
        key = self.guarded._get_gate_key()
        for forged in (True, 1, "GATE", object()):
            with self.subTest(forged=forged):
                self._assert_asked(self.guarded.with_context(**{key: forged}))

    def test_an_open_gate_opens_no_other_model(self):
        self.patch(type(self.guarded), "_name", "another.model")
        opened = self.guarded._through_gate()
        self.patch(type(self.guarded), "_name", "membership.guarded")
        self._assert_asked(opened)

    def test_whatever_inherits_it_says_what_it_refuses(self):
        for name in self.env.registry.descendants(["membership.guarded"], "_inherit"):
            model = self.env.registry[name]
            if not model._abstract:
                classes = [c for c in model.mro() if "_check_can_edit" in vars(c)]
                self.assertTrue(len(classes) > 2 or model._by_acts, name)

    def test_what_is_done_by_acts_names_fields_that_there_are(self):
        for name in self.env.registry.descendants(["membership.guarded"], "_inherit"):
            model = self.env.registry[name]
            self.assertLessEqual(model._by_acts, model._fields.keys(), name)


@tagged("post_install", "-at_install")
class TestByActs(TransactionCase):
    """Whatever inherits it, of whatever addon."""

    def test_clients_neither_give_nor_write_what_acts_do(self):
        admin = self.env.ref("base.user_admin")
        for name in self.env.registry.descendants(["membership.guarded"], "_inherit"):
            model = self.env(user=admin)[name]
            for field in model._by_acts:
                with self.subTest(model=name, field=field):
                    with self.assertRaisesRegex(UserError, "only the buttons"):
                        model.create({field: False})
                    with self.assertRaisesRegex(UserError, "only the buttons"):
                        model.write({field: False})

    def test_no_context_fills_in_what_acts_do(self):
        for name in self.env.registry.descendants(["membership.guarded"], "_inherit"):
            model = self.env[name]
            fields = model._get_undefaulted()
            self.assertLessEqual(model._by_acts, fields)
            if "state" in model._fields and not model._abstract:
                self.assertIn("state", fields, name)

    def test_windows_on_members_show_what_their_user_may_see(self):
        private = {f"membership.{name}" for name in ("member", "card", "account")}
        # A manager's windows check each member by themselves.
        allowed = {
            "membership.card.activate",
            "membership.member.anonymise",
            "membership.member.merge",
            "membership.member.merge.line",
            "membership.account.statement",
        }
        guarded = self.env.registry.descendants(["membership.window"], "_inherit")
        for name, model in self.env.registry.items():
            if model._transient and name.startswith("membership."):
                fields = [f for f in model._fields.values() if f.relational]
                named = [f for f in fields if f.store and not f.related]
                if private & {f.comodel_name for f in named} and name not in allowed:
                    self.assertIn(name, guarded)
