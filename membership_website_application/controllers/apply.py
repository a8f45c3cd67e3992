from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from ..const import FORM_BYTES_MAX

# Pages with somebody's data on them are kept nowhere, and their address goes nowhere.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
SESSION_KEY = "membership_registration_id"
FORM = {"type": "http", "auth": "public", "website": True, "sitemap": False}
POST = FORM | {"methods": ["POST"], "max_content_length": FORM_BYTES_MAX}


class MembershipApply(Controller):
    """Becoming a member on the website: form, code, done."""

    @route("/membership/apply", methods=["GET"], **(FORM | {"sitemap": True}))
    def apply(self, card=None, **_kwargs):
        """The form, for one of the cards that are offered."""
        return self._render_form(self._get_type(card), self._get_known(), {})

    @route("/membership/apply/begin", captcha="membership_apply", **POST)
    def begin(self, card=None, homepage=None, **values):
        """Check the form and send a code; robots who fill every field get none."""
        card_type = self._get_type(card)
        if homepage:
            return request.redirect("/membership/apply/code")
        user = request.env.user
        registration, errors = (
            request.env["membership.registration"]
            .sudo()
            ._begin(
                values,
                card_type,
                self._get_network(),
                None if user._is_public() else user.partner_id,
            )
        )
        if errors:
            return self._render_form(card_type, values, errors)
        request.session[SESSION_KEY] = registration.id
        return request.redirect("/membership/apply/code")

    @route("/membership/apply/code", methods=["GET"], **FORM)
    def code(self, **_kwargs):
        """Ask for the code."""
        return self._render_code()

    @route("/membership/apply/confirm", captcha="membership_confirm", **POST)
    def confirm(self, code=None, **_kwargs):
        """Compare the code; then it is a membership or an application."""
        registration = self._get_registration()
        error = registration._confirm(code, self._get_network())
        if error:
            return self._render_code(error=error)
        return request.redirect("/membership/apply/done")

    @route("/membership/apply/resend", captcha="membership_resend", **POST)
    def resend(self, **_kwargs):
        """Send another code."""
        error = self._get_registration()._resend_code()
        return self._render_code(error=error, is_sent=not error)

    @route("/membership/apply/done", methods=["GET"], **FORM)
    def done(self, **_kwargs):
        """What came of it."""
        registration = self._get_registration("confirmed")
        if application := registration.application_id:
            return request.redirect(application._get_status_path())
        values = {
            "registration": registration,
            "signup_url": registration._get_signup_url(),
        }
        return self._render("apply_done", values)

    # === HELPERS === #
    def _get_type(self, card):
        """The card type that is asked for; 404 where there is none for the user."""
        company = request.website.company_id.root_id.sudo()
        if not company.membership_apply_is_open:
            raise NotFound()
        offered = self._get_offered(company)
        if not offered:
            raise NotFound()
        return (
            offered.filtered(lambda record: str(record.id) == str(card)) or offered[:1]
        )

    def _get_offered(self, company):
        user = request.env.user
        partner = None if user._is_public() else user.partner_id
        return request.env["membership.card.type"]._get_offered(company, partner)

    def _get_known(self):
        """What is filled in for a portal user."""
        user = request.env.user
        if user._is_public():
            return {}
        partner = user.partner_id
        return {name: partner[name] or "" for name in ("name", "phone", "email")}

    def _get_registration(self, state="pending"):
        """The registration that this browser began; 404 if there is none."""
        registration = (
            request.env["membership.registration"]
            .sudo()
            .browse(request.session.get(SESSION_KEY))
            .exists()
        )
        if not registration or registration.state != state:
            raise NotFound()
        return registration

    def _get_network(self):
        return request.env["membership.throttle"]._get_network(
            request.httprequest.remote_addr
        )

    def _render_form(self, card_type, values, errors):
        company = card_type.company_id
        page = {
            "card_type": card_type,
            "offered": self._get_offered(company),
            "channel": company.membership_apply_channel,
            "charter": request.env["membership.charter"]._get_current(company),
            "values": values,
            "errors": errors,
        }
        return self._render("apply_form", page)

    def _render_code(self, error=None, is_sent=False):
        """The same page for everybody: also for who began nothing."""
        channel = request.website.company_id.root_id.sudo().membership_apply_channel
        values = {"channel": channel, "error": error, "is_sent": is_sent}
        return self._render("apply_code", values)

    def _render(self, template, values):
        return request.render(
            f"membership_website_application.{template}", values, headers=PRIVATE
        )
