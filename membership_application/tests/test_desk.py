from odoo.tests import tagged

from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestDesk(ApplicationCommon):
    def _get_keys(self, *ids):
        desk = self.env["membership.desk"].with_user(self.card_centre)
        member = self.env["membership.member"].browse(ids[:1])
        card = self.env["membership.card"].browse(ids[1:])
        acts = desk._get_actions(
            member.with_user(self.card_centre), card.with_user(self.card_centre)
        )
        return {act["key"] for act in acts}

    def test_desk_begins_an_application(self):
        member = self._create_member()
        self.assertIn("apply", self._get_keys())
        self.assertIn("apply", self._get_keys(member.id))
        Application = self.env["membership.application"].with_user(self.card_centre)
        begin = Application.with_context(desk_term="13800138000").action_begin()
        self.assertEqual(begin["context"], {"default_phone": "13800138000"})

    def test_desk_takes_the_code_of_a_card_that_waits_for_it(self):
        self.card_type.activation = "code"
        application = self._bring_to("issued")
        member, card = application.member_id, application.card_ids
        self.assertIn("activate_by_code", self._get_keys(member.id, card.id))
        card.with_user(self.card_centre).action_activate()
        self.assertNotIn("activate_by_code", self._get_keys(member.id, card.id))
