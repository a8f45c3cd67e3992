from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestGroup(CardCommon):
    """A company, its people, one pool."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group_type = cls._create_type(
            kind="group", name="Group", limit_payment=200, limit_day=300
        )
        cls.group = cls.env["membership.member"]._enrol_group(
            {
                "name": "Tea Ltd",
                "phone": cls._next_phone(),
                "type_id": cls.group_type.id,
            },
            [
                {"name": "Zhao Min", "phone": "+8613900000011"},
                {"name": "Qian Li", "phone": "+8613900000012", "limit_day": 50},
            ],
            cls.outlet,
        )
        cls.zhao, cls.qian = cls.group.card_ids.sorted("id")
        cls.unit = cls.env["membership.unit"]._for_currency(cls.company.currency_id)

    def _pool(self):
        return self.group._get_account(self.unit)

    def test_group_has_a_card_per_holder_and_one_pool(self):
        self.assertTrue(self.group.partner_id.is_company)
        self.assertEqual(self.zhao.holder_id.parent_id, self.group.partner_id)
        self.assertEqual(self.zhao.limit_day, 300)
        self.assertEqual((self.qian.limit_payment, self.qian.limit_day), (200, 50))
        self.assertTrue(self._pool().is_shared)
        self.assertEqual(
            self.env["membership.member"]._identify("139 0000 0012", self.company),
            (self.group, self.qian),
        )

    def test_holders_join_and_leave_without_touching_the_pool(self):
        pool = self._pool()
        pool._post(1000, "topup", "k", reason="test")
        entries = pool.last_number
        self.zhao._take_step("cancel", "Left the company", identified_by="document")
        Issue = self.env["membership.card.issue"].with_user(self.card_centre)
        with Form(Issue.with_context(default_member_id=self.group.id)) as form:
            self.assertEqual(form.type_id, self.group_type)
            form.name = "Sun Lei"
            form.phone = "139 0000 0013"
            form.outlet_id = self.outlet
        action = form.save().action_issue()
        sun = self.env["membership.card"].browse(action["res_id"])
        self.assertEqual((sun.state, sun.holder_id.name), ("active", "Sun Lei"))
        self.assertEqual(sun.holder_id.phone, "+8613900000013")
        self.assertEqual((pool.balance, pool.last_number), (1000, entries))
        self.assertEqual(self.zhao.state, "cancelled")

    def test_card_is_handed_on_to_another_holder(self):
        new = self.env["res.partner"].create({"name": "Sun Lei"})
        self.zhao._take_step(
            "change", changes={"holder_id": new.id}, identified_by="document"
        )
        self.assertEqual((self.zhao.holder_id, self.zhao.state), (new, "active"))

    def test_statement_says_what_each_holder_spent(self):
        pool = self._pool()
        pool._post(1000, "topup", "t", reason="test")
        for key, card, amount in (("a", self.zhao, -80), ("b", self.qian, -30)):
            pool._post(amount, "spend", key, reason="x", extra={"card_id": card.id})
        paid = pool._post(
            -20, "spend", "c", reason="x", extra={"card_id": self.qian.id}
        )
        paid._reverse(5, "d", reason="returned", extra={"card_id": self.qian.id})
        statement = self.env["membership.holder.statement"].with_user(self.card_centre)
        statement = statement.create({"member_id": self.group.id})
        self.assertEqual(statement.account_id, pool)
        action = statement.action_show()
        lines = self.env[action["res_model"]].search(action["domain"])
        found = {
            line.holder_name: (line.payment_count, line.spent, line.refunded, line.net)
            for line in lines
        }
        self.assertEqual(
            found,
            {
                "Zhao Min": (1, 80, 0, -80),
                "Qian Li": (2, 50, 5, -45),
                "Without a card": (0, 0, 0, 1000),
            },
        )
        self.assertEqual(statement.opening + sum(lines.mapped("net")), 875)
        self.assertEqual(statement.closing, 875)
        entries = self.env["membership.entry"].search(
            lines.filtered(
                lambda line: line.card_id == self.qian
            ).action_view_entries()["domain"]
        )
        self.assertEqual(len(entries), 3)
        report = self.env.ref("membership_card.membership_holder_statement_xlsx")
        content, kind = report._render_xlsx(report.report_name, statement.ids, {})
        self.assertEqual((content[:2], kind), (b"PK", "xlsx"))

    def test_only_group_types_and_only_new_phones(self):
        Member = self.env["membership.member"]
        vals = {"name": "Other Ltd", "phone": self.group.phone}
        with self.assertRaisesRegex(ValidationError, "no type of group"):
            Member._enrol_group({**vals, "type_id": self.card_type.id}, [], self.outlet)
        with self.assertRaisesRegex(ValidationError, "Tea Ltd"):
            Member._enrol_group(
                {**vals, "type_id": self.group_type.id}, [], self.outlet
            )

    def test_window_enrols_a_group_with_its_people(self):
        Enrol = self.env["membership.group.enrol"].with_user(self.card_centre)
        with Form(Enrol) as form:
            form.name = "Rice Ltd"
            form.phone = self._next_phone()
            form.outlet_id = self.outlet
            with form.line_ids.new() as line:
                line.name = "Wu Di"
                line.limit_day = 25
        member = self.env["membership.member"].browse(
            form.save().action_enrol()["res_id"]
        )
        self.assertEqual(member.card_ids.holder_id.name, "Wu Di")
        self.assertEqual(member.card_ids.limit_day, 25)
        empty = Enrol.create({"name": "Salt Ltd", "phone": self._next_phone()})
        with self.assertRaisesRegex(UserError, "at least one"):
            empty.action_enrol()

    def test_supplementary_card_is_issued_in_one_window(self):
        member = self._create_member()
        self._create_type(kind="supplementary", name="Family")
        Issue = self.env["membership.card.issue"].with_user(self.card_centre)
        with Form(Issue.with_context(default_member_id=member.id)) as form:
            self.assertEqual(form.type_id.name, "Family")
            form.name = "His Daughter"
            form.limit_day = 40
            form.outlet_id = self.outlet
        form.save().action_issue_print()
        card = member.card_ids.filtered("holder_id")
        self.assertEqual((card.holder_name, card.limit_day), ("His Daughter", 40))

    def test_a_till_issues_nothing(self):
        Issue = self.env["membership.card.issue"].with_user(self._create_user("till"))
        with self.assertRaises(AccessError):
            Issue.create({"member_id": self.group.id, "type_id": self.group_type.id})
