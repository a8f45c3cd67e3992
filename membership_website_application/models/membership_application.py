from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

from odoo.addons.membership_application.const import DOCUMENT_BYTES_MAX

from ..const import STATUS_HOURS

SCOPE = "membership_website_application.status"


class MembershipApplication(models.Model):
    """What an applicant sees and does on the page of an application."""

    _inherit = "membership.application"

    # === BUSINESS METHODS === #
    def _get_status_token(self):
        """A signed name of this application, good for half a year."""
        self.ensure_one()
        return hash_sign(
            self.env(su=True), SCOPE, self.id, expiration_hours=STATUS_HOURS
        )

    @api.model
    def _find_by_status_token(self, token):
        """The application in sudo; empty if the token was made up or is too old."""
        try:
            application_id = verify_hash_signed(self.env(su=True), SCOPE, token)
        except ValueError:
            application_id = None
        return self.sudo().browse(application_id).exists()

    def _get_status_path(self):
        return f"/membership/application/{self._get_status_token()}"

    def _get_status_values(self):
        """Hook: what the page of an application shows."""
        self.ensure_one()
        is_draft = self.state == "draft"
        signs = is_draft and self.needs_signature and not self.signature
        missing = self._get_missing(is_applicant=True) if is_draft else []
        return {
            "application": self,
            "missing": missing,
            "lines": self.check_ids.filtered("needs_document") if is_draft else [],
            "bytes_max": DOCUMENT_BYTES_MAX,
            # Last: a phone jumps to where one signs.
            "asks_signature": signs and len(missing) == 1,
            "asks_charter": is_draft and self.needs_charter and not self.charter_id,
            "charter": self.env["membership.charter"]._get_current(self.company_id),
            "waits_for_code": self.state == "issued" and self.waits_for_code,
            "steps": self._get_status_steps(),
        }

    def _get_status_steps(self):
        """(sentence, whether it is done) for each step of the way."""
        reached = {
            "draft": 0,
            "submitted": 1,
            "review": 1,
            "refused": 2,
            "cancelled": 0,
            "approved": 2,
            "issued": 3,
        }[self.state]
        by_post = self.delivery == "post"
        last = (
            self.env._("Card sent to you") if by_post else self.env._("Card collected")
        )
        sentences = (
            self.env._("Application handed in"),
            self.env._("Checked by us"),
            self.env._("Card made"),
            last,
        )
        reached += bool(self.delivered_on)
        return [(text, index < reached) for index, text in enumerate(sentences)]

    def _hand_in_if_complete(self):
        """Hand in for the applicant as soon as nothing is missing."""
        if self.state == "draft" and not self._get_missing(is_applicant=True):
            self._change_state("submit")

    def _send_status_link(self):
        """Mail the address of the status page, if we know a mailbox."""
        if not self.email:
            return
        website = self.company_id.website_id
        body = self.env._(
            "Thank you for your application %(name)s. See how far it is, and add what "
            "is missing, here: %(url)s",
            name=self.name,
            url=f"{website.get_base_url()}{self._get_status_path()}",
        )
        self._send_text(body, self.phone_e164, self.email)

    def _after_issue(self):
        """Who applied on the website is invited to the portal."""
        super()._after_issue()
        partner = self.member_id.partner_id
        if self.source != "website" or not partner.email or partner.user_ids:
            return
        url = partner.with_context(signup_valid=True)._get_signup_url_for_action(
            url="/my/membership"
        )[partner.id]
        body = self.env._(
            "See your card on your phone: choose a password at %(url)s", url=url
        )
        self._send_text(body, self.phone_e164, partner.email)
