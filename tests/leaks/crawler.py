"""Asks a server everything that one customer can ask, and reads every answer."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests

from .fill import Filler, skip_reason
from .numbers import find, secrets_of

TIMEOUT = 60
# Names that mean the customer's own: what was bought at a price was bought at it.
OWN_MODELS = {"product.wishlist"}
WRITING = re.compile(
    r"^(action_|button_|write|create|unlink|copy|toggle_|set_|send|message_|activity_|"
    r"load|import|export|web_|onchange|flush|invalidate|modified|mark_|update_|merge)"
)


class Customer:
    """A browser of one customer on one website."""

    def __init__(self, server, shop, host, login=None):
        self.server, self.shop, self.host, self.login = server, shop, host, login
        self.http = requests.Session()
        self.http.headers["Host"] = host
        self.csrf = ""
        if login:
            self._sign_in()

    def _sign_in(self):
        page = self.get("/web/login")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        data = {
            "login": self.login,
            "password": self.shop["password"],
            "csrf_token": token[1],
        }
        answer = self.http.post(
            f"{self.server.url}/web/login", data, timeout=TIMEOUT, allow_redirects=False
        )
        assert answer.status_code == 303, f"{self.login} cannot sign in"

    def get(self, path, params=None):
        """A page; redirections stay on the server we talk to."""
        url = f"{self.server.url}{path}"
        for _hop in range(6):
            answer = self.http.get(
                url, params=params, timeout=TIMEOUT, allow_redirects=False
            )
            target = answer.headers.get("Location")
            if answer.status_code not in (301, 302, 303, 307, 308) or not target:
                break
            target = re.sub(r"^https?://[^/]+", "", target)
            url, params = f"{self.server.url}{target}", None
        return answer

    def call(self, path, params):
        """A JSON-RPC call, its error included."""
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        return self.http.post(f"{self.server.url}{path}", json=body, timeout=TIMEOUT)

    def model(self, model, method, *args, **kwargs):
        """A method of a model, as a script of the customer's own would call it."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.call(f"/web/dataset/call_kw/{model}/{method}", params)


class Crawler:
    """Crawls as one customer; ``leaks`` is what was found, ``seen`` what was asked."""

    def __init__(self, customer, own=(), hidden=True):
        shop = customer.shop
        self.customer, self.shop = customer, shop
        self.secrets = secrets_of(row for row in shop["prices"] if row[0] not in own)
        for row in shop["prices"]:
            if row[0] in own:  # a number of two lists is nobody's secret
                for key in secrets_of([row]):
                    self.secrets.pop(key, None)
        self.hidden = [word for word in shop["hidden"] if hidden]
        self.leaks, self.seen = {}, Counter()
        self.fill = Filler(shop)

    # === READING === #
    def read(self, label, answer):
        """Look for secrets in an answer."""
        self.seen[answer.status_code] += 1
        kind = answer.headers.get("Content-Type", "")
        found = find(self.secrets, answer.content, kind)
        # What the address itself says, and what one searched for, is no news.
        text = answer.content.decode("utf-8", "replace")
        found |= {f"hidden: {w}" for w in self.hidden if w in text}
        if found:
            self.leaks.setdefault(label, set()).update(found)
        return answer

    # === ASKING === #
    def pages(self, routes):
        """Every page and every JSON route of the routing map."""
        jobs = []
        for route in routes:
            if skip_reason(route):
                continue
            for path in self.fill.paths(route):
                for params in self.fill.parameters(route):
                    jobs.append((route, path, params))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda job: self._ask(*job), jobs))

    def _ask(self, route, path, params):
        try:
            if route["type"] == "http":
                if route["methods"] and "GET" not in route["methods"]:
                    return
                flat = {k: v for k, v in params.items() if isinstance(v, (str, int))}
                answer = self.customer.get(path, flat)
            else:
                answer = self.customer.call(path, params)
        except requests.RequestException as error:
            self.seen[type(error).__name__] += 1
            return
        self.read(f"{route['type']} {route['path']}", answer)

    def shopping(self):
        """What a customer does: look, put into the cart, and look again."""
        shop, customer = self.shop, self.customer
        add = {"product_template_id": shop["template"], "product_id": shop["product"]}
        self.read("cart add", customer.call("/shop/cart/add", add | {"quantity": 1}))
        linked = self.fill.known["linked_products"][0]
        pot = {"product_template_id": shop["pot"], "product_id": shop["product"]}
        self.read(
            "cart add linked",
            customer.call(
                "/shop/cart/add", pot | {"quantity": 1, "linked_products": linked}
            ),
        )
        recovery = {"id": shop["cart"], "access_token": shop["cart_token"]}
        for method in ("squash", "merge", ""):
            if self.customer.login != "b@leaks.test":
                self.read(
                    "cart recovery",
                    customer.get("/shop/cart", recovery | {"revive_method": method}),
                )
        for path in (
            "/shop/cart",
            "/shop/checkout",
            "/shop/address",
            "/shop/payment",
            "/shop?order=list_price+asc",
            "/shop?min_price=1&max_price=20000",
            "/shop?search=qxhidden",
            f"/web/image/product.template/{shop['secret_template']}/image_128",
            "/shop/wishlist",
            f"/shop/compare?products={shop['product']},{shop['secret']}",
            "/sitemap.xml",
            "/my/orders",
            f"/my/orders/{shop['order']}",
            f"/my/invoices/{shop['invoice']}",
        ):
            self.read(path.split("?")[0], customer.get(path))

    def rpc(self):
        """Every model read, every public method that may tell a price."""
        for model in self.shop["models"]:
            if model not in OWN_MODELS:
                answer = self.customer.model(model, "search_read", [], limit=200)
                self.read(f"read {model}", answer)
        template, product = self.shop["template"], self.shop["product"]
        for model, methods in self.shop["methods"].items():
            for method in methods:
                if not WRITING.match(method):
                    record = template if model == "product.template" else product
                    for args in ([], [[record]], *self._reports(model)):
                        answer = self.customer.model(model, method, *args)
                        self.read(f"call {model}.{method}", answer)

    def _reports(self, model):
        if model != "report.product.report_pricelist":
            return
        for pricelist in self.shop["list_ids"]:
            yield [
                {
                    "pricelist_id": pricelist,
                    "active_ids": [self.shop["template"]],
                    "active_model": "product.template",
                    "quantities": [1, 10],
                }
            ]
