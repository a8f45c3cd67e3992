import base64

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..const import FORM_BYTES_MAX, UPLOAD_BYTES_MAX
from .apply import FORM, POST, PRIVATE

STATUS = "/membership/application/<string:token>"


class MembershipApplicationStatus(Controller):
    """The page of one application, by a signed address."""

    @route(STATUS, methods=["GET"], **FORM)
    def status(self, token, **_kwargs):
        """How far it is, and what is missing."""
        return self._render(self._get_application(token), token)

    @route(f"{STATUS}/document", **(POST | {"max_content_length": UPLOAD_BYTES_MAX}))
    def document(self, token, check_id=None, file=None, **_kwargs):
        """Take one document."""
        application = self._get_application(token)
        content = file.read() if hasattr(file, "read") else b""
        name = getattr(file, "filename", "")

        def add():
            line = application.check_ids.filtered(
                lambda line: str(line.id) == str(check_id)
            )
            application.document_ids.create(
                {
                    "application_id": application.id,
                    "check_id": line[:1].id,
                    "name": name,
                    "file": base64.b64encode(content),
                }
            )

        return self._act(application, token, add)

    @route(f"{STATUS}/charter", **POST)
    def charter(self, token, charter=None, **_kwargs):
        """Accept the charter in its current version."""
        application = self._get_application(token)
        current = request.env["membership.charter"]._get_current(application.company_id)

        def accept():
            if charter and application.state == "draft":
                application.charter_id = current

        return self._act(application, token, accept)

    @route(f"{STATUS}/activate", captcha="membership_activate", **POST)
    def activate(self, token, code=None, **_kwargs):
        """Activate the card with the code that came with it."""
        application = self._get_application(token)
        if not self._hit(application):
            return self._render(application, token, self._get_throttled())
        card = application._get_cards_with_code()[:1]
        error = None
        try:
            if card and not card._activate_by_code(code):
                error = request.env._("This is not the code: please check it.")
        except UserError as refusal:  # raised before anything is written
            error = str(refusal)
        return self._render(application, token, error)

    @route(
        f"{STATUS}/sign",
        type="jsonrpc",
        auth="public",
        website=True,
        max_content_length=FORM_BYTES_MAX * 16,
    )
    def sign(self, token, signature=None, **_kwargs):
        """Take the signature that was drawn on the screen."""
        application = self._get_application(token)
        if not self._hit(application):
            return {"error": self._get_throttled()}
        if application.state != "draft" or not isinstance(signature, str):
            return {"error": request.env._("Nothing has to be signed now.")}
        try:
            with request.env.cr.savepoint():
                application.signature = signature
                application._hand_in_if_complete()
        except UserError as refusal:
            return {"error": str(refusal)}
        return {
            "force_refresh": True,
            "redirect_url": f"/membership/application/{token}",
        }

    # === HELPERS === #
    def _get_application(self, token):
        Application = request.env["membership.application"]
        application = Application._find_by_status_token(token)
        if not application:
            raise NotFound()
        return application.with_context(lang=request.env.lang)

    def _act(self, application, token, act):
        """Do what the applicant asked; a refusal is shown on the page."""
        if not self._hit(application):
            return self._render(application, token, self._get_throttled())
        try:
            with request.env.cr.savepoint():
                act()
                application._hand_in_if_complete()
        except UserError as refusal:
            application.invalidate_recordset()
            return self._render(application, token, str(refusal))
        return request.redirect(f"/membership/application/{token}")

    def _hit(self, application):
        return request.env["membership.throttle"].sudo()._hit("paper", application.id)

    def _get_throttled(self):
        return request.env["membership.registration"]._get_throttled_sentence()

    def _render(self, application, token, error=None):
        values = application._get_status_values() | {"token": token, "error": error}
        return request.render(
            "membership_website_application.status", values, headers=PRIVATE
        )
