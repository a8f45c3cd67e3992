from uuid import uuid4

from odoo.tests import tagged

from odoo.addons.membership_dealer_portal.const import DOCUMENT_BYTES_MAX
from odoo.addons.membership_dealer_portal.tests.common import DealerPortalCommon
from odoo.addons.membership_guard.upload_check import PNG_PIXEL

URL = "/my/dealer/account"


@tagged("post_install", "-at_install")
class TestPortal(DealerPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = (
            cls.env["membership.dealer.statement"]
            .sudo()
            .create(
                {
                    "dealer_id": cls.dealer.id,
                    "company_id": cls.company.id,
                    "date_from": "2026-09-01",
                    "date_to": "2026-09-30",
                    "closing": 123.45,
                }
            )
        )

    def _find_deposits(self, dealer):
        domain = [("dealer_id", "=", dealer.id)]
        return self.env["membership.dealer.deposit"].search(domain)

    def test_only_dealers_get_in(self):
        self._login(self.customer)
        self.assertEqual(self.url_open(URL).status_code, 404)

    def test_a_slip_is_handed_in_and_moves_nothing(self):
        self._login(self.user)
        self._post(
            f"{URL}/deposit",
            amount="1,250.00",
            reference="TT-1",
            files={"slip": ("slip.png", PNG_PIXEL)},
        )
        deposit = self._find_deposits(self.dealer)
        self.assertEqual((deposit.amount, deposit.state), (1250, "submitted"))
        self.assertFalse(self.dealer._get_prepaid_account(create=False))

    def test_bad_slips_say_what_is_wrong(self):
        self._login(self.user)
        large = PNG_PIXEL + bytes(DOCUMENT_BYTES_MAX)
        cases = (
            ({"amount": "-5"}, None, "above zero"),
            ({"amount": "much"}, None, "above zero"),
            ({"amount": "5", "day": "2999-01-01"}, None, "later than today"),
            ({"amount": "5", "day": "yesterday"}, None, "2026-01-31"),
            ({"amount": "5"}, ("slip.pdf", b"MZ program"), "cannot be read"),
            ({"amount": "5"}, ("slip.png", large), "larger than"),
        )
        for data, slip, sentence in cases:
            files = {"slip": slip} if slip else None
            page = self._post(f"{URL}/deposit", files=files, **data).text
            self.assertIn(sentence, page)
        self.assertFalse(self._find_deposits(self.dealer))

    def test_a_statement_is_the_dealers_own(self):
        page = f"{URL}/statement/{self.statement.id}"
        self._login(self.user)
        self.assertIn("123.45", self.url_open(page).text)
        for user in (self.other_user, self.sub_user, self.customer):
            self._login(user)
            for way in ("", "/pdf"):
                self.assertEqual(self.url_open(page + way).status_code, 404)
            answer = self._post(f"{page}/answer", action="agree")
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.statement.state, "sent")

    def test_the_dealer_agrees_or_says_what_is_wrong(self):
        page = f"{URL}/statement/{self.statement.id}/answer"
        self._login(self.user)
        self.assertIn("to confirm", self.url_open("/my/dealer").text)
        self.assertIn("Write what is wrong", self._post(page, action="dispute").text)
        self._post(page, action="dispute", answer="Note 7 is missing")
        self.assertEqual(self.statement.state, "disputed")
        self.assertEqual(self.statement.answer, "Note 7 is missing")
        self._post(page, action="agree")
        self.assertEqual(self.statement.state, "agreed")
        self.assertEqual(self.statement.answered_by_id, self.user)
        self.assertNotIn("to confirm", self.url_open("/my/dealer").text)

    def test_nobody_pays_another_ones_invoice(self):
        self._login(self.other_user)
        response = self._post(f"{URL}/pay", invoice_id="1", key=str(uuid4()))
        self.assertTrue(response.url.endswith(URL))
        response = self._post(f"{URL}/pay", invoice_id="1", key="forged")
        self.assertEqual(response.status_code, 404)
