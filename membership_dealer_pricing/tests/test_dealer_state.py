from itertools import product

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..const import DEALER_GRAPH
from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestDealerState(DealerCommon):
    def test_every_state_allows_its_actions_and_no_other(self):
        states = ("applied", "approved", "suspended", "closed")
        for state, action in product(states, DEALER_GRAPH):
            with self.subTest(state=state, action=action):
                dealer = self._create_dealer(state)
                sources, target = DEALER_GRAPH[action]
                if state in sources:
                    dealer._change_state(action, "test")
                    self.assertEqual(dealer.state, target)
                else:
                    with self.assertRaisesRegex(UserError, "cannot be done now"):
                        dealer._change_state(action, "test")
                    self.assertEqual(dealer.state, state)

    def test_taking_a_right_away_needs_a_reason(self):
        dealer = self._create_dealer()
        for action in ("suspend", "close"):
            with self.assertRaisesRegex(UserError, "Say why"):
                dealer._change_state(action, "  ")

    def test_a_dealer_without_prices_is_not_approved(self):
        dealer = self._create_dealer("applied", level_id=False)
        with self.assertRaisesRegex(UserError, "would have no prices"):
            dealer._change_state("approve")

    def test_approving_is_a_managers_right(self):
        dealer = self._create_dealer("applied")
        with self.assertRaisesRegex(AccessError, "manager's right"):
            dealer.with_user(self.clerk).action_approve()
        dealer.with_user(self.manager).action_approve()
        self.assertEqual(dealer.state, "approved")
        act = self.env["membership.dealer.act"].with_user(self.manager)
        act.create(
            {"dealer_ids": dealer.ids, "action": "suspend", "reason": "unpaid"}
        ).action_confirm()
        self.assertEqual((dealer.state, dealer.state_reason), ("suspended", "unpaid"))

    def test_a_suspended_dealer_pays_retail_at_once(self):
        dealer = self._create_dealer()
        partner = dealer.partner_id
        self.assertEqual(self._price(partner), 61.37)
        dealer._change_state("suspend", "test")
        self.assertEqual(self._price(partner), 100)
        self.assertFalse(dealer._get_pricelist())
        dealer._change_state("resume")
        self.assertEqual(self._price(partner), 61.37)

    def test_a_suspended_upline_takes_the_whole_branch_along(self):
        top = self._create_dealer()
        line = [top]
        for _depth in range(4):
            line.append(
                self._create_dealer(upline_id=line[-1].id, level_id=self.agent.id)
            )
        low = line[-1]
        self.assertEqual(self._price(low.partner_id), 74.51)
        for above, act in ((line[2], "suspend"), (top, "close")):
            above._change_state(act, "test")
            self.assertEqual(self._price(low.partner_id), 100)
            self.assertFalse(low._is_entitled())
            self.assertIn(above.display_name, low._get_refusal())
            self.assertEqual(low.state, "approved")
            if act == "suspend":
                above._change_state("resume")
                self.assertEqual(self._price(low.partner_id), 74.51)

    @freeze_time("2026-03-31 10:00:00")
    def test_what_the_end_of_an_agreement_means_is_a_setting(self):
        dealer = self._create_dealer(
            agreement_from="2026-01-01", agreement_until="2026-03-31"
        )
        self.assertTrue(dealer._is_entitled())
        with freeze_time("2026-04-01 10:00:00"):
            self.assertTrue(dealer._is_entitled())
            self.company.membership_dealer_expiry = "suspend"
            self.env.flush_all()
            self.assertFalse(dealer._is_entitled())
            self.assertIn("2026-03-31", dealer._get_refusal())
        self.assertTrue(dealer._is_entitled())

    @freeze_time("2025-12-31 10:00:00")
    def test_prices_begin_with_the_agreement(self):
        dealer = self._create_dealer(agreement_from="2026-01-01")
        self.assertFalse(dealer._is_entitled())
        with freeze_time("2026-01-01 10:00:00"):
            self.assertTrue(dealer._is_entitled())
