from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CardCommon

READ_ONLY = (
    "membership.card.event",
    "membership.level.event",
    "membership.purchase",
    "membership.register.import.total",
    "membership.register.import.issue",
)


@tagged("post_install", "-at_install")
class TestSecurity(CardCommon):
    def test_till_reads_and_changes_nothing(self):
        till = self._create_user("till")
        member = self._create_member().with_user(till)
        self.assertTrue(member.name and member.card_ids.number and member.level_id.name)
        with self.assertRaises(AccessError):
            member.joined_on = "2020-01-01"
        with self.assertRaises(AccessError):
            member.card_ids.action_activate()
        with self.assertRaises(AccessError):
            member.action_freeze()

    def test_card_centre_keeps_members_but_not_levels(self):
        member = self._create_member().with_user(self.card_centre)
        member.joined_on = "2020-01-01"
        member.name = "Renamed"
        with self.assertRaises(AccessError):
            member.level_id.threshold = 1
        with self.assertRaises(AccessError):
            self.env["membership.register.import"].with_user(self.card_centre).create(
                {}
            )

    def test_auditor_reads_everything_and_changes_nothing(self):
        auditor = self._create_user("auditor")
        member = self._create_member().with_user(auditor)
        self.assertTrue(member.card_ids.event_ids.read(["action"]))
        with self.assertRaises(AccessError):
            member.joined_on = "2020-01-01"

    def test_employees_without_a_role_see_nothing(self):
        user = new_test_user(self.env, "nobody_here", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["membership.member"].with_user(user).search([])

    def test_nobody_writes_audit_rows_and_purchases(self):
        manager = self._create_user("manager")
        for name in READ_ONLY:
            Model = self.env[name].with_user(manager)
            for operation in ("create", "write", "unlink"):
                with self.subTest(model=name, operation=operation):
                    self.assertFalse(Model.has_access(operation))

    def test_other_companies_see_no_member(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._create_user(
            "manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        member = self._create_member()
        purchase = self._record_purchase(member, 5)
        for record in (member, member.card_ids, purchase, self.outlet, self.regular):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(stranger).read(["id", "display_name"])

    def test_branches_serve_the_members_of_the_main_company(self):
        branch = self.env["res.company"].create(
            {"name": "Franchise", "parent_id": self.company.id}
        )
        user = self._create_user(
            "card_centre", company_id=branch.id, company_ids=[Command.set(branch.ids)]
        )
        member = self._create_member().with_user(user)
        member = member.with_context(allowed_company_ids=branch.ids)
        self.env.invalidate_all()
        member._identify(member.sudo().phone, branch)
        self.env.invalidate_all()
        self.assertTrue(member.name and member.level_id.name and member.card_ids.number)
