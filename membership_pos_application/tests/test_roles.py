from odoo.tests import tagged

from odoo.addons.membership_card.tests.roles_case import Refused
from odoo.addons.membership_pos.tests.roles_case import TillRolesCase

from .common import SIGNATURE, PosApplicationCommon


@tagged("post_install", "-at_install")
class TestRoles(TillRolesCase, PosApplicationCommon):
    """From the counter to a card, with a charter, a signature and codes."""

    addon = "membership_pos_application"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card_type.needs_signature = True
        cls.group_type = cls._create_type(name="Group", kind="group", at_till=True)
        cls.waiting = cls._create_card(cls.member, "draft", activation="code")
        cls.code = cls.waiting._make_activation_code()

    def _vals(self, **values):
        return super()._vals(phone=self._next_mobile(), signature=SIGNATURE, **values)

    def _act_till_apply(self, env, outlet):
        company = {
            "company_name": "Wang Foods",
            "licence_number": "91310000MA1FL0000X",
            "legal_representative": "Wang Xifeng",
        }
        vals = self._vals(type_id=self.group_type.id, **company)
        env["membership.till"].apply(self._get_session(outlet).id, vals)

    def _act_till_enrol(self, env, outlet):
        env["membership.till"].enrol(self._get_session(outlet).id, self._vals())

    def _act_till_activate_by_code(self, env, outlet):
        answer = env["membership.till"].activate_by_code(
            self._get_session(outlet).id, self.member.id, self.waiting.id, self.code
        )
        if "error" in answer:
            raise Refused

    def _act_till_activate(self, env, outlet):
        env["membership.till"].act_on_card(
            self._get_session(outlet).id,
            self.member.id,
            self.waiting.id,
            "activate",
            {"identified_by": "known", "reason": "roles"},
        )
