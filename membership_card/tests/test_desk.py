from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestDesk(CardCommon):
    """One screen finds a member by anything and does every act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member(
            name="Gu Qing", phone="+8613877776666", email="Gu.Qing@tea.example.com"
        )
        cls.card = cls.member.card_ids
        cls.env["membership.identity"].create(
            {"member_id": cls.member.id, "kind": "passport", "number": "E12345678"}
        )

    def _desk(self, user=None):
        self.env.invalidate_all()
        return self.env["membership.desk"].with_user(user or self.card_centre)

    def _acts(self, found):
        desk = found.get("desk") or found
        return {
            act["key"]: act for section in desk["actions"] for act in section["actions"]
        }

    # === FINDING === #
    def test_anything_finds_the_member(self):
        self.card.barcode = "RFID-1"
        for term in (
            self.card.number,
            "RFID-1",
            "138 7777 6666",
            "0086-138-7777-6666",
            "Gu Qing",
            self.member.number,
            "gu.qing@tea.example.com",
            "e1234 5678",
            f"  {self.card.number}  ",
        ):
            with self.subTest(term=term):
                desk = self._desk().find(term)["desk"]
                self.assertEqual(desk["member"]["id"], self.member.id)
                self.assertEqual(desk["card_id"], self.card.id)

    def test_identity_numbers_find_only_for_who_may_see_them(self):
        self.assertTrue(self._desk().find("E12345678")["desk"])
        till = self._create_user("till")
        self.assertFalse(self._desk(till).find("E12345678")["desk"])

    def test_several_are_offered_and_nobody_is_said(self):
        other = self._create_member(name="Gu Qing")
        choices = self._desk().find("Gu Qing")["choices"]
        self.assertEqual(
            {choice["id"] for choice in choices}, {self.member.id, other.id}
        )
        for term in ("Nobody Known", "", None, 7, "x" * 1000):
            found = self._desk().find(term)
            self.assertFalse(found["choices"] or found["desk"])

    def test_a_dead_card_is_found_with_its_warning(self):
        self.card._change_state("report_loss")
        desk = self._desk().find(self.card.number)["desk"]
        self.assertEqual(desk["warnings"][0]["level"], "danger")
        self.assertIn("reported lost", desk["warnings"][0]["text"])

    def test_the_card_that_was_scanned_is_the_one_the_buttons_are_for(self):
        second = self._create_card(self.member)
        desk = self._desk().find(self.card.number)["desk"]
        self.assertEqual(desk["card_id"], self.card.id)
        desk = self._desk().get_member(self.member.id, second.id)
        self.assertEqual(desk["card_id"], second.id)

    def test_members_of_other_outlets_are_served_when_they_identify_themselves(self):
        self.card_centre.membership_outlet_id = self._create_outlet(name="Away")
        with self.assertRaises(AccessError):
            self._desk().get_member(self.member.id)
        self.assertFalse(self._desk().find("Gu Qing")["desk"])
        desk = self._desk().find(self.card.number)["desk"]
        self.assertIn("guest", str(desk["warnings"]))
        self._desk().get_member(self.member.id)

    def test_phones_are_whole_for_the_card_centre_only(self):
        till = self._create_user("till")
        phone = self._desk().find(self.card.number)["desk"]["member"]["phone"]
        self.assertEqual(phone, self.member.phone)
        phone = self._desk(till).find(self.card.number)["desk"]["member"]["phone"]
        self.assertNotIn(self.member.phone[3:], phone)

    def test_a_screen_costs_the_same_however_long_the_history(self):
        def count_queries():
            desk = self._desk()
            desk.find(self.card.number)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            desk.find(self.card.number)
            return self.env.cr.sql_log_count - before

        first = count_queries()
        for _purchase in range(15):
            self._record_purchase(self.member, 10)
            self._create_card(self.member, "cancelled")
        self.assertLessEqual(count_queries(), first + 2)

    # === ACTS === #
    def test_acts_are_what_the_user_may_do(self):
        acts = self._acts(self._desk().find(self.card.number))
        self.assertLessEqual({"card_report_loss", "card_replace"}, set(acts))
        self.assertNotIn("set_level", acts)
        till = self._acts(self._desk(self._create_user("till")).find(self.card.number))
        self.assertFalse({"card_report_loss", "card_replace", "merge"} & set(till))

    def test_no_button_ends_in_a_refusal_that_was_known_before(self):
        acts = self._acts(self._desk().find(self.card.number))
        self.assertNotIn("merge", acts)
        self.assertNotIn("card_renew", acts)
        self.card._through_gate().valid_until = "2099-12-31"
        manager = self._create_user("manager")
        acts = self._acts(self._desk(manager).find(self.card.number))
        self.assertIn("merge", acts)
        self.assertIn("card_renew", acts)

    def test_what_the_state_forbids_is_shown_with_the_reason(self):
        self.card._change_state("freeze", "test")
        acts = self._acts(self._desk().find(self.card.number))
        self.assertIn("frozen", acts["card_replace"]["problem"])
        self.assertFalse(acts["card_unfreeze"]["problem"])
        self.assertNotIn("card_freeze", acts)
        with self.assertRaisesRegex(UserError, "frozen"):
            self._desk().run("card_replace", self.member.id, self.card.id)

    def test_every_possible_act_answers(self):
        manager = self._create_user("manager")
        desk = self._desk(manager)
        acts = self._acts(desk.find(self.card.number))
        for key, act in acts.items():
            if act["problem"] or act["confirm"] or key == "print_card":
                continue
            with self.subTest(act=key):
                action = desk.run(key, self.member.id, self.card.id)
                self.assertTrue(action["type"])
                if action.get("res_id") or action.get("target") != "new":
                    continue
                context = action["context"]
                wizard = self.env[action["res_model"]].with_user(manager)
                wizard.with_context(**context).default_get(list(wizard._fields))

    def test_a_loss_is_reported_from_the_desk(self):
        action = self._desk().run("card_report_loss", self.member.id, self.card.id)
        act = self.env[action["res_model"]].with_user(self.card_centre)
        act.with_context(**action["context"]).create({}).action_apply()
        self.assertEqual(self.card.state, "lost")

    def test_acts_the_user_may_not_do_are_refused(self):
        till = self._desk(self._create_user("till"))
        for key in ("card_report_loss", "set_level", "__class__", "unknown"):
            with self.subTest(key=key), self.assertRaises(UserError):
                till.run(key, self.member.id, self.card.id)
        self.assertEqual(self.card.state, "active")

    def test_a_new_member_starts_with_what_was_typed(self):
        found = self._desk().find("13866665555")
        self.assertIn("enrol", self._acts(found))
        action = self._desk().run("enrol", term="13866665555")
        self.assertEqual(action["context"]["default_phone"], "13866665555")
        action = self._desk().run("enrol", term="Lin Wei")
        self.assertEqual(action["context"]["default_name"], "Lin Wei")

    def test_enrolling_comes_back_to_the_desk(self):
        action = self._desk().run("enrol", term="13866665555")
        wizard = self.env["membership.member.enrol"].with_user(self.card_centre)
        wizard = wizard.with_context(**action["context"]).create({"name": "New"})
        back = wizard.action_enrol()
        self.assertEqual(back["tag"], "membership_desk")
        self._desk().get_member(back["params"]["member_id"])

    def test_strangers_are_refused(self):
        nobody = new_test_user(self.env, "nobody_at_the_desk", "base.group_user")
        for call in (
            lambda desk: desk.find("Gu"),
            lambda desk: desk.get_member(self.member.id),
            lambda desk: desk.run("open", self.member.id),
        ):
            with self.assertRaises(AccessError):
                call(self._desk(nobody))
        for member_id in (0, True, "1", None, 10**9):
            with self.assertRaises(UserError):
                self._desk().get_member(member_id)
