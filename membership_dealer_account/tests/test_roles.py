import base64

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.membership_card.tests.roles_case import Refused, RolesCase
from odoo.addons.membership_guard.upload_check import PNG_PIXEL
from odoo.addons.membership_wallet.tests.common import WalletCommon

DEALER = "membership_dealer_pricing.group_dealer_user"
GROUPS = {
    "dealer_user": DEALER,
    "dealer_manager": "membership_dealer_pricing.group_dealer_manager",
    "accountant": f"{DEALER},account.group_account_invoice",
    "card_centre": "membership_ledger.group_card_centre",
    "manager": "membership_ledger.group_manager",
    "auditor": "membership_ledger.group_auditor",
}


@tagged("post_install", "-at_install")
class TestRoles(RolesCase, WalletCommon):
    """Dealers, from their application to the money between us."""

    addon = "membership_dealer_account"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.membership_dealer_liability_account_id = cls._create_account(
            "220302", "liability_current"
        )
        cls.company.membership_dealer_rebate_account_id = cls._create_account(
            "660102", "expense"
        )
        pricelist = cls.env["product.pricelist"].create(
            {"name": "D", "dealer_only": True, "company_id": cls.company.id}
        )
        cls.tea = cls.env["product.product"].create({"name": "Tea"})
        cls.level, cls.other_level = cls.env["membership.dealer.level"].create(
            [
                {
                    "name": name,
                    "pricelist_id": pricelist.id,
                    "company_id": cls.company.id,
                }
                for name in ("Agent", "Distributor")
            ]
        )
        cls.applicant = cls._create_dealer("New Trading")
        cls.dealer = cls._create_dealer("Lin Trading")
        cls.dealer._change_state("approve")
        cls._create_papers()
        cls._create_money()

    @classmethod
    def _create_role(cls, role, outlet):
        return new_test_user(
            cls.env,
            f"{role}_{outlet.id}",
            f"base.group_user,{GROUPS[role]}",
            company_id=outlet.company_id.id,
            company_ids=[Command.set(outlet.company_id.ids)],
            membership_outlet_id=outlet.id,
        )

    @classmethod
    def _create_dealer(cls, name):
        partner = cls.env["res.partner"].create({"name": name, "is_company": True})
        return cls.env["membership.dealer"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "level_id": cls.level.id,
            }
        )

    @classmethod
    def _create_papers(cls):
        """An application with a licence; nobody has to be asked before the manager."""
        cls.env["tier.definition"].search(
            [("model", "=", "membership.dealer.application")]
        ).active = False
        cls.application = cls.env["membership.dealer.application"].create(
            {
                "company_name": "Wang Foods",
                "contact_name": "Wang Xifeng",
                "email": "wang@example.com",
                "company_id": cls.company.id,
                "level_id": cls.level.id,
            }
        )
        cls.paper = cls.env["membership.dealer.document"].create(
            {
                "application_id": cls.application.id,
                "name": "licence.png",
                "file": base64.b64encode(PNG_PIXEL),
            }
        )

    @classmethod
    def _create_money(cls):
        cls.deposit = cls.env["membership.dealer.deposit"].create(
            {"dealer_id": cls.dealer.id, "amount": 100, "method_id": cls.bank.id}
        )
        cls.rule = cls.env["membership.dealer.rebate.rule"].create(
            {
                "name": "Yearly",
                "company_id": cls.company.id,
                "tier_ids": [Command.create({"turnover_from": 0, "percent": 1})],
            }
        )
        month = {
            "dealer_id": cls.dealer.id,
            "company_id": cls.company.id,
            "date_from": "2026-01-01",
            "date_to": "2026-01-31",
        }
        cls.rebate = cls.env["membership.dealer.rebate"].create(
            month | {"rule_id": cls.rule.id, "amount": 5}
        )
        cls.statement = cls.env["membership.dealer.statement"].create(
            month | {"state": "disputed"}
        )

    def _is_opened_by_card(self, row):
        return False

    def _mine(self, env, record):
        return env[record._name].browse(record.ids)

    # === FILES === #
    def _act_see_dealer(self, env, outlet):
        self._find(env, self.dealer)

    def _act_keep_file(self, env, outlet):
        partner = self.env["res.partner"].create({"name": "Xue", "is_company": True})
        env["membership.dealer"].create(
            {"partner_id": partner.id, "company_id": self.company.id}
        )

    def _act_approve(self, env, outlet):
        self._mine(env, self.applicant).action_approve()

    def _act_suspend(self, env, outlet):
        act = env["membership.dealer.act"].create(
            {
                "dealer_ids": [Command.set(self.dealer.ids)],
                "action": "suspend",
                "reason": "roles",
            }
        )
        act.action_confirm()

    def _act_change_terms(self, env, outlet):
        self._mine(env, self.dealer).level_id = self.other_level

    def _act_simulate(self, env, outlet):
        asked = env["membership.dealer.simulate"].create(
            {
                "partner_id": self.dealer.partner_id.id,
                "product_id": self.tea.id,
            }
        )
        if "Lin Trading" not in asked.explanation:
            raise Refused

    # === APPLICATIONS === #
    def _act_see_application(self, env, outlet):
        self._find(env, self.application)
        self._find(env, self.paper)
        if not self._mine(env, self.paper).file:
            raise Refused

    def _act_approve_application(self, env, outlet):
        self._mine(env, self.application).action_approve()

    def _act_refuse_application(self, env, outlet):
        window = env["membership.dealer.refuse"].create(
            {"application_id": self.application.id, "reason": "roles"}
        )
        window.action_refuse()

    # === MONEY === #
    def _act_see_prepaid(self, env, outlet):
        self._mine(env, self.dealer).read(["prepaid_balance"])

    def _act_write_slip(self, env, outlet):
        env["membership.dealer.deposit"].create(
            {"dealer_id": self.dealer.id, "amount": 10}
        )

    def _act_confirm_slip(self, env, outlet):
        self._mine(env, self.deposit).action_confirm()

    def _act_refuse_slip(self, env, outlet):
        deposit = self._mine(env, self.deposit)
        deposit.reason = "roles"
        deposit.action_refuse()

    def _act_see_rebate(self, env, outlet):
        self._find(env, self.rebate)

    def _act_post_rebate(self, env, outlet):
        self._mine(env, self.rebate).action_post()

    def _act_see_statement(self, env, outlet):
        self._find(env, self.statement)

    def _act_settle_statement(self, env, outlet):
        self._mine(env, self.statement).action_settle()

    # === SETTING UP === #
    def _act_set_up_levels(self, env, outlet):
        self._mine(env, self.level).name = "Renamed"

    def _act_set_up_markups(self, env, outlet):
        env["membership.dealer.markup"].create(
            {"name": "Ten", "company_id": self.company.id, "percent": 10}
        )

    def _act_set_up_territories(self, env, outlet):
        env["membership.dealer.territory"].create(
            {"name": "East", "company_id": self.company.id}
        )

    def _act_set_up_quantities(self, env, outlet):
        env["membership.dealer.quantity"].create(
            {
                "company_id": self.company.id,
                "product_tmpl_id": self.tea.product_tmpl_id.id,
                "multiple": 6,
            }
        )

    def _act_set_up_rebates(self, env, outlet):
        self._mine(env, self.rule).name = "Renamed"
