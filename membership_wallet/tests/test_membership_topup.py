from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestMembershipTopup(WalletCommon):
    def test_money_is_usable_at_once(self):
        self._topup(self.member, "100.50")
        amounts = self._get_amounts(self.member)
        self.assertEqual(amounts["available"], Decimal("100.50"))
        self.assertEqual(amounts["bonus"], 0)
        self.assertEqual(self.member.wallet_balance, 100.50)

    def test_document_says_who_where_and_how(self):
        topup = self._topup(
            self.member,
            100,
            method=self.bank,
            card=self.card,
            outlet=self.outlet,
            reference=" 4711 ",
        )
        self.assertEqual(topup.state, "posted")
        self.assertEqual(topup.operator_id, self.operator)
        self.assertEqual(topup.outlet_id, self.outlet)
        self.assertEqual(topup.card_id, self.card)
        self.assertEqual(topup.method_id, self.bank)
        self.assertEqual(topup.reference, "4711")
        self.assertRegex(topup.name, r"^TU\d{4}-\d{6}$")

    def test_every_entry_leads_to_its_document_and_back(self):
        self._create_rule(100, bonus=10)
        topup = self._topup(self.member, 100, card=self.card, outlet=self.outlet)
        entries = self.env["membership.entry"].search(
            topup.action_view_entries()["domain"], order="id"
        )
        self.assertEqual(entries.mapped("kind"), ["topup", "bonus"])
        self.assertEqual(entries.move_id, topup.move_id)
        self.assertEqual(entries.card_id, self.card)
        self.assertEqual(entries.outlet_id, self.outlet)
        found = topup.move_id.action_view_membership_entries()["domain"]
        self.assertEqual(self.env["membership.entry"].search(found), entries[::-1])

    def test_books_debit_where_the_money_is_and_credit_the_liability(self):
        self._topup(self.member, 100)
        self._topup(self.member, 50, method=self.bank)
        self.assertEqual(self._get_balance(self.cash_account), 100)
        self.assertEqual(self._get_balance(self.bank_account), 50)
        self.assertEqual(self._get_balance(self.liability), -150)
        self._assert_tied()

    def test_bonus_is_a_promotion_cost_in_the_same_journal_entry(self):
        self._create_rule(100, bonus=10)
        topup = self._topup(self.member, 100)
        self.assertEqual(topup.bonus_amount, 10)
        self.assertEqual(self._get_balance(self.promotion), 10)
        self.assertEqual(self._get_balance(self.liability), -110)
        self.assertEqual(len(topup.move_id.line_ids), 4)
        self.assertEqual(
            topup.move_id.line_ids.partner_id,
            self.member.partner_id.commercial_partner_id,
        )
        self._assert_tied()

    def test_clearing_account_of_a_method_takes_the_money(self):
        clearing = self._create_account("101299", "asset_current")
        self.bank.account_id = clearing
        self._topup(self.member, 100, method=self.bank)
        self.assertEqual(self._get_balance(clearing), 100)
        self.assertEqual(self._get_balance(self.bank_account), 0)

    @freeze_time("2026-03-31")
    def test_bonus_expires_after_the_months_of_its_rule(self):
        self._create_rule(100, bonus=10, bonus_months=6)
        topup = self._topup(self.member, 100)
        self.assertEqual(str(topup.bonus_expires_on), "2026-09-30")
        lots = topup.account_id.lot_ids.sorted("id")
        self.assertEqual(lots.mapped("bucket"), ["principal", "bonus"])
        self.assertEqual(str(lots[1].expires_on), "2026-09-30")
        self.assertFalse(lots[0].expires_on)

    def test_same_key_tops_up_once(self):
        first = self._topup(self.member, 100, key="click")
        again = self._topup(self.member, 100, key="click")
        self.assertEqual(first, again)
        self.assertEqual(self._get_amounts(self.member)["balance"], 100)
        self.assertEqual(self._get_balance(self.cash_account), 100)

    def test_same_key_with_another_amount_or_method_is_refused(self):
        self._topup(self.member, 100, key="click")
        for values in ({"amount": 200}, {"amount": 100, "method": self.bank}):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "same key"),
            ):
                self._topup(self.member, key="click", **values)
        self.assertEqual(self._get_amounts(self.member)["balance"], 100)

    def test_refused_key_can_be_used_again(self):
        self.card._change_state("freeze", "test")
        with self.assertRaises(UserError):
            self._topup(self.member, 100, key="click", card=self.card)
        self.card._change_state("unfreeze", "test")
        self.assertTrue(self._topup(self.member, 100, key="click", card=self.card))

    def test_card_that_is_not_active_is_refused_at_once(self):
        for action in ("report_loss", "freeze", "cancel"):
            with self.subTest(action=action):
                card = self._create_card(self.member)
                card._change_state(action, "test")
                with self.assertRaisesRegex(UserError, card.number):
                    self._topup(self.member, 100, card=card)
        self.assertFalse(self.member._get_wallet().balance)

    def test_card_type_without_stored_value_is_refused(self):
        self.card.type_id.use_wallet = False
        with self.assertRaises(UserError):
            self._topup(self.member, 100, card=self.card)

    def test_card_of_somebody_else_is_refused(self):
        other = self._create_member()
        with self.assertRaisesRegex(UserError, "does not belong"):
            self._topup(self.member, 100, card=other.card_ids)

    def test_frozen_or_closed_member_is_refused(self):
        for action in ("freeze", "close"):
            member = self._create_member()
            member._change_state(action)
            with self.subTest(action=action), self.assertRaises(UserError):
                self._topup(member, 100)

    def test_frozen_wallet_is_refused(self):
        self.member._get_wallet()._freeze()
        with self.assertRaisesRegex(UserError, "frozen"):
            self._topup(self.member, 100)

    def test_amount_is_more_than_zero_and_on_the_grid(self):
        for amount in (0, -5, "10.001"):
            with self.subTest(amount=amount), self.assertRaises(UserError):
                self._topup(self.member, amount)

    def test_float_is_refused(self):
        with self.assertRaises(TypeError):
            self._topup(self.member, 10.5)

    def test_method_that_needs_a_reference_is_refused_without_one(self):
        self.bank.needs_reference = True
        for reference in (None, "  "):
            with self.assertRaisesRegex(UserError, "reference"):
                self._topup(self.member, 100, method=self.bank, reference=reference)
        self._topup(self.member, 100, method=self.bank, reference="4711")

    def test_method_is_needed_and_not_archived(self):
        empty = self.env["membership.topup.method"]
        self.bank.active = False
        for method in (empty, self.bank):
            with self.assertRaisesRegex(UserError, "how the member pays"):
                self._topup(self.member, 100, method=method)

    def test_method_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Coffee House"})
        account = self._create_account("100101", "asset_cash", other)
        journal = self.env["account.journal"].create(
            {
                "name": "Cash",
                "type": "cash",
                "code": "CSH1",
                "company_id": other.id,
                "default_account_id": account.id,
            }
        )
        method = self.cash.copy({"company_id": other.id, "journal_id": journal.id})
        with self.assertRaisesRegex(UserError, "belongs to Coffee House"):
            self._topup(self.member, 100, method=method, outlet=self.outlet)

    def test_missing_account_is_a_clear_sentence_and_posts_nothing(self):
        self.company.membership_liability_account_id = False
        with (
            self.assertRaisesRegex(UserError, "Customer Stored Value"),
            self.env.cr.savepoint(),
        ):
            self._topup(self.member, 100)
        self.assertEqual(self.member._get_wallet().balance, 0)
        self.assertFalse(self.Topup.search([("member_id", "=", self.member.id)]))

    def test_topup_is_never_deleted(self):
        topup = self._topup(self.member, 100)
        with self.assertRaisesRegex(UserError, "never deleted"):
            topup.sudo().unlink()

    def test_branch_books_its_own_topups_on_the_accounts_of_the_main_company(self):
        branch = self.env["res.company"].create(
            {"name": "Franchise", "parent_id": self.company.id}
        )
        outlet = self._create_outlet(name="Franchise", company_id=branch.id)
        topup = self.Topup._topup(self.member, 100, self.cash, "branch", outlet=outlet)
        self.assertEqual(topup.company_id, branch)
        self.assertEqual(topup.move_id.company_id, branch)
        self.assertEqual(topup.account_id.company_id, self.company)
        self._assert_tied()

    def test_till_books_later_and_the_proof_knows(self):
        self._create_rule(100, bonus=10)
        empty = self.env["membership.topup.method"]
        topup = self._topup(self.member, 100, method=empty, post_move=False)
        self.assertEqual(topup.state, "posted")
        self.assertFalse(topup.move_id)
        self.assertEqual(self._get_amounts(self.member)["balance"], 110)
        proof = self._assert_tied()
        self.assertEqual(proof.book_ids.unposted, 110)
        session_move = self.env["membership.wallet.booking"]._post_move(
            self.company,
            self.misc,
            self.env["membership.wallet.booking"]._prepare_pair(
                self.cash_account, self.liability, Decimal(100), self.currency
            ),
            "Session",
        )
        topup._set_booked(session_move)
        self.assertEqual(topup.move_id, session_move)
        self.assertEqual(self._get_balance(self.promotion), 10)
        self.assertEqual(topup.bonus_move_id.journal_id, self.misc)
        proof = self._assert_tied()
        self.assertEqual(proof.book_ids.unposted, 0)
