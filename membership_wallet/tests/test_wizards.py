from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestTopupWindow(WalletCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(500, bonus=30, bonus_months=6)

    def _open(self, **context):
        Wizard = self.env["membership.member.topup"].with_user(self.operator)
        return Form(Wizard.with_context(**context))

    def _confirm(self, window):
        action = window.save().action_confirm()
        self.assertEqual(action["res_model"], "membership.topup")
        return self.Topup.browse(action["res_id"])

    def test_scan_amount_confirm(self):
        window = self._open()
        window.term = self.card.number
        self.assertEqual(window.member_id, self.member)
        self.assertEqual(window.card_id, self.card)
        self.assertEqual(window.method_id, self.cash)
        window.quick_amount = "500"
        self.assertEqual(window.amount, 500)
        self.assertEqual(window.bonus_amount, 30)
        self.assertEqual(window.balance_after, 530)
        topup = self._confirm(window)
        self.assertEqual(topup.amount, 500)
        self.assertEqual(topup.bonus_amount, 30)
        self.assertEqual(topup.operator_id, self.operator)
        self.assertEqual(topup.card_id, self.card)

    def test_phone_finds_the_member_with_the_card_in_use(self):
        self.card._change_state("report_loss", "test")
        card = self._create_card(self.member)
        window = self._open()
        window.term = self.member.phone
        self.assertEqual(window.member_id, self.member)
        self.assertEqual(window.card_id, card)

    def test_several_members_are_offered(self):
        twin = self._create_member(name="Lin Wei")
        window = self._open()
        window.term = "Lin Wei"
        self.assertFalse(window.member_id)
        self.assertEqual(len(window.candidate_ids), 2)
        chosen = window.candidate_ids[:].filtered(lambda member: member == twin)
        window = self._open(**chosen.action_topup()["context"])
        window.amount = 10
        self.assertEqual(self._confirm(window).card_id, twin.card_ids)

    def test_lost_card_says_so_and_cannot_be_confirmed(self):
        self.card._change_state("report_loss", "test")
        window = self._open()
        window.term = self.card.number
        self.assertFalse(window.member_id)
        self.assertIn(self.card.number, window.problem)
        window.amount = 10
        with self.assertRaisesRegex(UserError, "choose the member"):
            window.save().action_confirm()

    def test_unknown_term_says_so(self):
        window = self._open()
        window.term = "nobody at all"
        self.assertIn("nobody at all", window.problem)

    def test_second_click_confirms_the_same_topup(self):
        window = self._open(**self.member.action_topup()["context"])
        window.amount = 10
        wizard = window.save()
        first, second = (wizard.action_confirm()["res_id"] for _click in range(2))
        self.assertEqual(first, second)
        self.assertEqual(self.member.wallet_balance, 10)

    def test_window_opens_on_member_and_card(self):
        window = self._open(**self.member.action_topup()["context"])
        self.assertEqual(window.member_id, self.member)
        self.assertEqual(window.card_id, self.card)
        second = self._create_card(self.member)
        window = self._open(**second.action_topup()["context"])
        self.assertEqual(window.card_id, second)

    def test_reference_is_asked_for_where_the_method_needs_it(self):
        self.bank.needs_reference = True
        window = self._open(**self.member.action_topup()["context"])
        window.amount = 10
        window.method_id = self.bank
        with self.assertRaises(AssertionError):
            window.save()
        window.reference = "4711"
        self.assertEqual(self._confirm(window).reference, "4711")

    def test_member_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Coffee House"})
        self.env.user.company_ids += other
        outlet = self.env["membership.outlet"]._get_default(other)
        Member = self.env["membership.member"].with_company(other)
        stranger = Member._enrol(
            {"name": "X", "phone": self._next_phone(), "company_id": other.id}, outlet
        )
        Window = self.env["membership.member.topup"].with_user(self.operator)
        with self.assertRaises(AccessError):
            Window.create({"member_id": stranger.id, "amount": 10})

    def test_no_balance_is_told_of_a_member_of_another_outlet(self):
        self._topup(self.member, 100)
        self.operator.membership_outlet_id = self._create_outlet()
        Window = self.env["membership.member.topup"].with_user(self.operator)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Window.create({"member_id": self.member.id})
        Window.create({"term": self.member.phone})
        window = Form(Window)
        window.term = self.member.phone
        self.assertEqual(window.wallet_balance, 100)

    def test_receipt_is_printed_with_the_balance(self):
        topup = self._topup(self.member, 500, card=self.card, outlet=self.outlet)
        report = self.env.ref(
            "membership_wallet.membership_topup_action_report_receipt"
        )
        html = str(report._render_qweb_html(report.report_name, topup.ids)[0])
        for text in (topup.name, self.member.number, "500.00", "30.00", "530.00"):
            self.assertIn(text, html)

    def test_day_list_sums_by_outlet_method_and_operator(self):
        topups = self._topup(self.member, 500) | self._topup(self.member, 20)
        rows = topups._get_day_rows()
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0]["count"], 2)
        self.assertEqual(rows[0]["amount"], 520)
        report = self.env.ref("membership_wallet.membership_topup_action_report_day")
        html = str(report._render_qweb_html(report.report_name, topups.ids)[0])
        self.assertIn("520.00", html)


@tagged("post_install", "-at_install")
class TestManagerWindows(WalletCommon):
    def test_payback_window_offers_the_maximum(self):
        topup = self._topup(self.member, 500)
        self._spend(self.member, 100)
        Wizard = self.env["membership.topup.reverse"].with_user(self.manager)
        window = Form(Wizard.with_context(default_topup_id=topup.id))
        self.assertEqual(window.largest, 400)
        self.assertEqual(window.amount, 400)
        self.assertEqual(window.method_id, self.cash)
        window.reason = "typed wrong"
        wizard = window.save()
        wizard.action_confirm()
        wizard.action_confirm()
        self.assertEqual(topup.reversed_amount, 400)
        self._assert_tied()

    def test_adjust_window_adds_and_takes(self):
        wallet = self.member._get_wallet()
        Wizard = self.env["membership.account.adjust"].with_user(self.manager)
        for direction, balance in (("add", 30), ("take", 0)):
            window = Form(Wizard.with_context(default_account_id=wallet.id))
            window.direction = direction
            window.amount = 30
            window.reason = "test"
            self.assertEqual(window.counterpart_id, self.promotion)
            wizard = window.save()
            wizard.action_confirm()
            wizard.action_confirm()
            self.assertEqual(wallet.balance, balance)
        self._assert_tied()

    def test_adjust_window_refuses_zero(self):
        wallet = self.member._get_wallet()
        Wizard = self.env["membership.account.adjust"].with_user(self.manager)
        wizard = Wizard.create({"account_id": wallet.id, "amount": 0, "reason": "x"})
        with self.assertRaisesRegex(UserError, "more than zero"):
            wizard.action_confirm()
