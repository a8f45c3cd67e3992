from odoo.http import request, route

from odoo.addons.website_sale.controllers.main import WebsiteSale

PRICE_ORDERS = {"list_price asc": False, "list_price desc": True}


class DealerWebsiteSale(WebsiteSale):
    """A dealer filters and sorts the shop by the prices he pays."""

    @route()
    def shop(self, *args, **kwargs):
        """As core; the range of the price filter is that of the dealer's prices."""
        response = super().shop(*args, **kwargs)
        prices = getattr(request, "dealer_shop_prices", None)
        if prices and "available_max_price" in getattr(response, "qcontext", {}):
            self._set_price_range(response.qcontext, prices)
        return response

    def _shop_lookup_products(self, options, post, search, website):
        """Filter and sort as core does, by the dealer's price instead of retail."""
        if not request.pricelist.dealer_only or not self._needs_prices(options, post):
            return super()._shop_lookup_products(options, post, search, website)
        low, high = options.get("min_price") or 0, options.get("max_price") or 0
        neutral = options | {"min_price": 0, "max_price": 0}
        term, _count, found = super()._shop_lookup_products(
            neutral, post, search, website
        )
        prices = found._get_dealer_shop_prices()
        rate = options.get("conversion_rate") or 1
        kept = found.filtered(
            lambda template: (
                prices[template.id] >= low * rate
                and (not high or prices[template.id] <= high * rate)
            )
        )
        descending = PRICE_ORDERS.get(post.get("order"))
        if descending is not None:
            kept = kept.sorted(
                lambda template: (prices[template.id], template.id), reverse=descending
            )
        request.dealer_shop_prices = {
            "low": min(prices.values(), default=0),
            "high": max(prices.values(), default=0),
            "wanted": (low, high),
            "count": len(kept),
        }
        return term, len(kept), kept

    def _needs_prices(self, options, post):
        """Whether the page depends on the price of more than what it shows."""
        return bool(
            options.get("min_price")
            or options.get("max_price")
            or post.get("order") in PRICE_ORDERS
        )

    def _set_price_range(self, values, prices):
        """Put the dealer's range into the page, and what the dealer asked for."""
        low, high = prices["wanted"]
        values["available_min_price"] = round(prices["low"], 2)
        values["available_max_price"] = round(prices["high"], 2)
        values["min_price"] = low or values["available_min_price"]
        values["max_price"] = high or values["available_max_price"]
