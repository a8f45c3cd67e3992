from odoo.exceptions import AccessError
from odoo.http import request, route

from odoo.addons.sale.controllers.portal import CustomerPortal, PaymentPortal
from odoo.addons.website_sale.controllers.cart import Cart


class DealerCart(Cart):
    """A link to a dealer's cart is for the dealer."""

    @route()
    def cart(self, id=None, access_token=None, revive_method="", **post):
        """As core, which would give the cart, or its lines, to whoever has the link."""
        if id and access_token:
            found = int(id) if str(id).isdecimal() else 0
            order = request.env["sale.order"].sudo().browse(found).exists()
            try:
                order and order._open_dealer_cart(request.env.user)
            except AccessError:
                return request.redirect("/shop/cart")
        return super().cart(
            id=id, access_token=access_token, revive_method=revive_method, **post
        )


class DealerOrders(CustomerPortal):
    """A dealer's cart is no document that a link opens."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        document = super()._document_check_access(
            model_name, document_id, access_token=access_token
        )
        if model_name == "sale.order":
            document._open_dealer_cart(request.env.user)
        return document


class DealerPayments(PaymentPortal):
    """Nothing is paid at prices that do not hold any more, whichever the way to it."""

    def _create_transaction(self, *args, sale_order_id=None, **kwargs):
        if sale_order_id:
            order = request.env["sale.order"].sudo().browse(int(sale_order_id))
            order.exists() and order._check_dealer_payment()
        return super()._create_transaction(*args, sale_order_id=sale_order_id, **kwargs)
