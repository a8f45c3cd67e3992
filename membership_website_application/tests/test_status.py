import base64
import re

from odoo.tests import tagged
from odoo.tools import hash_sign

from odoo.addons.membership_application.tests.common import PDF, PNG

from ..models.membership_application import SCOPE
from .common import ApplyCommon


@tagged("post_install", "-at_install")
class TestStatus(ApplyCommon):
    def setUp(self):
        super().setUp()
        self.card_type.requirement_ids = [
            (0, 0, {"name": "Identity card", "needs_document": True}),
        ]
        self.application = self._apply(email="li.na@example.com", source="website")
        self.path = self.application._get_status_path()

    def _upload(self, content, name="id.png", line=None):
        page = self.url_open(self.path)
        return self._post(
            f"{self.path}/document",
            page,
            files={"file": (name, content)},
            check_id=(line or self.application.check_ids[0]).id,
        )

    def test_document_completes_the_application(self):
        page = self.url_open(self.path)
        self.assertIn("Still missing:", page.text)
        self.assertIn("Identity card", page.text)
        self.assertIn(
            'data-bytes-max="8388608"', page.text, "refused before it is sent"
        )
        page = self._upload(base64.b64decode(PNG))
        self.assertEqual(self.application.state, "submitted")
        self.assertEqual(self.application.check_ids[0].document_count, 1)
        self.assertIn("We check your application", page.text)
        self.assertEqual(page.headers["Cache-Control"], "private, no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")

    def test_wrong_files_are_refused_on_the_page(self):
        for content in (
            b"MZ\x90\x00 exe",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        ):
            page = self._upload(content, "id.pdf")
            self.assertIn("This file cannot be read", page.text)
        self.assertIn(
            "larger than 8 MB", self._upload(b"%PDF-" + b"x" * 8_400_000).text
        )
        self.assertEqual(self._upload(b"x" * 30_000_000).status_code, 413)
        self.assertFalse(self.application.document_ids)
        self.assertEqual(self.application.state, "draft")

    def test_checklist_of_another_application_is_not_reached(self):
        other = self._apply()
        self._upload(base64.b64decode(PDF), "id.pdf", other.check_ids[0])
        self.assertFalse(other.check_ids[0].document_ids)
        self.assertFalse(self.application.document_ids.check_id)

    def test_address_made_up_shows_nothing(self):
        env = self.env(su=True)
        token = self.path.rpartition("/")[2]
        for made_up in (
            token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
            "x",
            hash_sign(env, "another scope", self.application.id),
            hash_sign(env, SCOPE, self.application.id, expiration_hours=-1),
        ):
            answer = self.url_open(f"/membership/application/{made_up}")
            self.assertEqual(answer.status_code, 404, made_up)

    def test_refusal_shows_its_reason(self):
        self.application.action_submit()
        self.application._change_state("refuse", "Not readable")
        self.assertIn("Not readable", self.url_open(self.path).text)

    def test_signature_and_charter_are_given_on_the_page(self):
        self.card_type.write({"needs_charter": True, "needs_signature": True})
        self._upload(base64.b64decode(PNG))
        self.assertEqual(self.application.state, "draft")
        page = self.url_open(self.path)
        self._post(f"{self.path}/charter", page, charter="1")
        self.assertEqual(self.application.charter_id, self.charter)
        answer = self._sign(PNG.decode())
        self.assertTrue(answer["force_refresh"])
        self.assertTrue(self.application.signature)
        self.assertEqual(self.application.state, "submitted")
        self.assertIn("error", self._sign(PNG.decode()))

    def test_signature_that_is_no_picture_is_refused(self):
        self.card_type.needs_signature = True
        svg = base64.b64encode(b"<svg onload='alert(1)'/>").decode()
        self.assertIn("cannot be read", self._sign(svg)["error"])
        self.assertFalse(self.application.signature)

    def _sign(self, signature):
        return self.make_jsonrpc_request(
            f"{self.path}/sign", {"name": "Li Na", "signature": signature}
        )

    def test_issued_card_invites_to_the_portal_and_is_activated_by_code(self):
        self.card_type.activation = "code"
        self._upload(base64.b64decode(PNG))
        self.application.check_ids.with_user(self.card_centre).is_done = True
        self.application.with_user(self.card_centre).action_approve()
        self.application.with_user(self.card_centre).action_issue()
        mails = self.env["mail.mail"].sudo().search([], limit=3).mapped("body_html")
        self.assertTrue(any("/web/signup?" in body for body in mails))
        code = next(
            found[1] for body in mails if (found := re.search(r": (\d{6}) is", body))
        )
        page = self.url_open(self.path)
        page = self._post(f"{self.path}/activate", page, code="x")
        self.assertIn("This is not the code", page.text)
        self._post(f"{self.path}/activate", page, code=code)
        self.assertEqual(self.application.card_ids.state, "active")
