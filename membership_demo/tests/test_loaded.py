import csv
import unittest
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.membership_card import check_digit
from odoo.addons.membership_demo.loader import house

LOGINS = Path(__file__).parent.parent / "data" / "logins.csv"


@tagged("post_install", "-at_install")
class TestLoadedStory(TransactionCase):
    """What the database looks like that setup/run shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain = cls.env.ref("__demo__.company_chain", False)
        if not cls.chain:
            raise unittest.SkipTest("The story was not loaded into this database.")
        cls.franchise = cls.env.ref("__demo__.company_franchise")
        cls.hero = cls.env.ref("__demo__.member_hero")

    def _count(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchone()[0]

    def test_the_proof_passes_and_the_books_tie(self):
        proof = self.env["membership.proof"]._prove(full=True)
        self.assertEqual((proof.state, proof.error_count), ("passed", 0))
        self.assertEqual(proof.book_ids.company_id, self.chain | self.franchise)
        for book in proof.book_ids:
            self.assertTrue(book.is_tied)
            if book.book == "wallet":
                self.assertGreater(book.wallets, 1000)

    def test_history_runs_forward_in_every_account(self):
        backwards = self._count(
            """
            SELECT COUNT(*) FROM membership_entry entry
            JOIN membership_entry before ON before.account_id = entry.account_id
                AND before.number = entry.number - 1
            WHERE before.posted_at > entry.posted_at
            """
        )
        self.assertFalse(backwards)

    def test_there_is_something_on_every_screen(self):
        for model, least in (
            ("membership.member", 1000),
            ("membership.purchase", 12000),
            ("membership.topup", 900),
            ("membership.level.event", 500),
            ("membership.hold", 10),
            ("membership.seal", 12),
            ("pos.order", 40),
            ("membership.fee", 4),
            ("membership.gift.card", 60),
            ("membership.gift.handover", 2),
            ("membership.dealer.quantity", 4),
            ("membership.dealer.application", 1),
            ("membership.dealer.deposit", 2),
            ("membership.dealer.statement", 2),
            ("membership.dealer.rebate", 1),
            ("membership.link", 1),
            ("membership.card.stock", 60),
            ("membership.card.stock.move", 3),
            ("membership.enrol.offer", 3),
            ("membership.register.import", 1),
            ("membership.association.unit", 5),
            ("membership.association.attendance", 20),
            ("membership.association.proposal", 1),
            ("membership.association.due", 5),
        ):
            with self.subTest(model):
                self.assertGreaterEqual(self.env[model].search_count([]), least)
        for kind in ("opening", "bonus", "spend", "refund", "expire", "redeem"):
            with self.subTest(kind):
                domain = [("kind", "=", kind)]
                self.assertTrue(self.env["membership.entry"].search_count(domain))
        states = self.env["membership.card"]._read_group([], ["state"])
        self.assertEqual(
            {state for (state,) in states},
            {"active", "lost", "frozen", "expired", "cancelled"},
        )

    def test_a_firm_and_a_family_draw_on_accounts_of_somebody_else(self):
        firm = self.env.ref("__demo__.member_firm")
        self.assertEqual(len(firm.card_ids.holder_id), 4)
        self.assertEqual(set(firm.card_ids.mapped("state")), {"active", "cancelled"})
        self.assertTrue(firm._get_wallet().is_shared)
        self.assertGreaterEqual(firm._get_wallet()._get_exact("available"), 3000)
        family = [("type_id.kind", "=", "supplementary")]
        self.assertTrue(self.env["membership.card"].search_count(family))

    def test_dealers_agreed_and_disagreed(self):
        statements = self.env["membership.dealer.statement"].search([])
        self.assertEqual(set(statements.mapped("state")), {"agreed", "disputed"})

    def test_a_damaged_gift_card_is_on_its_way_to_destruction(self):
        states = self.env["membership.gift.card"]._read_group([], ["state"])
        self.assertLessEqual(
            {"blank", "active", "blocked", "recovered", "treasury"},
            {state for (state,) in states},
        )

    def test_the_franchise_settles_gift_cards_with_the_chain(self):
        rows = self.env["membership.gift.settlement"].search([])
        self.assertEqual(
            {row.company_id: row.balance for row in rows},
            {self.chain: 400 - 128, self.franchise: 128 - 400},
        )
        self.assertFalse(any(rows.mapped("difference")))

    def test_every_level_has_members(self):
        for level in self.env["membership.level"]._get_ladder(self.chain):
            self.assertTrue(level.member_count, level.name)

    def test_card_numbers_have_their_check_digit(self):
        for card in self.env["membership.card"].search([], limit=200):
            method = card.type_id.check_digit
            self.assertEqual(method, "luhn")
            self.assertTrue(check_digit.is_valid(method, card.number), card.number)

    def test_the_logins_that_are_printed_open_the_door(self):
        with LOGINS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                with self.subTest(row["role"]):
                    user = self.env["res.users"].search([("login", "=", row["login"])])
                    credential = {"type": "password", "password": row["password"]}
                    agent = {"interactive": True}
                    user.with_user(user)._check_credentials(credential, agent)

    def test_the_portal_member_has_money_points_and_gold(self):
        user = self.env.ref("__demo__.user_member")
        self.assertEqual(user.partner_id, self.hero.partner_id)
        self.assertTrue(user._is_portal())
        self.assertEqual(self.hero.level_id.name, "Gold")
        self.assertGreater(self.hero._get_wallet()._get_exact("available"), 0)
        self.assertGreater(self.hero._get_points_account()._get_exact("available"), 0)

    def test_every_till_can_be_opened_at_once(self):
        tills = self.env["pos.config"].search([("membership_outlet_id", "!=", False)])
        self.assertEqual(len(tills), 4)
        for till in tills:
            kinds = set(till.payment_method_ids.mapped("type"))
            self.assertEqual(kinds, {"cash", "bank", "membership"})
            self.assertFalse(till.has_active_session)

    def test_a_second_story_is_refused(self):
        with self.assertRaisesRegex(UserError, "new database"):
            house.check(self.env)
