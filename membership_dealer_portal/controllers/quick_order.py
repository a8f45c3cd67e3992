from dataclasses import replace

from odoo.http import request, route

from ..order_sheet import LINES_MAX, Line, WrongSheet, read_file, read_text
from .portal import DealerPortal

URL = "/my/dealer/order"
REQUEST_MAX = 4 * 1024 * 1024


class QuickOrder(DealerPortal):
    """Codes and quantities, typed, pasted or uploaded; checked, then confirmed."""

    @route(URL, type="http", auth="user", website=True, sitemap=False)
    def quick_order(self, **_kwargs):
        """An empty order form."""
        self._get_dealer()
        return self._render_order()

    @route(
        f"{URL}/check",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=REQUEST_MAX,
    )
    def quick_order_check(self, text="", file=None, adjust=None, **_kwargs):
        """What became of each line; nothing is in the cart yet.

        :param adjust: raise quantities that are not sold to the next that are
        """
        dealer = self._get_dealer()
        try:
            content = file.read() if file else b""
            lines = read_file(content) if content else read_text(text)
        except WrongSheet as error:
            return self._render_order(text=text, error=self._say_wrong_sheet(error))
        lines += self._get_typed_lines(len(lines))
        if not lines:
            error = request.env._("Write at least one code with its quantity.")
            return self._render_order(error=error)
        checked = self._check_dealer_lines(dealer, lines)
        if adjust:
            raised = [
                replace(x, quantity=c["next"] or x.quantity)
                for x, c in zip(lines, checked, strict=True)
            ]
            checked = self._check_dealer_lines(dealer, raised)
        return self._render_order(checked=checked, text=text)

    @route(
        f"{URL}/confirm",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=REQUEST_MAX,
    )
    def quick_order_confirm(self, leave_out=None, **_kwargs):
        """Put what was checked into the cart, after checking it once more.

        :param leave_out: the dealer has agreed to leave out the lines with errors
        """
        dealer = self._get_dealer()
        checked = self._check_dealer_lines(dealer, self._get_typed_lines())
        good = [line for line in checked if not line["error"]]
        if not good or (len(good) < len(checked) and not leave_out):
            return self._render_order(checked=checked)
        cart = request.cart or request.website._create_cart()
        warnings = cart._add_checked_lines(good)
        cart.shop_warning = "\n".join(warnings)
        return request.redirect("/shop/cart")

    # === HELPERS === #
    def _check_dealer_lines(self, dealer, lines):
        own = dealer.with_user(request.env.user).with_context(lang=request.env.lang)
        return own._check_order_lines(lines, request.website, self._get_tax_view(own))

    def _get_typed_lines(self, offset=0):
        """Lines of the form's own fields, in their order; empty ones are left out."""
        form = request.httprequest.form
        codes, quantities = form.getlist("code"), form.getlist("quantity")
        pairs = zip(codes[:LINES_MAX], quantities, strict=False)
        return [
            Line(offset + number, code.strip()[:64], quantity.strip()[:32])
            for number, (code, quantity) in enumerate(pairs, 1)
            if code.strip() or quantity.strip()
        ]

    def _say_wrong_sheet(self, error):
        sentences = {
            "size": request.env._("The file is larger than 2 MB: send it in parts."),
            "kind": request.env._(
                "This file cannot be read: send an Excel workbook (.xlsx) without a "
                "password, or a text file with code and quantity in each line."
            ),
            "lines": request.env._(
                "There are more than %(count)s lines: send them in parts.",
                count=LINES_MAX,
            ),
        }
        return sentences[str(error)]

    def _render_order(self, checked=(), text="", error=None):
        good = [line for line in checked if not line["error"]]
        dealer = self._get_dealer()
        currency = dealer._get_pricelist().currency_id
        values = {
            "checked": checked,
            "good": good,
            "bad_count": len(checked) - len(good),
            "total": sum(line["subtotal"] for line in good),
            "tax_note": dealer._say_taxes(request.website),
            "currency": currency,
            "text": text,
            "error": error,
        }
        return self._render_dealer("portal_dealer_order", values)
