from odoo.tests import tagged

from odoo.addons.membership_pos.tests.roles_case import TillRolesCase

from .common import PosFeeCommon


@tagged("post_install", "-at_install")
class TestRoles(TillRolesCase, PosFeeCommon):
    """Fees, in the back office and at the till."""

    addon = "membership_pos_fee"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The member at home in the store, not the one of the common class.
        cls.fee = cls._charge(30, kind="service")

    def _act_see_fees(self, env, outlet):
        self._find(env, self.fee)

    def _act_charge_fee(self, env, outlet):
        wizard = env["membership.fee.charge"].create(
            {"member_id": self.member.id, "kind": "service"}
        )
        wizard.action_confirm()

    def _act_waive_fee(self, env, outlet):
        wizard = env["membership.fee.waive"].create(
            {"fee_ids": self.fee.ids, "reason": "roles"}
        )
        wizard.action_confirm()

    def _act_till_take_fee(self, env, outlet):
        # As the till does first of all.
        env["membership.till"].get_member(self._get_session(outlet).id, self.member.id)
        self._sync_here(env, outlet, self._fee_line())

    def _act_set_up_fees(self, env, outlet):
        env["membership.fee.schedule"].create(
            {
                "name": "Joining",
                "kind": "joining",
                "amount": 1,
                "company_id": self.company.id,
            }
        )
