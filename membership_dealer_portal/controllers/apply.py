import base64

from odoo.exceptions import ValidationError
from odoo.http import Controller, request, route

from ..const import DOCUMENT_BYTES_MAX, DOCUMENTS_MAX

URL = "/dealer/apply"
REQUEST_MAX = DOCUMENTS_MAX * DOCUMENT_BYTES_MAX + 1024 * 1024
TEXTS = {
    "company_name": 128,
    "vat": 32,
    "contact_name": 128,
    "email": 128,
    "phone": 32,
    "street": 128,
    "city": 64,
    "zip": 16,
    "message": 2000,
}
REQUIRED = ("company_name", "contact_name", "email", "phone")
HEADERS = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}


class DealerApply(Controller):
    """A company asks to become a dealer."""

    @route(URL, type="http", auth="public", website=True, methods=["GET"])
    def apply(self, invite=None, **_kwargs):
        """The form; below a dealer, if there is an invitation."""
        user = request.env.user
        known = {}
        if not user._is_public():
            partner = user.partner_id
            company = partner.commercial_partner_id
            known = {
                "company_name": company.is_company and company.name,
                "contact_name": partner.name,
                "email": partner.email,
                "phone": partner.phone,
            }
        return self._render_form(known, invite)

    @route(
        f"{URL}/send",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        captcha="dealer_apply",
        sitemap=False,
        max_content_length=REQUEST_MAX,
    )
    def send(self, invite=None, homepage=None, **values):
        """Take the application in; the answer is the same whoever applies."""
        values = {
            name: str(values.get(name) or "").strip()[:length]
            for name, length in TEXTS.items()
        }
        if homepage:  # a field that people do not see
            return request.redirect(f"{URL}/done")
        if error := self._check(values):
            return self._render_form(values, invite, error)
        try:
            with request.env.cr.savepoint():
                self._create(values, invite)
        except ValidationError as error:
            return self._render_form(values, invite, str(error))
        return request.redirect(f"{URL}/done")

    @route(f"{URL}/done", type="http", auth="public", website=True, sitemap=False)
    def done(self, **_kwargs):
        """Thanks."""
        return request.render("membership_dealer_portal.dealer_apply_done", {})

    # === HELPERS === #
    def _check(self, values):
        """What is wrong with the form, in a sentence; None if nothing."""
        if any(not values[name] for name in REQUIRED):
            return request.env._("Fill in company, name, e-mail and phone.")
        hit = request.env["membership.throttle"].sudo()._hit
        network = request.env["membership.throttle"]._get_network(
            request.httprequest.remote_addr
        )
        # Both are counted, whichever is over.
        allowed = [
            hit("dealer_apply_network", network),
            hit("dealer_apply_email", values["email"].lower()),
        ]
        if not all(allowed):
            return request.env._(
                "There were several applications in a short time. Try again later, or "
                "call us."
            )
        return None

    def _create(self, values, invite):
        Application = request.env["membership.dealer.application"].sudo()
        company = request.website.company_id.root_id
        user = request.env.user
        vals = values | {
            "company_id": company.id,
            "lang": request.env.lang,
            "partner_id": not user._is_public() and user.partner_id.id,
            "country_id": company.country_id.id,
            "upline_id": Application._read_invite(invite).id,
            "document_ids": [
                (0, 0, {"name": file.filename, "file": base64.b64encode(content)})
                for file in request.httprequest.files.getlist("documents")
                if (content := file.read(DOCUMENT_BYTES_MAX + 1)) or file.filename
            ],
        }
        application = Application.with_company(company).create(vals)
        application._start_chain()
        return application

    def _render_form(self, values, invite, error=None):
        upline = request.env["membership.dealer.application"]._read_invite(invite)
        page = {
            "values": values,
            "error": error,
            "invite": upline and invite,
            "is_invite_over": bool(invite) and not upline,
            "upline_name": upline.partner_id.name if upline else "",
        }
        return request.render(
            "membership_dealer_portal.dealer_apply", page, headers=HEADERS
        )
