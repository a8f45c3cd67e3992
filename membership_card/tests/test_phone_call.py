from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestPhoneCall(CardCommon):
    def _call(self, phone, note=False, user=None):
        Call = self.env["membership.member.call"].with_user(user or self.card_centre)
        return Call.create({"phone": phone, "note": note}).action_take()

    def test_number_opens_the_file_and_notes_the_call(self):
        member = self._create_member(phone="138 0013 8003")
        action = self._call("+86 138-0013-8003", "asks for the balance")
        self.assertEqual(action["res_model"], "membership.member")
        self.assertEqual(action["res_id"], member.id)
        message = member.message_ids[0]
        self.assertIn("asks for the balance", message.body)
        self.assertEqual(message.author_id, self.card_centre.partner_id)

    def test_unknown_number_begins_a_file_of_the_call_centre(self):
        action = self._call("138 0013 8004", "wants a card")
        Enrol = self.env[action["res_model"]].with_user(self.card_centre)
        with Form(Enrol.with_context(**action["context"])) as form:
            self.assertEqual(form.phone, "138 0013 8004")
            form.name = "Li Na"
            form.outlet_id = self.outlet
        member = self.env["membership.member"].browse(
            form.save().action_enrol()["res_id"]
        )
        self.assertEqual(member.source, "call_centre")
        self.assertIn("wants a card", member.message_ids[0].body)

    def test_name_of_several_lets_the_seat_choose(self):
        members = self._create_member(name="王芳") | self._create_member(name="王芳")
        action = self._call("王芳")
        self.assertEqual(set(action["domain"][0][2]), set(members.ids))

    def test_unknown_name_is_filled_in(self):
        action = self._call("Wang Fang")
        self.assertEqual(action["context"]["default_name"], "Wang Fang")

    def test_seats_keep_files(self):
        with self.assertRaises(AccessError):
            self._call("138", user=self._create_user("till"))

    def test_counter_stays_the_usual_source(self):
        Enrol = self.env["membership.member.enrol"].with_user(self.card_centre)
        with Form(Enrol) as form:
            form.phone, form.name = self._next_phone(), "Li Na"
        member = form.save()._enrol()
        self.assertEqual(member.source, "counter")
