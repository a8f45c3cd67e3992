from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import LedgerCommon

LEDGER = ["account", "entry", "lot", "allocation", "hold", "proof", "seal"]


@tagged("post_install", "-at_install")
class TestAccess(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._post(10)
        cls.users = {
            name: new_test_user(
                cls.env,
                f"ledger_{name}",
                f"base.group_user,membership_ledger.group_{name}",
            )
            for name in ("till", "operator", "card_centre", "manager", "auditor")
        }
        cls.outsider = new_test_user(cls.env, "ledger_outsider", "base.group_user")

    def test_nobody_writes_the_ledger(self):
        for name, user in self.users.items():
            for model in LEDGER:
                records = self.env[f"membership.{model}"].with_user(user)
                for operation in ("create", "write", "unlink"):
                    with self.subTest(user=name, model=model, operation=operation):
                        self.assertFalse(records.has_access(operation))

    def test_members_of_the_suite_read_and_others_do_not(self):
        for name, user in self.users.items():
            with self.subTest(user=name):
                self.assertEqual(self.account.with_user(user).balance, 10)
        with self.assertRaises(AccessError):
            self.account.with_user(self.outsider).read(["balance"])

    def test_only_managers_and_auditors_prove(self):
        for name in ("manager", "auditor"):
            self.env["membership.proof"].with_user(self.users[name]).action_run()
        with self.assertRaises(AccessError):
            self.env["membership.proof"].with_user(self.users["till"]).action_run()

    def test_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Another"})
        foreign = self._create_account(company_id=other.id)
        found = (
            self.env["membership.account"].with_user(self.users["auditor"]).search([])
        )
        self.assertIn(self.account, found)
        self.assertNotIn(foreign, found)

    def test_who_posted_is_archived_not_deleted(self):
        user = self.users["operator"]
        self.account.with_user(user).sudo()._post(5, "topup", "by", reason="test")
        with self.assertRaises(UserError) as caught:
            user.unlink()
        self.assertIn("Archive", str(caught.exception))
        user.active = False

    def test_the_auditors_are_mailed_the_seal(self):
        self.users["auditor"].email = "auditor@example.com"
        seal = self.env["membership.seal"]._seal()
        seal._mail_auditors()
        mail = self.env["mail.mail"].search(
            [("email_to", "like", "auditor@example.com")]
        )
        self.assertIn(seal.digest, mail.body_html)

    def test_entries_of_a_kind_of_unit_are_asked_for_by_its_units(self):
        Entry = self.env["membership.entry"].with_user(self.users["auditor"])
        entry = self.account.entry_ids
        self.assertIn(entry, Entry.search([("unit_id.kind", "=", "money")]))
        of_points = [("unit_id.kind", "=", "points")]
        self.assertNotIn(entry, Entry.search(of_points))
        code = Entry._search(of_points).select().code
        self.assertNotIn("membership_unit", code)
