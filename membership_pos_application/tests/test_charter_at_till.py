from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SIGNATURE, PosApplicationCommon


@tagged("post_install", "-at_install")
class TestCharterAtTill(PosApplicationCommon):
    """Who becomes a member at a till accepts the charter first, and signs."""

    def test_the_form_shows_the_version_of_today(self):
        self._create_charter("2030-1", valid_from="2030-01-01")
        form = self._get_form()
        self.assertEqual(form["charter"]["version"], "2026-1")
        self.assertIn("<b>2026-1</b>", form["charter"]["text"])
        self.assertTrue(form["types"][0]["needs_charter"])
        self.card_type.needs_charter = False
        self.assertFalse(self._get_form()["charter"])

    def test_what_was_accepted_is_kept_with_version_and_time(self):
        with freeze_time("2026-07-01 10:00:00"):
            member = self._enrol()
        self.assertEqual(member.charter_id, self.charter)
        self.assertEqual(
            member.charter_accepted_on, fields.Datetime.to_datetime("2026-07-01 10:00")
        )
        with self.assertRaisesRegex(UserError, "accepted by members"):
            self.charter.text = "<p>Other rules</p>"

    def test_nobody_is_enrolled_without_accepting(self):
        for accepted in (False, None, "yes", True):
            with self.subTest(accepted), self.assertRaises(UserError):
                self._enrol(charter_id=accepted)
        with self._assert_refused("without accepting Charter 2026-1"):
            self._enrol(charter_id=False)
        domain = [("partner_id.name", "=", "Zhou Ying")]
        self.assertFalse(self.env["membership.member"].search(domain))

    def test_a_version_that_was_shown_before_a_new_one_is_not_enough(self):
        self._create_charter("2026-2", valid_from="2026-02-01")
        with self._assert_refused("Charter 2026-2 is in force now"):
            self._enrol()

    def test_without_a_charter_in_force_the_cashier_hears_who_helps(self):
        self.charter.active = False
        self.assertFalse(self._get_form()["charter"])
        with self._assert_refused("none is in force"):
            self._enrol()

    def test_the_signature_is_kept_with_the_member_and_read_by_few(self):
        self.card_type.needs_signature = True
        with self._assert_refused("sign on the screen"):
            self._enrol()
        member = self._enrol(signature=SIGNATURE)
        self.assertTrue(member.charter_signature)
        self.assertTrue(member.charter_signed_on)
        self.assertTrue(member.with_user(self.card_centre).charter_signature)
        with self.assertRaises(AccessError):
            member.with_user(self.cashier).charter_signature.read()
        with self._assert_refused("not edited"):
            member.with_user(self.card_centre).charter_signature = False

    def test_what_is_no_picture_is_no_signature(self):
        self.card_type.needs_signature = True
        for signature in ("", "x", "PHN2Zz4=", ["a"], {"a": 1}, 7):
            with self.subTest(signature), self.assertRaises(UserError):
                self._enrol(signature=signature)

    def test_a_card_without_charter_asks_for_nothing(self):
        self.card_type.needs_charter = False
        self.assertFalse(self._enrol(charter_id=False).charter_id)

    def test_merged_members_keep_what_was_signed_last(self):
        self.card_type.needs_signature = True
        member = self._enrol(signature=SIGNATURE)
        self.member._absorb(member, "test")
        self.assertEqual(self.member.charter_id, self.charter)
        self.assertTrue(self.member.charter_signature)

    def test_anonymising_takes_the_signature_away(self):
        self.card_type.needs_signature = True
        member = self._enrol(signature=SIGNATURE)
        member._wipe_file()
        self.assertFalse(member.charter_signature)
        self.assertEqual(member.charter_id, self.charter)

    # === ONE MORE CARD === #
    def test_a_member_agrees_once_to_each_version(self):
        self.card_type.needs_signature = True
        zhou = self._enrol(signature=SIGNATURE)
        first = zhou.charter_signed_on
        self.assertEqual(self._get_needs(zhou), (False, False))
        self._issue(zhou)
        self.assertEqual(zhou.charter_signed_on, first)
        newer = self._create_charter("2026-2")
        self.assertEqual(self._get_needs(zhou), (True, True))
        with self._assert_refused("without accepting"):
            self._issue(zhou)
        with self._assert_refused("sign on the screen"):
            self._issue(zhou, charter_id=newer.id)
        self._issue(zhou, charter_id=newer.id, signature=SIGNATURE)
        self.assertEqual(zhou.charter_id, newer)
        self.assertEqual(self._get_needs(zhou), (False, False))

    def test_no_charter_in_force_is_no_acceptance(self):
        zhou = self._create_member()
        self.charter.active = False
        self.assertEqual(self._get_needs(zhou), (True, False))
        with self._assert_refused("none is in force"):
            self._issue(zhou)

    def _get_needs(self, member):
        till = self._till(self.senior)
        rows = till.get_card_form(self.pos_session.id, member.id)["types"]
        return rows[0]["needs_charter"], rows[0]["needs_signature"]

    def _issue(self, member, **vals):
        seen = {"identified_by": "known"}
        till = self._till(self.senior)
        return till.issue_card(self.pos_session.id, member.id, vals, seen)
