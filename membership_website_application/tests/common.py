"""Fixtures for visitors who register on the website."""

import re

from odoo.tests import HttpCase

from odoo.addons.membership_application.tests.common import ApplicationCommon


class ApplyCommon(ApplicationCommon, HttpCase):
    """The website of a company where members join at once, with a code by SMS."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card_type.requirement_ids.unlink()
        cls.company.write(
            {
                "membership_apply_is_open": True,
                "membership_apply_channel": "sms",
                "membership_apply_mode": "at_once",
            }
        )
        cls.website = cls.env["website"].get_current_website()
        cls.website.company_id = cls.company
        # The visitor of a website belongs to its company.
        cls.website.user_id = cls.env.ref("base.public_user").copy(
            {
                "login": "visitor_of_test_tea",
                "company_ids": [(6, 0, cls.company.ids)],
                "company_id": cls.company.id,
            }
        )
        cls.charter = cls.env["membership.charter"].create(
            {
                "name": "Test Charter",
                "version": "1",
                "text": "<p>Be kind.</p>",
                "valid_from": "2020-01-01",
                "company_id": cls.company.id,
            }
        )

    def setUp(self):
        super().setUp()
        latest = self.env["sms.sms"].search([], limit=1, order="id desc")
        self.sms_domain = [("id", ">", latest.id or 0)]
        self.registration_domain = [("company_id", "=", self.company.id)]

    def _get_messages(self):
        """SMS that this test sent, the latest first."""
        return self.env["sms.sms"].search(self.sms_domain, order="id desc")

    def _get_registrations(self):
        """Registrations that this test began, the latest first."""
        return self.env["membership.registration"].search(self.registration_domain)

    def _get_csrf(self, page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]

    def _post(self, path, page, files=None, **values):
        """Send a form of ``page``, as a browser would."""
        values["csrf_token"] = self._get_csrf(page)
        return self.url_open(path, data=values, files=files)

    def _begin(self, **values):
        """Fill in the first form."""
        page = self.url_open("/membership/apply")
        typed = {"name": "Li Na", "phone": self._next_phone(), "charter": "1"}
        return self._post("/membership/apply/begin", page, **(typed | values))

    def _get_code(self):
        """The code in the last message that left, by whichever way."""
        sms = self._get_messages()[:1]
        mail = self.env["mail.mail"].sudo().search([], limit=1, order="id desc")
        by_mail = self.company.membership_apply_channel == "email"
        found = re.search(r"\b(\d{6})\b", mail.body_html if by_mail else sms.body)
        return found and found[1]

    def _confirm(self, page, code=None):
        code = code or self._get_code()
        return self._post("/membership/apply/confirm", page, code=code)

    def _find(self, phone):
        return self.env["membership.member"].search(
            [("phone", "=", phone), ("company_id", "=", self.company.id)]
        )
