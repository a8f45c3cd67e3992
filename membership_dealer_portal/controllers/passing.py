from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError, ValidationError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.main import WebsiteSale

from .portal import DealerPortal

URL = "/my/dealer/passed"
SHOWN_MAX = 100
OPTIONS = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class DealerCheckout(WebsiteSale):
    """No checkout for a cart that another dealer sells."""

    def _check_cart(self, order_sudo):
        """Back to the cart, where the button is that sends the order."""
        redirection = super()._check_cart(order_sudo)
        if not redirection and order_sudo._get_passing_upline():
            return request.redirect("/shop/cart")
        return redirection


class PassedOrders(DealerPortal):
    """Orders that a dealer sends to its upline, and what the upline answers."""

    @route(URL, **OPTIONS)
    def passed_orders(self, **_kwargs):
        """Passed to this dealer, and sent by it."""
        dealer = self._get_dealer()
        values = {
            "received": dealer._get_passed_orders(SHOWN_MAX),
            "sent": dealer._get_sent_orders(SHOWN_MAX),
        }
        return self._render_dealer("portal_dealer_passed", values)

    @route(f"{URL}/send", methods=["POST"], **OPTIONS)
    def passed_order_send(self, **_kwargs):
        """Send the cart to the upline."""
        self._get_dealer()
        if not (cart := request.cart):
            return request.redirect(URL)
        try:
            order = cart._pass_to_upline()
        except ValidationError as error:
            cart.shop_warning = str(error)
            return request.redirect("/shop/cart")
        request.website.sale_reset()
        return request.redirect(f"{URL}/{order.id}")

    @route(f"{URL}/<int:order_id>", **OPTIONS)
    def passed_order(self, order_id, **_kwargs):
        """One order, with lines and quantities."""
        return self._render_passed(*self._get_passed(order_id))

    @route(f"{URL}/<int:order_id>/answer", methods=["POST"], **OPTIONS)
    def passed_order_answer(self, order_id, answer="", reason="", **_kwargs):
        """Accept it, or refuse it and say why."""
        dealer, order = self._get_passed(order_id)
        if order.passed_to_id != dealer or answer not in ("accept", "refuse"):
            raise NotFound()
        try:
            order._answer_passed(dealer, answer == "accept", reason)
        except UserError as error:
            return self._render_passed(dealer, order, str(error))
        return request.redirect(f"{URL}/{order.id}")

    # === HELPERS === #
    def _get_passed(self, order_id):
        """The user's dealer, and an order between it and another; 404 otherwise."""
        dealer = self._get_dealer()
        order = request.env["sale.order"].sudo().browse(order_id).exists()
        if not order.passed_state or dealer not in (
            order.passed_to_id | order.passed_from_id
        ):
            raise NotFound()
        return dealer, order

    def _render_passed(self, dealer, order, error=None):
        values = {
            "order": order,
            "lines": order._get_dealer_lines(),
            "may_answer": order.passed_to_id == dealer and order.passed_state == "sent",
            "error": error,
        }
        return self._render_dealer("portal_dealer_passed_order", values)
