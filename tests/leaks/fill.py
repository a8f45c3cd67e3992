"""From the routing map to requests: each argument gets a value that means something."""

import itertools
import json
import re

ARGUMENT = re.compile(
    r"<(?:(?P<kind>[\w.]+)(?:\((?P<options>[^)]*)\))?:)?(?P<name>\w+)>"
)
# Why a route is left alone. Whatever is not listed here is asked.
SKIPPED = {
    r"/web/session/(logout|destroy)": "ends the session that is crawled",
    r"/web/database/": "administration of databases, closed by its own password",
    r"/my/(deactivate_account|security)": "closes the account that is crawled",
    r"/web/(become|signup|reset_password|login)": "changes who is crawled",
    r"/web/session/(authenticate|change_password)": "changes who is crawled",
    r"/odoo(/|$)|/web/?$|/scoped_app": "the back office's empty frame",
    r"/longpolling|/websocket|/bus/": "keeps the connection open",
    r"/web/(assets|static|image|binary/company_logo|content/assets)": "static files",
    r"/(web|pos)/tests|/web/speedscope|/web/set_profiling": "developers' tools",
    r"/(payment|website_payment|donation)/.*(webhook|return|notification)": "called "
    "by payment providers with signatures of theirs",
    r"/shop/cart/clear": "empties the cart that is crawled",
    r"/mail/(?:set_manual_im_status|guest)": "writes presence only",
    r"/website/(reset_template|theme|configurator|save_xml|add|snippet/auto)": "tools "
    "of designers, not for these users",
    r"/web_editor|/html_editor": "designers' tools, not for these users",
    r"/web/webclient/|/web/bundle|/web/manifest|/web/service-worker": "translations "
    "and the installed client, the same for everybody",
    r"/iot|/hw_|/point_of_sale|/pos": "tills, which sign in as staff",
    r"/discuss|/mail/rtc|/mail/channel": "chat",
    r"/google|/microsoft|/sms|/iap|/auth_": "other services call these",
}


def skip_reason(route):
    """Why a route is not asked, None if it is."""
    path = route["path"]
    if route["type"] not in ("http", "jsonrpc", "json2"):
        return f"type {route['type']}"
    if route["auth"] in ("bearer", "none"):
        return f"auth={route['auth']}: needs a key, or tells nothing of customers"
    for pattern, reason in SKIPPED.items():
        if re.match(pattern, path):
            return reason
    return None


class Filler:
    """Fills routes with the ids of a shop."""

    def __init__(self, shop):
        self.shop = shop
        template, product = shop["template"], shop["product"]
        date = "2026-11-22 10:00:00"
        self.known = {
            "product_template_id": [template, shop["can"], shop["basket"]],
            "product_tmpl_id": [shop["basket"], template],
            "product_id": [product, shop["secret"]],
            "product_ids": [[product, shop["secret"]]],
            "pricelist_id": shop["list_ids"],
            "pl_id": shop["list_ids"],
            "pricelist": shop["list_ids"],
            "currency_id": [shop["currency"]],
            "company_id": [None],
            "so_date": [date],
            "date": [date],
            "quantity": [1, 10],
            "add_qty": [1, 10],
            "ptav_ids": [[], shop["ptavs"][:1]],
            "parent_ptav_ids": [[]],
            "combination": [[], shop["ptavs"][:1]],
            "order_id": [shop["order"], shop["quotation"], shop["cart"]],
            "so_id": [shop["order"]],
            "invoice_id": [shop["invoice"]],
            "access_token": [None],
            "search_type": ["all", "products_only"],
            "term": ["t", "qxhidden"],
            "search": ["", "qxhidden"],
            "options": [
                {
                    "displayImage": True,
                    "displayDescription": True,
                    "displayExtraLink": True,
                    "displayDetail": True,
                    "allowFuzzy": True,
                }
            ],
            "limit": [16],
            "page": [1],
            "id": [product],
            "res_model": ["product.template"],
            "model": ["product.template"],
            "res_id": [template],
            "report_type": ["html", "pdf", "text"],
            "filter_id": [1],
            "template_key": [
                "website_sale.dynamic_filter_template_product_product_add_to_cart"
            ],
            "search_domain": [[]],
            "with_sample": [False],
            "promo": ["A"],
            "products": [f"{product},{shop['secret']}"],
            "line_id": [1],
            "unique": ["x"],
            "report_data": [
                json.dumps(
                    {
                        "pricelist_id": pricelist,
                        "active_ids": [template],
                        "active_model": "product.template",
                        "quantities": [1, 10],
                    }
                )
                for pricelist in shop["list_ids"]
            ],
            "export_format": ["csv", "xlsx"],
            "reportname": ["sale.report_saleorder", "product.report_pricelist"],
            "docids": [str(shop["order"])],
            "converter": ["html", "pdf"],
            "linked_products": [
                [
                    {
                        "product_id": shop["secret"],
                        "product_template_id": shop["secret_template"],
                        "parent_product_template_id": shop["pot"],
                        "quantity": 1,
                        "no_variant_attribute_value_ids": [],
                        "product_custom_attribute_values": [],
                    }
                ]
            ],
        }

    def paths(self, route):
        """Addresses of a route: each argument in turn with each of its values."""
        path = re.sub(r"^/<[^>]*lang[^>]*>", "", route["path"])
        arguments = list(ARGUMENT.finditer(path))
        choices = [self._values(route, match) for match in arguments]
        for values in itertools.islice(itertools.product(*choices), 12):
            filled, end = "", 0
            for match, value in zip(arguments, values, strict=True):
                filled += path[end : match.start()] + str(value)
                end = match.end()
            yield filled + path[end:]

    def _values(self, route, match):
        name, kind = match["name"], match["kind"] or "string"
        model = route["arguments"].get(name, "")
        if "." in model:
            ids = list(self.shop["records"].get(model, ()))
            if model == "product.template":
                ids.append(self.shop["secret_template"])
            if model == "product.public.category":
                ids.append(self.shop["hidden_category"])
            return [f"x-{record}" for record in ids] or ["x-1"]
        if name in self.known:
            values = self.known[name]
            return [v for v in values if not isinstance(v, (list, dict))] or ["1"]
        return [1] if kind in ("int", "signed_int", "float") else ["x"]

    def parameters(self, route):
        """Parameters of a call: the usual ones, then each price list and variation."""
        names = [n for n in route["parameters"] if n not in route["arguments"]]
        usual = {name: self.known[name][0] for name in names if name in self.known}
        yield usual
        for name in names:
            for value in self.known.get(name, ())[1:]:
                yield usual | {name: value}
