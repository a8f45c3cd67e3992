from odoo.tests import tagged

from odoo.addons.membership_card.tests.roles_case import RolesCase

from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestRoles(RolesCase, ApplicationCommon):
    """From an application to a card."""

    addon = "membership_application"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.membership_application_four_eyes = False
        cls.charter = cls.env["membership.charter"].create(
            {
                "name": "Charter",
                "version": "roles",
                "company_id": cls.company.id,
                "text": "<p>Be kind.</p>",
            }
        )
        cls.ready = cls._bring_to("review", outlet_id=cls.home.id)
        cls._hand_in_papers(cls.ready)
        cls.approved = cls._bring_to("approved", outlet_id=cls.home.id)
        cls.ready, cls.approved = cls.ready.sudo(False), cls.approved.sudo(False)

    def _mine(self, env, application):
        return env["membership.application"].browse(application.id)

    def _act_apply(self, env, outlet):
        application = env["membership.application"].create(
            {
                "contact_name": "Li Na",
                "phone": self._next_mobile(),
                "type_id": self.card_type.id,
                "outlet_id": outlet.id,
            }
        )
        application.action_submit()

    def _act_see_application(self, env, outlet):
        self._find(env, self.ready)

    def _act_see_papers(self, env, outlet):
        self._find(env, self.ready.document_ids)

    def _act_approve(self, env, outlet):
        self._mine(env, self.ready).action_approve()

    def _act_refuse(self, env, outlet):
        window = env["membership.application.refuse"].create(
            {"application_id": self.ready.id, "reason": "roles"}
        )
        window.action_refuse()

    def _act_issue(self, env, outlet):
        self._mine(env, self.approved).action_issue()

    def _act_set_up_charter(self, env, outlet):
        env["membership.charter"].browse(self.charter.id).name = "Renamed"

    def _act_set_up_requirements(self, env, outlet):
        lines = self.card_type.requirement_ids
        env["membership.card.requirement"].browse(lines.ids).write({"name": "Renamed"})
