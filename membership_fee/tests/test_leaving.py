from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestLeaving(FeeCommon):
    """Nobody leaves, and no last card dies, with a fee that is open."""

    def _close(self, user, **values):
        values = {
            "member_id": self.member.id,
            "action": "close",
            "reason": "Moves away",
            "identified_by": "document",
            "outlet_id": self.outlet.id,
        } | values
        act = self.env["membership.member.act"].with_user(user).create(values)
        self.assertIn("Open fees", act.left_text)
        return act.action_apply()

    def _cancel(self, card):
        return (
            self.env["membership.card.act"]
            .with_user(self.card_centre)
            .create(
                {
                    "card_id": card.id,
                    "action": "cancel",
                    "reason": "Moves away",
                    "identified_by": "document",
                }
            )
        )

    def test_an_open_fee_keeps_a_membership_from_ending(self):
        fee = self._charge(100)
        with self.assertRaisesRegex(UserError, "owes fees of .*100.00"):
            self._close(self.card_centre)
        self.assertEqual((self.member.state, fee.state), ("active", "due"))
        fee.settled_on = "2026-03-05"
        self.member._change_state("close", "Moves away")
        self.assertEqual(self.member.state, "closed")

    def test_who_has_the_right_waives_on_the_way_out(self):
        self.company.membership_fee_invoicing = "posted"
        fee = self._charge(100)
        invoice = fee._create_invoices()
        self._close(self.manager, waive_fees=True)
        self.assertEqual((self.member.state, fee.state), ("closed", "waived"))
        self.assertEqual(fee.waive_reason, "Moves away")
        self.assertEqual(fee.waived_by_id, self.manager)
        self.assertEqual(invoice.amount_residual, 0)

    def test_the_last_card_stays_until_the_fees_are_paid(self):
        fee = self._charge(100)
        first = self.member.card_ids
        second = self._create_card(self.member)
        self._cancel(second).action_apply()
        self.assertEqual(second.state, "cancelled")
        with self.assertRaisesRegex(UserError, "last card of .*100.00"):
            self._cancel(first).action_apply()
        fee.settled_on = "2026-03-05"
        self._cancel(first).action_apply()
        self.assertEqual(first.state, "cancelled")

    def test_cancelling_the_last_card_offers_to_end_the_membership(self):
        card = self.member.card_ids
        other = self._create_card(self.member)
        self.assertFalse(self._cancel(card).is_last_card)
        self._cancel(other).action_apply()
        act = self._cancel(card)
        self.assertTrue(act.is_last_card)
        action = act.action_end_membership()
        self.assertEqual(card.state, "active", "the second window does it")
        leaving = (
            self.env[action["res_model"]]
            .with_user(self.card_centre)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(leaving.reason, "Moves away")
        leaving.action_apply()
        self.assertEqual((card.state, self.member.state), ("cancelled", "closed"))
