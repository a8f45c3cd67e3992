from odoo.tests import tagged

from .common import PNG, ApplicationCommon


@tagged("post_install", "-at_install")
class TestReports(ApplicationCommon):
    def _render(self, report, application):
        Report = self.env["ir.actions.report"]
        html, _kind = Report._render_qweb_html(
            f"membership_application.{report}", application.ids
        )
        return html.decode()

    def test_application_form_says_what_was_applied_for(self):
        application = self._bring_to("approved", signature=PNG)
        html = self._render("report_application", application)
        for text in (
            application.name,
            "Li Na",
            application.phone,
            "Identity card",
            "☑",
        ):
            self.assertIn(text, html)

    def test_empty_form_can_be_printed_to_be_filled_in(self):
        html = self._render("report_application", self._apply())
        self.assertIn("Date, signature of the applicant", html)
