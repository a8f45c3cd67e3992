import random
from datetime import date
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CardAlone, CardCommon


class MergeCommon(CardAlone, CardCommon):
    """Two files of one person, with money in two buckets and a history each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env["membership.unit"]._for_currency(cls.company.currency_id)
        cls.unit.bucket_order = "principal,bonus"
        cls.points = cls.env.ref("membership_ledger.unit_points")
        cls.first = cls._create_member(name="Li Wei", email="li@example.com")
        cls.second = cls._create_member(name="Li Wei (2)", birthdate_date="1990-05-01")
        cls.manager = cls._create_user("manager")

    @classmethod
    def _post(cls, member, amount, key, unit=None, kind="topup", **values):
        account = member._get_account(unit or cls.unit)
        return account._post(amount, kind, key, reason="test", **values)

    def _get_lots(self, members):
        """What is left, by unit, bucket and expiry."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT account.unit_id, bucket, expires_on, SUM(remaining)
            FROM membership_lot lot
            JOIN membership_account account ON account.id = lot.account_id
            WHERE account.member_id = ANY(%s) AND remaining > 0 GROUP BY 1, 2, 3
            """,
            [members.ids],
        )
        return {row[:3]: row[3] for row in self.env.cr.fetchall()}

    def assertLedgerHolds(self, members):
        """The ledger's own checks find nothing on the accounts of these members."""
        proof = self.env["membership.proof"]._prove(full=True)
        accounts = members.with_context(active_test=False).account_ids
        lines = proof.line_ids.filtered(
            lambda line: (
                line.severity == "error"
                and line.account_id in accounts
                and line.check
                in (
                    "Balance",
                    "Numbers",
                    "Lots",
                    "Allocations",
                    "Reservations",
                    "Reversals",
                    "Hash chain",
                )
            )
        )
        self.assertFalse(lines, lines.mapped("message"))


@tagged("post_install", "-at_install")
class TestMembershipMerge(MergeCommon):
    def test_money_points_cards_and_purchases_come_together(self):
        self._post(self.first, 100, "a", bucket="principal")
        self._post(self.second, 50, "b", bucket="principal")
        self._post(self.second, 20, "c", bucket="bonus", expires_on=date(2099, 1, 31))
        self._post(self.second, 300, "p", self.points, "earn", bucket="points")
        purchase = self._record_purchase(self.second, 88)
        card = self.second.card_ids
        merge = self.first._absorb(self.second, "enrolled twice")
        self.assertEqual(self.first._get_account(self.unit)._get_exact("balance"), 170)
        self.assertEqual(
            self.first._get_account(self.points)._get_exact("balance"), 300
        )
        self.assertEqual(
            self._get_lots(self.first),
            {
                (self.unit.id, "principal", None): 150,
                (self.unit.id, "bonus", date(2099, 1, 31)): 20,
                (self.points.id, "points", None): 300,
            },
        )
        self.assertEqual(purchase.member_id, self.first)
        self.assertEqual(card.member_id, self.first)
        self.assertEqual(card.event_ids[0].action, "merge")
        card._check_usable("discount")
        self.assertEqual(self.second.state, "closed")
        self.assertEqual(self.second.merged_into_id, self.first)
        self.assertEqual(merge.merged_ids, self.second)
        totals = {line.name: line for line in merge.total_ids}
        money = totals[self.unit.display_name]
        self.assertEqual(
            (money.survivor_before, money.merged_before, money.survivor_after),
            (100, 70, 170),
        )
        self.assertEqual(money.decimals, self.unit.decimals, "170.00, not 170")
        entries = self.env["membership.entry"].search(
            [("origin_model", "=", "membership.merge"), ("origin_id", "=", merge.id)]
        )
        self.assertEqual(len(entries), 4, "each movement names the merge")
        self.assertLedgerHolds(self.first | self.second)

    def test_any_histories_merge_without_changing_a_total(self):
        """Random accounts, several files: units, buckets, days and debts are kept."""
        days = [None, date(2099, 1, 31), date(2099, 2, 28)]
        for seed in range(12):
            rng = random.Random(seed)
            members = self.env["membership.member"].union(
                *(self._create_member() for _index in range(rng.randint(2, 4)))
            )
            for step in range(rng.randint(3, 25)):
                member = rng.choice(members)
                unit, buckets = rng.choice(
                    [(self.unit, ["principal", "bonus"]), (self.points, ["points"])]
                )
                account = member._get_account(unit)
                key = f"{seed}:{step}"
                if rng.random() < 0.6:
                    account._post(
                        rng.randint(1, 500),
                        "topup",
                        key,
                        reason="test",
                        bucket=rng.choice(buckets),
                        expires_on=rng.choice(days),
                    )
                elif rng.random() < 0.5:
                    account._post(
                        -rng.randint(1, 300), "spend", key, reason="test", force=True
                    )
                else:
                    self._record_purchase(member, rng.randint(-50, 500))
            before = members._get_merge_totals()
            lots = self._get_lots(members)
            debts = sum(max(0, -a.balance) for a in members.account_ids)
            survivor = rng.choice(members)
            survivor._absorb(members - survivor, f"seed {seed}")
            self.assertEqual(survivor._get_merge_totals(), before, seed)
            after = self._get_lots(survivor)
            if not debts:
                self.assertEqual(after, lots, seed)
            self.assertLessEqual(set(after), set(lots), "no lot out of nowhere")
            self.assertLedgerHolds(members)

    def test_what_is_returned_after_the_merge_is_paid_to_who_goes_on(self):
        self._post(self.second, 100, "a", bucket="principal")
        spend = self._post(self.second, -60, "s", kind="spend")
        self.first._absorb(self.second, "enrolled twice")
        spend._reverse(60, "return", reason="goods came back")
        self.assertEqual(self.first._get_account(self.unit)._get_exact("balance"), 100)
        self.assertLedgerHolds(self.first | self.second)

    def test_three_files_and_a_second_merge_end_at_one(self):
        third, fourth = self._create_member(), self._create_member()
        self.first._absorb(self.second | third, "one person")
        fourth._absorb(self.first, "one person again")
        self.assertEqual((self.first | self.second | third).merged_into_id, fourth)
        for member in (self.first, self.second, third):
            found = self.env["membership.member"]._find(member.number, self.company)
            self.assertEqual(found, fourth, "an old number leads to who goes on")
            with self.assertRaisesRegex(UserError, fourth.number):
                member._check_active()

    def test_the_chosen_phone_stays_and_is_the_only_one(self):
        phone = self.second.phone
        self.first._absorb(self.second, "new phone", {"phone": self.second})
        self.assertEqual(self.first.phone, phone)
        self.assertEqual(
            self.env["membership.member"]._find(phone, self.company), self.first
        )

    def test_referrals_follow_and_nobody_refers_himself(self):
        friend = self._create_member(referrer_id=self.second.id)
        self.second.sudo().referrer_id = self.first
        self.first.sudo().referrer_id = self.second
        self.first._absorb(self.second, "one person")
        self.assertEqual(friend.referrer_id, self.first)
        self.assertFalse(self.first.referrer_id)

    def test_refused_while_a_payment_is_in_progress(self):
        self._post(self.second, 100, "a")
        self.second._get_account(self.unit)._hold(10, "h", reason="test")
        with self.assertRaisesRegex(UserError, "in progress"):
            self.first._absorb(self.second, "one person")

    def test_refused_to_itself_frozen_closed_unexplained_and_elsewhere(self):
        with self.assertRaises(UserError):
            self.first._absorb(self.first, "why not")
        with self.assertRaises(UserError):
            self.first._absorb(self.second, " ")
        self.second._change_state("freeze")
        with self.assertRaisesRegex(UserError, "frozen"):
            self.first._absorb(self.second, "one person")
        self.second._change_state("unfreeze")
        self.second._change_state("close")
        with self.assertRaisesRegex(UserError, "ended"):
            self.first._absorb(self.second, "one person")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._create_member(
            company_id=other.id,
            outlet=self.env["membership.outlet"]._get_default(other),
        )
        with self.assertRaisesRegex(UserError, "different companies"):
            self.first._absorb(stranger, "one person")

    def test_a_person_and_a_company_are_not_one(self):
        company = self.env["res.partner"].create(
            {"name": "Tea House", "is_company": True, "phone": self._next_phone()}
        )
        group = self.env["membership.member"]._enrol_group(
            {"partner_id": company.id, "type_id": self._create_type(kind="group").id},
            [{"name": "Driver"}],
        )
        with self.assertRaisesRegex(UserError, "not one member"):
            self.first._absorb(group, "one person")

    def test_what_both_earned_lifts_at_once(self):
        rule = self.silver.rule_ids
        for member in self.first | self.second:
            self._record_purchase(member, rule.threshold * 0.6)
        self.assertEqual(self.first.level_id, self.regular)
        self.first._absorb(self.second, "one person")
        self.assertEqual(self.first.level_id, self.silver)

    def test_the_window_proposes_and_merges_contacts_too(self):
        self.second.sudo()._set_level(self.gold, "test")
        self._record_purchase(self.first, 10)
        partner = self.second.partner_id
        members = (self.first | self.second).with_user(self.manager)
        wizard = Form(
            self.env["membership.member.merge"]
            .with_user(self.manager)
            .with_context(**members.action_merge()["context"])
        )
        wizard.reason = "enrolled twice"
        self.assertEqual(wizard.survivor_id, self.first, "the one with purchases")
        record = wizard.save()
        chosen = {line.name: line.member_id for line in record.line_ids}
        self.assertEqual(chosen["level_id"], self.second, "the better level")
        self.assertEqual(chosen["birthdate_date"], self.second, "the only one known")
        self.assertEqual(chosen["name"], self.first)
        labels = {line.name: line.label for line in record.line_ids}
        self.assertEqual(labels["birthdate_date"], "Birthday", "as in the file")
        action = record.action_merge()
        merge = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(merge.user_id, self.manager)
        self.assertEqual(self.first.level_id, self.gold)
        self.assertEqual(self.first.birthdate_date, date(1990, 5, 1))
        self.assertEqual(self.first.name, "Li Wei")
        self.assertFalse(partner.exists())
        self.assertEqual(self.second.partner_id, self.first.partner_id)

    def test_only_managers_merge_and_nobody_edits_the_explanation(self):
        with self.assertRaises(AccessError):
            self.env["membership.member.merge"].with_user(self.card_centre).create(
                {"member_ids": [Command.set((self.first | self.second).ids)]}
            )
        merge = self.first._absorb(self.second, "enrolled twice")
        with self.assertRaises(AccessError):
            merge.with_user(self.manager).write({"reason": "other"})
        with self.assertRaises(AccessError):
            merge.with_user(self.manager).unlink()

    def test_merging_is_no_way_into_the_account_of_a_colleague(self):
        colleague = self._create_user("auditor", email="colleague@example.com")
        member = self._create_member(
            partner_id=colleague.partner_id.id, name=colleague.name
        )
        Window = self.env["membership.member.merge"].with_user(self.manager)
        for survivor, other in ((self.first, member), (member, self.first)):
            window = Window.create(
                {
                    "member_ids": [Command.set((survivor | other).ids)],
                    "survivor_id": survivor.id,
                    "reason": "one person",
                }
            )
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                window.action_merge()
        self.assertEqual(colleague.email, "colleague@example.com")

    def test_exact_amounts_survive(self):
        self._post(self.first, "0.10", "a")
        self._post(self.second, "0.20", "b")
        self.first._absorb(self.second, "one person")
        self.assertEqual(
            self.first._get_account(self.unit)._get_exact("balance"), Decimal("0.30")
        )

    def test_the_lists_of_the_files_come_together(self):
        wedding = self.env.ref("membership_card.anniversary_kind_wedding")
        tag = self.env["res.partner.category"].create({"name": "Green tea"})
        self.company.membership_file_properties = [
            {"name": "a1b2c3d4e5f60718", "string": "Hobby", "type": "char"},
            {"name": "b1b2c3d4e5f60718", "string": "Job", "type": "char"},
        ]
        for member in self.first | self.second:
            self.env["membership.anniversary"].create(
                {"member_id": member.id, "kind_id": wedding.id, "date": "2010-05-01"}
            )
        self.first.properties = {"a1b2c3d4e5f60718": "Tea"}
        self.second.properties = {
            "a1b2c3d4e5f60718": "Coffee",
            "b1b2c3d4e5f60718": "Cook",
        }
        self.second.category_ids = tag
        self.env["membership.identity"].create(
            {"member_id": self.second.id, "kind": "passport", "number": "E1234567"}
        )
        self.first._absorb(self.second, "one person")
        self.assertEqual(len(self.first.anniversary_ids), 1)
        self.assertEqual(self.first.identity_ids.number, "E1234567")
        self.assertEqual(self.first.category_ids, tag)
        self.assertEqual(
            {k: v for k, v in dict(self.first.properties).items() if v},
            {"a1b2c3d4e5f60718": "Tea", "b1b2c3d4e5f60718": "Cook"},
        )

    def test_refused_while_balances_are_shared_with_somebody(self):
        other = self._create_member()
        self.env["membership.link"].sudo().create(
            {
                "member_id": self.first.id,
                "linked_id": other.id,
                "company_id": self.company.id,
                "unit_ids": [Command.set(self.points.ids)],
                "state": "active",
            }
        )
        with self.assertRaisesRegex(UserError, "share balances"):
            self.first._absorb(self.second, "one person")
