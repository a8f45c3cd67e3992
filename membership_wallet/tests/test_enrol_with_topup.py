from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestEnrolWithTopup(WalletCommon):
    """The first money makes the member: by rules that say how much, in one step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._create_user("operator", "card_centre")
        cls.env["membership.enrol.rule"].search([]).active = False
        cls.rule, cls.golden = cls.env["membership.enrol.rule"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "trigger": "topup",
                    "amount": amount,
                    "level_id": level,
                }
                for name, amount, level in (
                    ("Pays 500", 500, False),
                    ("Pays 2000", 2000, cls.gold.id),
                )
            ]
        )

    def _enrol(self, amount, user=None):
        Enrol = self.env["membership.member.enrol"].with_user(user or self.seat)
        with Form(Enrol) as form:
            form.phone = "13700001311"
            form.name = "Sun Li"
            if amount:
                form.topup_amount = amount
        return form.record

    def _find(self):
        return self.env["membership.member"].search([("name", "=", "Sun Li")])

    def test_member_and_money_come_together(self):
        self._enrol(500).action_enrol()
        member = self._find()
        self.assertEqual((member.level_id, member.source), (self.regular, "rule"))
        self.assertEqual(member._get_wallet().balance, 500)
        self.assertEqual(self.rule.offer_ids.member_id, member)

    def test_the_highest_rule_that_is_reached_decides(self):
        self._enrol(2500).action_enrol()
        self.assertEqual(self._find().level_id, self.gold)

    def test_less_is_refused_and_the_window_says_what_is_missing(self):
        window = self._enrol(380)
        self.assertIn("120.00", window.topup_hint)
        with self.assertRaisesRegex(UserError, "120.00"):
            window.action_enrol()
        self.assertFalse(self._find())

    def test_nobody_has_to_pay_in(self):
        window = self._enrol(0)
        self.assertIn("500.00", window.topup_hint)
        window.action_enrol()
        self.assertEqual(self._find().source, "counter")
        self.assertFalse(self.rule.offer_ids)

    def test_without_rules_any_amount_does(self):
        (self.rule | self.golden).active = False
        self._enrol(1).action_enrol()
        self.assertEqual(self._find()._get_wallet().balance, 1)

    def test_who_may_not_take_money_tops_up_nobody(self):
        window = self._enrol(0, self.card_centre)
        window.sudo().topup_amount = 500
        with self.assertRaises(AccessError):
            window.action_enrol()
        with self.assertRaisesRegex(UserError, "more than zero"):
            self._enrol(-5).action_enrol()
