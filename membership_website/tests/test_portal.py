from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortal(PortalCommon):
    """Who sees what on "My membership", and what a lost card does."""

    def _get_page(self, user):
        self._login(user)
        response = self.url_open("/my/membership")
        self.assertEqual(response.status_code, 200)
        return response

    def test_a_visitor_is_sent_to_the_login(self):
        response = self.url_open("/my/membership")
        self.assertIn("/web/login", response.url)

    def test_the_home_page_leads_to_the_membership(self):
        self._login(self.stranger)
        self.assertIn('href="/my/membership"', self.url_open("/my").text)

    def test_a_member_sees_card_balances_and_level(self):
        self._post(self.member._get_wallet(), "123.45")
        self._post(self.member._get_points_account(), 678, "earn")
        page = self._get_page(self.user).text
        self.assertIn(self.card._get_number_groups(), page)
        self.assertIn("123.45", page)
        self.assertIn("678", page)
        self.assertIn(self.member.level_id.name, page)
        self.assertIn("Bund", page)

    def test_no_cache_keeps_the_page(self):
        header = self._get_page(self.user).headers["Cache-Control"]
        self.assertIn("no-store", header)

    def test_the_number_is_in_no_address(self):
        page = self._get_page(self.user).text
        self.assertNotIn("/report/barcode", page)
        self.assertIn("data:image/svg+xml;base64,", page)

    def test_nothing_of_another_member_is_shown(self):
        self._post(self.other._get_wallet(), "777.77")
        page = self._get_page(self.user).text
        self.assertNotIn("777.77", page)
        self.assertNotIn(self.other.card_ids._get_number_groups(), page)

    def test_who_is_no_member_learns_how_to_join(self):
        page = self._get_page(self.stranger).text
        self.assertIn("You are not a member yet", page)

    def test_a_dealer_is_offered_no_card_that_is_refused_to_dealers(self):
        """Neither on the page nor on the way to it; see the type's own setting."""
        partner, stranger = type(self.env["res.partner"]), self.stranger.partner_id
        self.patch(partner, "_is_dealer", lambda record: record == stranger)
        types = self.env["membership.card.type"].search(
            [("company_id", "=", self.company.id)]
        )
        types.allow_dealers = False
        page = self._get_page(self.stranger).text
        self.assertIn("Dealers need no membership", page)
        self.assertNotIn("You are not a member yet", page)
        self.assertNotIn("/my/membership", self.url_open("/my").text)
        types.filtered(lambda t: t.kind == "personal")[:1].allow_dealers = True
        self.assertIn("You are not a member yet", self._get_page(self.stranger).text)
        self.assertIn("/my/membership", self.url_open("/my").text)

    def test_who_left_is_no_member(self):
        self.member._change_state("close")
        self.assertIn("You are not a member yet", self._get_page(self.user).text)

    def test_a_frozen_member_has_no_code(self):
        self.member._change_state("freeze")
        page = self._get_page(self.user).text
        self.assertIn("is frozen", page)
        self.assertNotIn("o_membership_code_image", page)

    def test_looking_at_the_page_opens_no_account(self):
        self._get_page(self.user)
        self.assertFalse(self.member.account_ids)

    # === THE CODE === #
    def _get_code(self, card):
        return self.make_jsonrpc_request("/my/membership/code", {"card_id": card.id})

    def test_the_page_renews_its_code(self):
        self._login(self.user)
        code = self._get_code(self.card)
        self.assertTrue(code["image"].startswith("data:image/svg+xml;base64,"))
        self.assertGreater(code["seconds"], 110)

    def test_the_code_of_another_members_card_is_not_given(self):
        self._login(self.user)
        self.assertIsNone(self._get_code(self.other.card_ids))

    # === LOSS === #
    def test_a_lost_card_is_stopped_at_once(self):
        self._login(self.user)
        response = self._report_loss(self.card)
        self.assertEqual(self.card.state, "lost")
        self.assertIn("nobody can pay with it", response.text)
        with self.assertRaises(UserError):
            self.card._check_usable("wallet")
        self.assertIsNone(self._get_code(self.card))
        self.assertEqual(self.card.event_ids[:1].user_id, self.user)

    def test_reporting_twice_is_no_error(self):
        self._login(self.user)
        self._report_loss(self.card)
        events = len(self.card.event_ids)
        self.assertEqual(self._report_loss(self.card).status_code, 200)
        self.assertEqual((self.card.state, len(self.card.event_ids)), ("lost", events))

    def test_another_members_card_cannot_be_reported(self):
        self._login(self.user)
        self.assertEqual(self._report_loss(self.other.card_ids).status_code, 404)
        self.assertEqual(self.other.card_ids.state, "active")

    def test_who_is_no_member_cannot_report(self):
        self._login(self.stranger)
        self.assertEqual(self._report_loss(self.card).status_code, 404)
        self.assertEqual(self.card.state, "active")

    def test_a_link_cannot_report_a_loss(self):
        self._login(self.user)
        url = f"/my/membership/card/{self.card.id}/report_loss"
        self.assertNotEqual(self.url_open(url).status_code, 200)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url, data={"x": "1"}).status_code, 400)
        self.assertEqual(self.card.state, "active")

    def test_a_frozen_card_is_not_reported(self):
        self.card._change_state("freeze", "test")
        self._login(self.user)
        self.assertIn(
            "cannot be reported lost online", self._report_loss(self.card).text
        )
        self.assertEqual(self.card.state, "frozen")

    # === HOLDERS === #
    def _give_card_to_stranger(self):
        card = self.env["membership.card"].create(
            {
                "member_id": self.member.id,
                "type_id": self.card.type_id.id,
                "holder_id": self.stranger.partner_id.id,
                "company_id": self.company.id,
            }
        )
        return card._change_state("activate")

    def test_a_holder_sees_his_own_card_and_no_statement(self):
        card = self._give_card_to_stranger()
        page = self._get_page(self.stranger).text
        self.assertIn(card._get_number_groups(), page)
        self.assertNotIn(self.card._get_number_groups(), page)
        self.assertNotIn("Latest movements", page)
        statement = self.url_open("/my/membership/statement/money")
        self.assertEqual(statement.status_code, 404)

    def test_a_holder_reports_his_own_card_only(self):
        card = self._give_card_to_stranger()
        self._login(self.stranger)
        self.assertEqual(self._report_loss(self.card).status_code, 404)
        self._report_loss(card)
        self.assertEqual((self.card.state, card.state), ("active", "lost"))

    def test_the_member_shows_his_own_card_and_may_stop_the_holders(self):
        card = self._give_card_to_stranger()
        self._login(self.user)
        self.assertIsNone(self._get_code(card))
        self.assertTrue(self._get_code(self.card))
        self._report_loss(card)
        self.assertEqual(card.state, "lost")
