import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..const import DOCUMENT_BYTES_MAX, DOCUMENTS_MAX
from .common import PDF, PNG, ApplicationCommon


@tagged("post_install", "-at_install")
class TestDocuments(ApplicationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._apply()

    def _upload(self, content, name="id.pdf", **values):
        vals = {"application_id": self.application.id, "name": name} | values
        Document = self.env["membership.application.document"]
        return Document.with_user(self.card_centre).create(
            vals | {"file": base64.b64encode(content)}
        )

    def test_a_program_called_pdf_is_refused(self):
        for content in (
            b"MZ\x90\x00" + b"\0" * 200,  # exe
            b"#!/bin/sh\nrm -rf /",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"<html><script>alert(1)</script></html>",
            b"PK\x03\x04" + b"\0" * 100,  # zip, docx
            b"\x89PNG\r\n\x1a\n and no picture behind",
            b"GIF89a" + b"\0" * 30,
        ):
            with (
                self.subTest(content=content[:8]),
                self.assertRaisesRegex(ValidationError, "cannot be read"),
            ):
                self._upload(content)

    def test_a_pdf_with_a_program_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "contains a program"):
            self._upload(b"%PDF-1.4 << /S /JavaScript /JS (app.alert) >>")

    def test_what_is_too_long_or_empty_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "larger than 8 MB"):
            self._upload(b"%PDF-" + b"x" * DOCUMENT_BYTES_MAX)
        with self.assertRaisesRegex(ValidationError, "empty"):
            self._upload(b"")
        with self.assertRaisesRegex(ValidationError, "empty"):
            self.env["membership.application.document"].create(
                {"application_id": self.application.id, "name": "x", "file": "!!"}
            )

    def test_name_and_kind_are_what_is_inside(self):
        document = self._upload(base64.b64decode(PNG), name="../../etc/id.pdf.exe")
        self.assertEqual(document.name, "id.pdf.png")
        self.assertEqual(document.mimetype, "image/png")
        document = self._upload(base64.b64decode(PDF), name="身份证.pdf")
        self.assertEqual(document.name, "身份证.pdf")

    def test_a_document_is_not_swapped(self):
        document = self._upload(base64.b64decode(PNG))
        with self.assertRaisesRegex(UserError, "stays as handed in"):
            document.file = PDF
        with self.assertRaisesRegex(ValidationError, "another application"):
            self._upload(base64.b64decode(PNG), check_id=self._apply().check_ids[0].id)

    def test_too_many_documents_are_refused(self):
        for _number in range(DOCUMENTS_MAX):
            self._upload(base64.b64decode(PNG))
        with self.assertRaisesRegex(ValidationError, "takes 12 files"):
            self._upload(base64.b64decode(PNG))

    def test_documents_of_a_decided_application_stay(self):
        self.application.action_submit()
        self._hand_in_papers(self.application)
        self.application.action_approve()
        with self.assertRaisesRegex(UserError, "documents stay"):
            self.application.document_ids.unlink()
        with self.assertRaisesRegex(UserError, "no more documents"):
            self._upload(base64.b64decode(PNG))

    def test_only_who_decides_opens_a_document(self):
        """Neither the store, nor a colleague, nor a visitor with the address."""
        document = self._upload(base64.b64decode(PNG))
        for user in (self.till_user, self._create_user()):
            with self.assertRaises(AccessError):
                document.with_user(user).read(["file"])
        url = f"/web/content/membership.application.document/{document.id}/file"
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", document._name), ("res_id", "=", document.id)])
        )
        self.assertFalse(attachment.public)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(
            self.url_open(f"/web/content/{attachment.id}").status_code, 404
        )
        self.authenticate(self.till_user.login, self.till_user.login)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate(self.card_centre.login, self.card_centre.login)
        self.assertEqual(self.url_open(url).content, base64.b64decode(PNG))
