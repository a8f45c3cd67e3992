from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestResCompany(WalletCommon):
    def test_chart_of_accounts_brings_what_stored_value_needs(self):
        company = self.env["res.company"].create(
            {"name": "New House", "country_id": self.env.ref("base.us").id}
        )
        self.env.user.company_ids += company
        self.env["account.chart.template"].try_loading(
            "generic_coa", company, install_demo=False
        )
        liability = company.membership_liability_account_id
        self.assertEqual(liability.account_type, "liability_current")
        self.assertFalse(liability.reconcile)
        self.assertEqual(
            company.membership_promotion_account_id.account_type, "expense"
        )
        self.assertTrue(company.membership_opening_account_id)
        self.assertEqual(company.membership_journal_id.type, "general")
        methods = self.env["membership.topup.method"].search(
            [("company_id", "=", company.id)]
        )
        self.assertEqual(methods.journal_id.mapped("type"), ["cash", "bank"])

    def test_names_are_there_in_every_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.chart_template = "generic_coa"
        self.company.membership_liability_account_id = False
        self.company._set_up_membership_wallet()
        account = self.company.membership_liability_account_id
        self.assertEqual(
            account.with_context(lang="en_US").name, "Customer stored value"
        )
        self.assertEqual(account.with_context(lang="zh_CN").name, "客户储值")

    def test_account_of_an_earlier_installation_is_used_again(self):
        self.company.chart_template = "generic_coa"
        self.company.membership_opening_account_id = False
        self.company._set_up_membership_wallet()
        account = self.company.membership_opening_account_id
        self.company.membership_opening_account_id = False
        self.company._set_up_membership_wallet()
        self.assertEqual(self.company.membership_opening_account_id, account)

    def test_setting_up_again_changes_nothing(self):
        self.company.chart_template = "generic_coa"
        self.company._set_up_membership_wallet()
        before = self.env["account.account"].search_count([])
        self.company._set_up_membership_wallet()
        self.assertEqual(self.env["account.account"].search_count([]), before)
        self.assertEqual(self.company.membership_liability_account_id, self.liability)
        methods = self.env["membership.topup.method"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(methods, self.cash | self.bank)

    def test_company_without_chart_is_left_alone(self):
        company = self.env["res.company"].create({"name": "No Books"})
        company._set_up_membership_wallet()
        self.assertFalse(company.membership_liability_account_id)

    def test_missing_account_or_journal_is_a_clear_sentence(self):
        company = self.env["res.company"].create({"name": "No Books"})
        for role in ("liability", "promotion", "opening"):
            with self.assertRaisesRegex(UserError, "No Books has no account for"):
                company._get_membership_account(role)
        with self.assertRaisesRegex(UserError, "No Books has no journal"):
            company._get_membership_journal()

    def test_branch_uses_the_accounts_of_its_main_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.assertEqual(branch._get_membership_account("liability"), self.liability)
        self.assertEqual(branch._get_membership_journal(), self.misc)

    def test_liability_account_stays_while_stored_value_is_booked_on_it(self):
        other = self._create_account("220302", "liability_current")
        self.company.membership_liability_account_id = other
        self.company.membership_liability_account_id = self.liability
        self._topup(self.member, 100)
        with self.assertRaisesRegex(UserError, "the account stays"):
            self.company.membership_liability_account_id = other
