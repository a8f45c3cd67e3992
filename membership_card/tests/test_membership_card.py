from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..const import CARD_GRAPH, REASON_ACTIONS
from .common import CardCommon

STATES = ("draft", "active", "lost", "frozen", "expired", "cancelled")


@tagged("post_install", "-at_install")
class TestMembershipCard(CardCommon):
    def test_acts_that_need_a_reason_are_refused_without_one(self):
        for action in sorted(REASON_ACTIONS):
            with self.subTest(action=action):
                state = CARD_GRAPH[action][0][0]
                card = self._create_card(state=state if state != "draft" else "active")
                with self.assertRaisesRegex(UserError, "reason"):
                    card._change_state(action, "  ")

    def test_no_context_makes_a_card_that_works_or_gives_a_discount(self):
        forged = {"default_state": "active", "default_discount_rate": 50}
        for env in (self.env, self.env(user=self.card_centre)):
            card = env["membership.card"].with_context(**forged)
            card = card.create(
                {
                    "member_id": self._create_member().id,
                    "type_id": self.card_type.id,
                    "company_id": self.company.id,
                }
            )
            self.assertEqual((card.state, card.discount_rate), ("draft", 0))
        member = self.env["membership.member"].with_context(**forged)
        vals = {"name": "Li", "phone": self._next_phone()}
        member = member._enrol({**vals, "company_id": self.company.id}, self.outlet)
        self.assertEqual(member.card_ids.discount_rate, 0)

    def test_only_active_cards_are_usable(self):
        for state in STATES:
            with self.subTest(state=state):
                card = self._create_card(state=state)
                if state == "active":
                    card._check_usable("wallet")
                else:
                    with self.assertRaisesRegex(UserError, card.number):
                        card._check_usable("wallet")

    def test_type_switches_what_a_card_can_do(self):
        card = self._create_card()
        card.type_id.use_wallet = False
        card._check_usable("discount")
        with self.assertRaisesRegex(UserError, "cannot be used"):
            card._check_usable("wallet")

    def test_card_of_a_frozen_member_is_refused(self):
        card = self._create_card()
        card.member_id._change_state("freeze")
        with self.assertRaisesRegex(UserError, "frozen"):
            card._check_usable("discount")

    def test_replacement_is_active_and_the_old_number_dead_at_once(self):
        card = self._create_card(state="lost")
        new = card._change_state("replace", "lost on the bus", self.outlet)
        self.assertEqual((card.state, new.state), ("cancelled", "active"))
        self.assertEqual(card.replaced_by_id, new)
        self.assertEqual(new.member_id, card.member_id)
        self.assertNotEqual(new.number, card.number)
        self.assertEqual(
            self.env["membership.card"]._find_by_code(card.number, self.company), card
        )
        with self.assertRaises(UserError):
            self.env["membership.member"]._identify(card.number, self.company)

    def test_replacement_leaves_balances_alone(self):
        card = self._create_card()
        account = card.member_id._get_account(
            self.env.ref("membership_ledger.unit_points")
        )
        account._post(100, "earn", "k", reason="test")
        card._change_state("replace", "worn out")
        self.assertEqual(account.balance, 100)
        self.assertEqual(card.member_id.account_ids, account)

    @freeze_time("2026-03-15 04:00:00")
    def test_renewal_loses_no_day_and_replacement_wins_none(self):
        self.card_type.validity_months = 12
        card = self._create_card()
        self.assertEqual(card.valid_until, date(2027, 3, 14))
        card._change_state("renew")
        self.assertEqual(card.valid_until, date(2028, 3, 14))
        new = card._change_state("replace", "worn out")
        self.assertEqual(new.valid_until, date(2028, 3, 14))

    def test_cards_past_their_last_day_are_refused_then_expired_by_the_job(self):
        with freeze_time("2025-01-10 04:00:00"):
            self.card_type.validity_months = 1
            card = self._create_card()
            lost = self._create_card(state="lost")
        with freeze_time("2025-02-09 04:00:00"):
            card._check_usable("discount")
        with freeze_time("2025-02-10 04:00:00"):
            with self.assertRaisesRegex(UserError, "expired"):
                card._check_usable("discount")
            with self.enter_registry_test_mode():
                self.env.ref(
                    "membership_card.cron_expire_cards"
                ).method_direct_trigger()
        self.assertEqual((card.state, lost.state), ("expired", "lost"))

    def test_state_and_owner_are_not_editable_over_rpc(self):
        card = self._create_card().with_user(self.card_centre)
        other = self._create_member()
        for vals in (
            {"state": "cancelled"},
            {"member_id": other.id},
            {"number": "1"},
            {"valid_until": "2099-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                card.with_context(**{"membership.card.gate": True}).write(vals)

    def test_cards_start_as_drafts(self):
        with self.assertRaises(UserError):
            self.env["membership.card"].create({"state": "active", "number": "77"})

    def test_used_card_is_not_deleted_a_draft_is(self):
        self._create_card(state="draft").unlink()
        with self.assertRaisesRegex(UserError, "stays on file"):
            self._create_card().unlink()

    @mute_logger("odoo.sql_db")
    def test_audit_rows_survive_sql(self):
        event = self._create_card().event_ids[0]
        for statement in (
            "UPDATE membership_card_event SET reason = 'x' WHERE id = %s",
            "DELETE FROM membership_card_event WHERE id = %s",
        ):
            with (
                self.subTest(statement=statement),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [event.id])
        with self.assertRaises(UserError):
            event.unlink()

    def test_number_and_barcode_mean_one_card_only(self):
        card = self._create_card(barcode="RFID-2")
        for vals in (
            {"number": "4711", "barcode": card.number},
            {"number": "RFID-2"},
            {"number": card.number},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, card.member_id.name),
            ):
                self._create_card(**vals)

    def test_changed_barcode_leaves_a_trace(self):
        card = self._create_card()
        card.with_user(self.card_centre).barcode = "RFID-1"
        self.assertEqual(card.event_ids.sorted("id")[-1].action, "recode")
        self.assertEqual(
            self.env["membership.card"]._find_by_code("RFID-1", self.company), card
        )

    def test_wizard_replaces_and_opens_the_new_card(self):
        card = self._create_card()
        act = (
            self.env["membership.card.act"]
            .with_user(self.card_centre)
            .create(
                {
                    "card_id": card.id,
                    "action": "replace",
                    "replace_cause": "damaged",
                    "identified_by": "document",
                }
            )
        )
        opened = act.action_apply()
        self.assertEqual(opened["res_id"], card.replaced_by_id.id)
        self.assertEqual(card.replaced_by_id.event_ids.user_id, self.card_centre)

    def test_barcode_is_ean_where_it_can_be_and_code128_elsewhere(self):
        Card = self.env["membership.card"]
        for code in ("4006381333931", "00010000", "A-1"):
            with self.subTest(code=code):
                self.assertTrue(Card._draw_barcode(code).startswith(b"\x89PNG"))
        card = self._create_card()
        self.assertTrue(card.barcode_image and card.qr_image)
        self.assertTrue(card._get_qr_uri().startswith("data:image/svg+xml;base64,"))

    def test_printed_card_shows_name_and_number(self):
        card = self._create_card()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "membership_card.report_membership_card", card.ids
        )
        text = html.decode()
        self.assertIn(card._get_number_groups(), text)
        self.assertIn(card.member_id.name, text)
