import uuid
from decimal import Decimal
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.membership_ledger.exceptions import NotEnough

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestPay(PosMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._topup(cls.member, 100)

    def test_part_stored_value_part_cash(self):
        order = self._sell([self._line(self.tea)], stored=60)
        self.assertEqual(order.state, "paid")
        self.assertEqual(self._wallet(), (40, 40))
        entry = self._get_entries(order)
        self.assertEqual(
            (entry.amount, entry.kind, entry.origin_model, entry.origin_id),
            (-60, "spend", "pos.order", order.id),
        )
        self.assertEqual((entry.card_id, entry.outlet_id), (self.card, self.outlet))
        self.assertFalse(entry.is_forced)
        self.assertFalse(order.membership_warning)

    def test_all_from_stored_value(self):
        self._sell([self._line(self.tea)], stored=100)
        self.assertEqual(self._wallet(), (0, 0))

    def test_hold_reserves_at_once(self):
        self._hold(70)
        self.assertEqual(self._wallet(), (100, 30))

    def test_pressing_twice_reserves_once(self):
        key = self._hold(70)
        self._hold(70, key=key)
        self.assertEqual(self._wallet(), (100, 30))

    def test_second_till_sees_what_the_first_has_reserved(self):
        config, _cash = self._create_till("Hill Street 2")
        other = self._open_session(config)
        self._hold(80)
        with self.assertRaises(NotEnough):
            self._hold(80, session=other)
        self.assertEqual(self._hold(20, session=other) and self._wallet(), (100, 0))

    def test_release_gives_back(self):
        key = self._hold(70)
        self.assertTrue(
            self._till().release(self.pos_session.id, self.member.id, [key])
        )
        self.assertEqual(self._wallet(), (100, 100))

    def test_a_released_key_reserves_nothing_any_more(self):
        key = self._hold(70)
        self._till().release(self.pos_session.id, self.member.id, [key])
        with self._assert_refused("cancelled"):
            self._hold(70, key=key)

    def test_capture_of_less_than_reserved_frees_the_rest(self):
        key = self._hold(100)
        payments = [self._payment(self.stored_value, 50, key)]
        self._sync(self._order_data([self._line(self.cup)], payments, self.member))
        self.assertEqual(self._wallet(), (50, 50))

    def test_retried_sync_takes_once(self):
        key = self._hold(100)
        payments = [self._payment(self.stored_value, 100, key)]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        first = self._sync({**data})
        again = self._sync({**data})
        self.assertEqual(first, again)
        self.assertEqual(self._wallet(), (0, 0))
        self.assertEqual(self.member.purchase_count, 1)

    def test_draft_takes_nothing_until_it_is_paid(self):
        key = self._hold(100)
        payments = [self._payment(self.stored_value, 100, key)]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        draft = self._sync({**data, "state": "draft"})
        self.assertEqual(self._wallet(), (100, 0))
        self._sync({**data, "lines": [], "payment_ids": []})
        self.assertEqual(draft.state, "paid")
        self.assertEqual(self._wallet(), (0, 0))

    def test_cancelled_draft_frees_what_it_reserved(self):
        key = self._hold(100)
        payments = [self._payment(self.stored_value, 100, key)]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        draft = self._sync({**data, "state": "draft"})
        draft.with_user(self.cashier).action_pos_order_cancel()
        self.assertEqual(self._wallet(), (100, 100))

    # === REFUSED === #
    def test_payment_without_authorisation_is_refused(self):
        payments = [self._payment(self.stored_value, 100)]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        with self._assert_refused("never authorised"):
            self._sync(data)
        self.assertEqual(self._wallet(), (100, 100))

    def test_payment_above_the_authorisation_is_refused(self):
        payments = [self._payment(self.stored_value, 100, self._hold(60))]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        with self._assert_refused("authorised"):
            self._sync(data)

    def test_authorisation_of_another_member_is_refused(self):
        other = self._create_member(name="Wang Fang")
        self._topup(other, 100)
        payments = [self._payment(self.stored_value, 100, self._hold(100, other))]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        with self._assert_refused("never authorised"):
            self._sync(data)

    def test_payment_without_member_is_refused(self):
        payments = [self._payment(self.stored_value, 100, self._hold(100))]
        with self.assertRaises(UserError):
            self._sync(self._order_data([self._line(self.tea)], payments))

    def test_one_authorisation_pays_once(self):
        key = self._hold(50)
        payments = [self._payment(self.stored_value, 50, key)]
        self._sync(self._order_data([self._line(self.cup)], payments, self.member))
        # The uuid of a payment is unique: a copy needs another one, which has no hold.
        copy = [self._payment(self.stored_value, 50, str(uuid.uuid4()))]
        with self._assert_refused("never authorised"):
            self._sync(self._order_data([self._line(self.cup)], copy, self.member))

    def test_no_change_out_of_stored_value(self):
        payments = [self._payment(self.stored_value, 100, self._hold(100))]
        data = self._order_data(
            [self._line(self.cup)], payments, self.member, amount_return=-50
        )
        with self._assert_refused("given back in cash"):
            self._sync(data)
        self.assertEqual(self._wallet(), (100, 0))

    def test_change_out_of_cash_is_given(self):
        payments = [
            self._payment(self.stored_value, 60, self._hold(60)),
            self._payment(self.cash_method, 50),
        ]
        data = self._order_data(
            [self._line(self.tea)], payments, self.member, amount_return=-10
        )
        self.assertEqual(self._sync(data).amount_paid, 100)

    def test_forged_total_is_refused(self):
        payments = [self._payment(self.stored_value, 10, self._hold(10))]
        data = self._order_data(
            [self._line(self.tea)], payments, self.member, amount_total=10
        )
        with self._assert_refused("add up to"):
            self._sync(data)

    def test_hold_checks_every_argument(self):
        hold = self._till().hold
        key = str(uuid.uuid4())
        good = [self.pos_session.id, key, self.member.id, self.card.id, "10.00"]
        hostile = {
            0: [False, None, "1", -1, 2**40],
            1: [None, "x", key[:-1], key + "'", 5],
            2: [False, "1", 0, 2**31 - 1],
            4: ["0", "-5", "1e5000", "nan", "1.001", None, 1.5, "", "Infinity"],
        }
        for position, values in hostile.items():
            for value in values:
                arguments = [*good]
                arguments[position] = value
                with (
                    self.subTest(position=position, value=value),
                    self.assertRaises(UserError),
                ):
                    hold(*arguments)
        self.assertEqual(self._wallet(), (100, 100))

    def test_only_cashiers_hold(self):
        for user in (self.till, self.operator, self.auditor):
            with self.assertRaises(AccessError):
                self._hold(10, user=user)

    def test_no_hold_at_a_closed_till(self):
        self._close()
        with self._assert_refused("closed"):
            self._hold(10)

    def test_no_hold_for_a_member_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other", "country_id": False})
        member = self.member.copy({"company_id": other.id, "phone": False})
        with self._assert_refused("not known here"):
            self._hold(10, member)

    def test_lost_card_pays_nothing(self):
        self.card._change_state("report_loss")
        with self._assert_refused("reported lost"):
            self._hold(10, card=self.card)
        with self.assertRaises(UserError):
            self._till().hold(
                self.pos_session.id, str(uuid.uuid4()), self.member.id, False, "10"
            )

    def test_payment_held_before_the_loss_report_is_taken(self):
        key = self._hold(100)
        self.card._change_state("report_loss")
        payments = [self._payment(self.stored_value, 100, key)]
        self._sync(self._order_data([self._line(self.tea)], payments, self.member))
        self.assertEqual(self._wallet(), (0, 0))

    def test_frozen_member_pays_nothing(self):
        self.member._change_state("freeze", "Dispute")
        with self._assert_refused("frozen"):
            self._hold(10)

    # === LAPSED === #
    def _lapse(self):
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=2)
        with (
            freeze_time(tomorrow),
            patch.object(self.env.cr, "commit", lambda: None),
        ):
            self.env["membership.hold"]._cron_expire()

    def test_lapsed_authorisation_is_taken_and_flagged(self):
        key = self._hold(100)
        self._lapse()
        self.assertEqual(self._wallet(), (100, 100))
        payments = [self._payment(self.stored_value, 100, key)]
        order = self._sync(
            self._order_data([self._line(self.tea)], payments, self.member)
        )
        self.assertEqual(self._wallet(), (0, 0))
        self.assertTrue(self._get_entries(order).is_forced)
        self.assertIn("lapsed", order.membership_warning)

    def test_lapsed_authorisation_overdraws_rather_than_losing_the_sale(self):
        key = self._hold(100)
        self._lapse()
        self._sell([self._line(self.tea)], stored=70)
        payments = [self._payment(self.stored_value, 100, key)]
        self._sync(self._order_data([self._line(self.tea)], payments, self.member))
        wallet = self.member._get_wallet()
        self.assertEqual(wallet._get_exact("balance", "overdrawn"), (-70, 70))

    def test_authorisation_given_up_must_be_covered_again(self):
        key = self._hold(100)
        self._till().release(self.pos_session.id, self.member.id, [key])
        self._sell([self._line(self.tea)], stored=70)
        payments = [self._payment(self.stored_value, 100, key)]
        data = self._order_data([self._line(self.tea)], payments, self.member)
        with self.assertRaises(NotEnough):
            self._sync(data)
        self.assertEqual(self._wallet()[0], Decimal(30))

    def test_closing_the_session_ends_what_was_left_half_done(self):
        key = self._hold(100)
        self._close()
        self.assertEqual(self._wallet(), (100, 100))
        hold = self.env["membership.hold"].search([("key", "=", key)])
        self.assertEqual(hold.state, "expired")

    # === WHAT IS SETTLED STAYS === #
    def test_stored_value_of_a_paid_order_is_not_edited(self):
        order = self._sell([self._line(self.tea)], stored=60).with_user(self.cashier)
        stored = order.payment_ids.filtered(lambda p: p.amount == 60)
        with self._assert_refused("Refund the order"):
            stored.payment_method_id = self.cash_method
        with self._assert_refused("Refund the order"):
            order.write({"payment_ids": [Command.update(stored.id, {"amount": 10})]})
        with self._assert_refused("Refund the order"):
            stored.unlink()
        with self._assert_refused("Refund the order"):
            (order.payment_ids - stored).payment_method_id = self.stored_value
        with self._assert_refused("Refund the order"):
            order.write({"payment_ids": [self._payment(self.stored_value, 1)]})

    def test_member_of_a_paid_order_stays(self):
        other = self._create_member(name="Wang Fang")
        order = self._sell([self._line(self.tea)], stored=60).with_user(self.cashier)
        with self._assert_refused("stays as it is"):
            order.membership_member_id = other
        with self._assert_refused("stays as it is"):
            order.membership_receipt = {"points": 1}

    # === WHAT THE TILL MAY NOT SAY === #
    def test_server_fields_from_a_till_are_ignored(self):
        data = self._order_data(
            [self._line(self.tea)],
            [self._payment(self.cash_method, 100)],
            self.member,
            membership_receipt={"points": 999999},
            membership_warning="nothing to see",
            membership_outlet_id=False,
        )
        order = self._sync(data)
        self.assertNotEqual(order.membership_receipt["points"], 999999)
        self.assertFalse(order.membership_warning)
        self.assertEqual(order.membership_outlet_id, self.outlet)

    def test_card_of_another_member_is_dropped(self):
        other = self._create_member(name="Wang Fang")
        data = self._order_data(
            [self._line(self.tea)],
            [self._payment(self.cash_method, 100)],
            self.member,
            membership_card_id=other.card_ids.id,
        )
        self.assertFalse(self._sync(data).membership_card_id)
