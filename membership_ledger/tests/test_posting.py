from datetime import date
from decimal import Decimal
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import AccountNotOpen, KeyReused, NotEnough
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestPosting(LedgerCommon):
    def test_money_is_called_as_people_call_it_in_their_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        currency = self.env["res.currency"].with_context(active_test=False)
        yen = currency.search([("name", "=", "JPY")])
        unit = self.env["membership.unit"]._for_currency(yen)
        self.assertEqual(unit.with_context(lang="en_US").name, "Japanese yen")
        self.assertEqual(unit.with_context(lang="zh_CN").name, "日元")

    def test_balance_is_the_sum_of_entries(self):
        self._post("100.10")
        self._post("-30.05", "spend")
        self.assertBalance("70.05")
        self.assertEqual(self.account.entry_ids.mapped("number"), [2, 1])
        self.assertEqual(self.account.entry_ids[0].balance_after, 70.05)
        self.assertProven()

    def test_the_total_of_credits_counts_every_credit_and_nothing_else(self):
        other = self._create_account(name="Other")
        self._post(100, expires_on=date(2026, 1, 31))
        spent = self._post(-30, "spend")
        self.assertEqual(self.account.credited, 100)
        spent._reverse(10, "back", origin=self.document)
        self.account._hold(20, "h", origin=self.document)._capture(15)
        self.account._transfer(other, 5, "t", origin=self.document)
        self.account._expire_lots(date(2026, 2, 1))
        row = {"account_id": other.id, "amount": 7, "kind": "topup", "reason": "Gift"}
        self.env["membership.account"]._post_batch(
            [{**row, "key": "b1"}, {**row, "key": "b2"}]
        )
        self.env.invalidate_all()
        self.assertEqual(self.account.credited, 110)
        self.assertEqual(other.credited, 19)
        self.assertProven()

    def test_a_thousand_cents_make_ten(self):
        for _turn in range(100):
            self._post("0.01")
        self.assertBalance("1.00")
        self.assertProven()

    def test_not_enough_is_refused_and_changes_nothing(self):
        self._post(50)
        with self.assertRefused(NotEnough):
            self._post("-50.01", "spend")
        self.assertBalance(50)
        self.assertEqual(self.account.last_number, 1)

    def test_same_key_posts_once(self):
        first = self._post(10, key="one")
        again = self._post("10.00", key="one")
        self.assertEqual(first, again)
        self.assertBalance(10)

    def test_same_key_with_other_content_is_refused(self):
        self._post(10, key="one")
        for other in (
            {"amount": 11},
            {"amount": 10, "kind": "bonus"},
            {"amount": 10, "bucket": "bonus"},
            {"amount": 10, "reason": "another", "origin": None},
        ):
            with self.subTest(other), self.assertRefused(KeyReused):
                self._post(other.pop("amount"), key="one", **other)
        self.assertBalance(10)

    def test_a_refused_key_may_be_used_again(self):
        with self.assertRefused(NotEnough):
            self._post(-10, "spend", key="again")
        self._post(10)
        self._post(-10, "spend", key="again")
        self.assertBalance(0)

    def test_a_debit_draws_principal_then_bonus_then_what_expires_first(self):
        self._post(10, "bonus", bucket="bonus", expires_on=date(2030, 12, 31))
        self._post(10, "bonus", bucket="bonus", expires_on=date(2030, 6, 30))
        self._post(10, bucket="principal")
        self._post(-15, "spend")
        self.assertLots(("bonus", 10), ("bonus", 5))
        self.assertProven()

    def test_a_posting_without_document_needs_a_reason(self):
        for reason in (None, "", "  "):
            with self.assertRefused():
                self._post(5, origin=None, reason=reason)
        entry = self._post(5, "adjust", reason="Counted again with the owner")
        self.assertFalse(entry.origin_id)

    def test_amounts_are_exact(self):
        with self.assertRaises(ValidationError):
            self._post("1.001")
        with self.assertRaises(TypeError):
            self._post(1.5)
        with self.assertRefused():
            self._post(0)
        with self.assertRaises(ValidationError):
            self._post("ten")

    def test_frozen_takes_credit_but_no_debit(self):
        self._post(10)
        self.account._freeze()
        with self.assertRefused(AccountNotOpen):
            self._post(-5, "spend")
        self._post(5)
        self._post(-3, "settle")
        self.account._unfreeze()
        self._post(-5, "spend")
        self.assertBalance(7)

    def test_closed_takes_nothing_and_only_an_empty_account_closes(self):
        self._post(10)
        with self.assertRaises(UserError):
            self.account._close()
        self._post(-10, "spend")
        self.account._close()
        with self.assertRefused(AccountNotOpen):
            self._post(5)

    def test_a_forced_debit_overdraws_and_credits_repay_it_first(self):
        self._post(10)
        self._post(-25, "spend", force=True)
        self.assertEqual(self.account._get_exact("overdrawn"), 15)
        self.assertLots()
        with self.assertRefused(NotEnough):
            self._post(-1, "spend")
        self._post(20)
        self.assertEqual(self.account._get_exact("overdrawn"), 0)
        self.assertLots(("principal", 5))
        self.assertProven()

    def test_a_credit_limit_lets_ordinary_debits_go_below_zero(self):
        self.account._set_credit_limit(20)
        self._post(-15, "spend")
        with self.assertRefused(NotEnough):
            self._post(-6, "spend")
        self.assertEqual(self.account._get_exact("overdrawn"), 0)
        self.account._set_credit_limit(10)
        self.assertEqual(self.account._get_exact("overdrawn"), 5)
        self.assertProven()

    def test_the_exact_balance_survives_what_a_float_would_lose(self):
        self._post("9999999999999.99")
        self._post("0.01")
        self.assertBalance(Decimal("10000000000000.00"))

    @freeze_time("2026-03-01 10:00:00")
    def test_an_entry_names_operator_time_and_document(self):
        entry = self._post(5)
        self.assertEqual(entry.operator_id, self.env.user)
        self.assertEqual(str(entry.posted_at), "2026-03-01 10:00:00")
        self.assertEqual(entry.origin_name, "A document")
        self.assertEqual(entry.action_open_origin()["res_id"], self.document.id)

    def test_a_credit_without_bucket_is_principal_whatever_is_spent_first(self):
        order = lambda _account: ["bonus", "principal"]  # noqa: E731
        with patch.object(type(self.account), "_get_bucket_order", order):
            self._post(10)
            self._post(-4, "spend")
        self.assertLots(("principal", 6))

    def test_unknown_extra_columns_are_a_programming_error(self):
        with self.assertRaises(ValueError):
            self._post(5, extra={"no_such_column": 1})

    def test_the_database_refuses_what_the_orm_would_let_through(self):
        entry = self._post(10)
        table_of = {"membership_entry": entry.id}
        table_of["membership_allocation"] = self._post(-1, "spend").allocation_ids.id
        for table, row in table_of.items():
            for statement in (
                f"UPDATE {table} SET amount = 99 WHERE id = {row}",
                f"DELETE FROM {table} WHERE id = {row}",
                f"TRUNCATE {table} CASCADE",
            ):
                with (
                    self.subTest(statement),
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(psycopg2.IntegrityError),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(statement)

    def test_the_database_refuses_a_balance_below_zero(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE membership_account SET balance = -1 WHERE id = %s",
                [self.account.id],
            )

    def test_the_orm_writes_no_ledger_row(self):
        entry = self._post(10)
        lot = self.account.lot_ids
        hold = self.account._hold(1, "h", origin=self.document)
        for record in (entry, lot, hold):
            with self.subTest(record), self.assertRaises(UserError):
                record.write({"amount": 5})
            with self.subTest(record), self.assertRaises(UserError):
                record.create({"amount": 5})
        for record in (entry, hold, self.account):
            with self.subTest(record), self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(UserError):
            self.account.balance = 1000
        with self.assertRaises(UserError):
            self._create_account(balance=1000)

    def test_a_unit_with_entries_keeps_its_decimals(self):
        self._post(10)
        with self.assertRaises(ValidationError):
            self.unit.decimals = 3

    def test_groups_by_kind_are_headed_in_words_and_keep_their_rows(self):
        self._post(100)
        domain = [("account_id", "=", self.account.id)]
        (group,) = self.env["membership.entry"].formatted_read_group(
            domain, ["unit_id", "kind"], ["amount:sum"]
        )
        self.assertEqual(group["unit_id"][0], self.unit.id)
        self.assertEqual(group["kind"], "Top-up")
        rows = self.env["membership.entry"].search(
            domain + list(group["__extra_domain"])
        )
        self.assertEqual(rows.kind, "topup")
