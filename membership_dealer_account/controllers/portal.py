import base64
import re
from uuid import uuid4

from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.http import request, route

from odoo.addons.membership_dealer_portal.const import DOCUMENT_BYTES_MAX
from odoo.addons.membership_dealer_portal.controllers.portal import DealerPortal

URL = "/my/dealer/account"
POST = {
    "type": "http",
    "auth": "user",
    "website": True,
    "methods": ["POST"],
    "sitemap": False,
}
GET = {"type": "http", "auth": "user", "website": True, "sitemap": False}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class DealerAccountPortal(DealerPortal):
    """A dealer's money: balance, slips, open invoices, statements to confirm."""

    @route(URL, **GET)
    def dealer_account(self, message=None, **_kwargs):
        """Balance, open invoices, slips on their way, statements."""
        return self._render_account(message=message)

    @route(f"{URL}/deposit", max_content_length=DOCUMENT_BYTES_MAX + 2**20, **POST)
    def dealer_deposit(self, amount="", day="", reference="", slip=None, **_kwargs):
        """Tell us of a transfer."""
        dealer = self._get_dealer(must_be_entitled=False)
        content = slip.read(DOCUMENT_BYTES_MAX + 1) if slip else b""
        try:
            with request.env.cr.savepoint():
                self._create_deposit(
                    dealer, amount, day, reference, slip and slip.filename, content
                )
        except (UserError, ValidationError) as error:
            return self._render_account(error=str(error))
        return request.redirect(f"{URL}?message=deposit")

    @route(f"{URL}/pay", **POST)
    def dealer_pay(self, invoice_id="", key="", **_kwargs):
        """Pay an open invoice from the balance, once however often it is sent."""
        dealer = self._get_dealer(must_be_entitled=False)
        invoice = dealer._get_open_invoices().filtered(
            lambda move: str(move.id) == str(invoice_id)
        )
        if not UUID.fullmatch(key):
            raise NotFound()
        if not invoice:
            return request.redirect(URL)  # paid in the meantime, or not theirs
        try:
            dealer._pay_invoice(invoice, f"portal:{key}")
        except UserError as error:
            return self._render_account(error=str(error))
        return request.redirect(f"{URL}?message=paid")

    @route(f"{URL}/statement/<int:statement_id>", **GET)
    def dealer_statement(self, statement_id, **_kwargs):
        """One statement, with what there is to answer."""
        return self._render_dealer(
            "portal_dealer_statement",
            {"statement": self._get_dealer_statement(statement_id), "error": None},
        )

    @route(f"{URL}/statement/<int:statement_id>/pdf", **GET)
    def dealer_statement_pdf(self, statement_id, report_type="pdf", **_kwargs):
        """The same on paper."""
        statement = self._get_dealer_statement(statement_id)
        return self._show_paper(
            "membership_dealer_account.report_dealer_statement",
            statement,
            statement.display_name,
            report_type,
        )

    @route(f"{URL}/statement/<int:statement_id>/answer", **POST)
    def dealer_statement_answer(self, statement_id, action="", answer="", **_kwargs):
        """Agree, or say what is wrong."""
        statement = self._get_dealer_statement(statement_id)
        if action not in ("agree", "dispute"):
            raise NotFound()
        own = statement.with_user(request.env.user).sudo()
        try:
            own._change_state(action, str(answer)[:2000])
        except UserError as error:
            values = {"statement": statement, "error": str(error)}
            return self._render_dealer("portal_dealer_statement", values)
        return request.redirect(f"{URL}/statement/{statement.id}")

    # === HELPERS === #
    def _create_deposit(self, dealer, amount, day, reference, name, content):
        vals = {
            "dealer_id": dealer.id,
            "amount": self._read_amount(amount),
            "transferred_on": self._read_day(day),
            "transfer_reference": str(reference)[:64],
        }
        if name or content:
            vals |= {"slip_name": name, "slip": base64.b64encode(content)}
        return request.env["membership.dealer.deposit"].sudo().create(vals)

    def _read_amount(self, text):
        plain = str(text).replace(",", "").strip()
        if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", plain) or not float(plain):
            raise ValidationError(
                request.env._("Write the amount in digits, above zero, like 1250.00.")
            )
        return float(plain)

    def _read_day(self, text):
        today = fields.Date.context_today(request.env["membership.dealer.deposit"])
        try:
            day = fields.Date.to_date(str(text)) or today
        except ValueError:
            raise ValidationError(
                request.env._("Write the day of the transfer like 2026-01-31.")
            ) from None
        if day > today:
            raise ValidationError(
                request.env._("The transfer cannot be later than today.")
            )
        return day

    def _get_dealer_statement(self, statement_id):
        """The dealer's own statement; 404 for anybody else's."""
        dealer = self._get_dealer(must_be_entitled=False)
        statement = (
            request.env["membership.dealer.statement"]
            .sudo()
            .search([("id", "=", statement_id), ("dealer_id", "=", dealer.id)])
        )
        if not statement:
            raise NotFound()
        return statement

    def _render_account(self, message=None, error=None):
        dealer = self._get_dealer(must_be_entitled=False)
        mine = [("dealer_id", "=", dealer.id)]
        env = request.env(su=True)
        values = dealer._get_portal_values() | {
            "message": message,
            "error": error,
            "deposits": env["membership.dealer.deposit"].search(mine, limit=20),
            "statements": env["membership.dealer.statement"].search(mine, limit=24),
            "entries": env["membership.entry"].search(
                [("account_id.dealer_id", "=", dealer.id)], order="id desc", limit=20
            ),
            "kinds": self._get_kinds(),
            # A page sent twice pays once.
            "key": str(uuid4()),
            "today": fields.Date.context_today(dealer),
        }
        return self._render_dealer("portal_dealer_account", values)

    def _get_kinds(self):
        env = request.env
        return {
            "topup": env._("Paid in"),
            "rebate": env._("Rebate"),
            "commission": env._("Commission"),
            "spend": env._("Invoice paid"),
            "refund": env._("Taken back"),
            "reverse": env._("Taken back"),
        }

    def _render_dealer(self, template, values):
        if template.startswith(("portal_dealer_account", "portal_dealer_statement")):
            values = (
                self._prepare_portal_layout_values() | {"page_name": "dealer"} | values
            )
            return request.render(
                f"membership_dealer_account.{template}",
                values,
                headers={"Cache-Control": "private, no-store"},
            )
        return super()._render_dealer(template, values)
