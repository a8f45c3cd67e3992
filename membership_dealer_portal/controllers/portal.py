from datetime import timedelta

from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo import fields
from odoo.fields import Domain
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

# What a shared computer or a proxy must not keep.
PRIVATE = {"Cache-Control": "private, no-store"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRICES = "/my/dealer/prices"
STEP = 40
PAPER_MAX = 1000
YEAR = timedelta(days=365)


class DealerPortal(CustomerPortal):
    """What a dealer sees and does on the website; nobody else gets past the door."""

    def _get_dealer(self, must_be_entitled=True):
        """The dealer the user buys for; 404 for anybody else.

        :param must_be_entitled: also 404 without dealer prices
        """
        dealer = request.env["membership.dealer"]._get_of_user(
            request.website.company_id
        )
        if not dealer or (must_be_entitled and not dealer._is_entitled()):
            raise NotFound()
        return dealer

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if counters:  # what the page asks for then are numbers to show, each by name
            return values
        dealer = request.env["membership.dealer"]._get_of_user(
            request.website.company_id
        )
        return values | {"is_dealer": bool(dealer)}

    # === ROUTES === #
    @route("/my/dealer", type="http", auth="user", website=True, sitemap=False)
    def dealer_home(self, **_kwargs):
        """Level, open balance and the ways on."""
        dealer = self._get_dealer(must_be_entitled=False)
        return self._render_dealer("portal_dealer_home", dealer._get_portal_values())

    @route(
        [PRICES, f"{PRICES}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def dealer_prices(self, page=1, search="", category=None, **_kwargs):
        """The dealer's own price list."""
        dealer = self._get_dealer()
        domain = self._get_price_domain(search, category)
        Product = request.env["product.product"]
        total = Product.search_count(domain)
        arguments = {"search": search, "category": category or ""}
        pager = portal_pager(
            url=PRICES, url_args=arguments, total=total, page=page, step=STEP
        )
        products = Product.search(
            domain, order="default_code, id", limit=STEP, offset=pager["offset"]
        )
        values = arguments | {
            "rows": dealer._get_price_rows(products, self._get_tax_view(dealer)),
            "tax_note": dealer._say_taxes(request.website),
            "currency": dealer._get_pricelist().currency_id,
            "pager": pager,
            "query": url_encode(arguments),
            "total": total,
            "categories": request.env["product.public.category"].search(
                [("parent_id", "=", False), *request.website.website_domain()]
            ),
        }
        return self._render_dealer("portal_dealer_prices", values)

    @route(f"{PRICES}/xlsx", type="http", auth="user", website=True, sitemap=False)
    def dealer_prices_xlsx(self, search="", category=None, **_kwargs):
        """The whole list, or what was searched for, as a workbook."""
        dealer = self._get_dealer()
        # Prices are worked out as the system; which products, as the dealer's user.
        own = dealer.with_user(request.env.user).with_context(lang=request.env.lang)
        content = own._make_price_workbook(
            self._get_price_domain(search, category),
            self._get_tax_view(own),
            own._say_taxes(request.website),
        )
        name = f"{request.env._('Price list')} {fields.Date.today()}.xlsx"
        return request.make_response(
            content, headers=self._get_dealer_headers(XLSX, name)
        )

    @route(f"{PRICES}/pdf", type="http", auth="user", website=True, sitemap=False)
    def dealer_prices_pdf(self, search="", category=None, report_type="pdf", **_kwargs):
        """The list on paper; too long a one is a case for the workbook."""
        dealer = self._get_dealer()
        domain = self._get_price_domain(search, category)
        products = request.env["product.product"].search(
            domain, order="default_code, id", limit=PAPER_MAX + 1
        )
        if len(products) > PAPER_MAX:
            return request.redirect(f"{PRICES}?search={search}&too_long=1")
        values = {
            "rows": dealer._get_price_rows(products, self._get_tax_view(dealer)),
            "tax_note": dealer._say_taxes(request.website),
            "dealer": dealer,
            "pricelist_currency": dealer._get_pricelist().currency_id,
        }
        return self._show_paper(
            "membership_dealer_portal.report_dealer_price_list",
            dealer,
            f"{request.env._('Price list')} {fields.Date.today()}",
            report_type,
            values,
        )

    @route("/my/dealer/subs", type="http", auth="user", website=True, sitemap=False)
    def dealer_subs(self, **kwargs):
        """Dealers directly below, with status and the totals of their orders."""
        dealer = self._get_dealer()
        start = fields.Date.context_today(dealer) - YEAR
        values = {
            "rows": dealer._get_sub_rows(start),
            "currency": dealer.company_id.currency_id,
            "shows_margin": dealer.company_id.membership_dealer_upline_margin,
            "invite_url": self._get_invite_url(dealer) if kwargs.get("invite") else "",
        }
        return self._render_dealer("portal_dealer_subs", values)

    # === HELPERS === #
    def _get_tax_view(self, dealer):
        return dealer._get_tax_view(request.website, request.fiscal_position)

    def _get_invite_url(self, dealer):
        """An address for a company that shall become this dealer's sub-dealer."""
        token = request.env["membership.dealer.application"]._make_invite(dealer)
        return f"{request.website.get_base_url()}/dealer/apply?invite={token}"

    def _get_price_domain(self, search, category):
        """Products sold on this website, as far as the user may see them."""
        domain = Domain(request.website.sale_product_domain())
        if term := (search or "").strip()[:64]:
            domain &= (
                Domain("default_code", "ilike", term)
                | Domain("name", "ilike", term)
                | Domain("barcode", "=", term)
            )
        if str(category or "").isdecimal():
            domain &= Domain("public_categ_ids", "child_of", int(category))
        return domain

    def _show_paper(self, report_name, record, title, report_type, values=None):
        """A report as PDF.

        As a page that the browser prints where that is asked for, and where nothing is
        installed that makes PDF.
        """
        Report = request.env["ir.actions.report"].sudo()
        has_pdf = Report.get_wkhtmltopdf_state() not in ("install", "broken")
        is_pdf = has_pdf and report_type != "html"
        render = Report._render_qweb_pdf if is_pdf else Report._render_qweb_html
        content, kind = render(report_name, record.ids, values)
        if kind == "html":
            headers = PRIVATE | {"Content-Type": "text/html; charset=utf-8"}
            return request.make_response(content, headers=list(headers.items()))
        return request.make_response(
            content, headers=self._get_dealer_headers("application/pdf", f"{title}.pdf")
        )

    def _get_dealer_headers(self, mime, name):
        headers = PRIVATE | {
            "Content-Type": mime,
            "Content-Disposition": content_disposition(name),
        }
        return list(headers.items())

    def _render_dealer(self, template, values):
        values = self._prepare_portal_layout_values() | {"page_name": "dealer"} | values
        return request.render(
            f"membership_dealer_portal.{template}", values, headers=PRIVATE
        )
