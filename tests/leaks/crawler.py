"""Asks a server everything that one customer can ask, and reads every answer."""

import re
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

import requests

from .fill import Filler
from .numbers import find, secrets_of
from .reasons import parting, skip_reason

SITES = ("one.test", "two.test", "three.test")
TIMEOUT = 60
THREADS = 4
REDIRECTS = (301, 302, 303, 307, 308)
# Where a customer who is not signed in is sent: always the same page.
SIGN_IN = "/web/login"
FILES = {"ufile", "file", "slip", "documents"}
CSRF = re.compile(r'csrf_token: "([^"]+)"')
# Names that mean the customer's own: what was bought at a price was bought at it.
OWN_MODELS = {"product.wishlist"}
# What was hidden since keeps its name in what one has ordered.
OWN_DOCUMENTS = "call sale.order"
WRITING = re.compile(
    r"^(action_|button_|write|create|unlink|copy|toggle_|set_|send|message_|activity_|"
    r"load|import|export|web_|onchange|flush|invalidate|modified|mark_|update_|merge|"
    r"enrich|iap_|new_page|clone_|configurator_|reset_|save|make_|autocomplete_|"
    r"reverse_|js_|preview_)"
)
# Core asks these of the list that the caller names.
PRICED_MODELS = ("product.template", "product.product", "website")
# What a browser adds when it pays.
PAYMENT = {
    "token_id": None,
    "flow": "redirect",
    "tokenization_requested": False,
    "landing_route": "/my",
}
SHORT = 20_000  # no page is so short, each error is
PAPER_ID = re.compile(r"/\d+\?.*|\?.*")
UNASKED = re.compile(r"\w+\.(?!_)\w+\(\) missing \d+ required")


class Customer:
    """A browser of one customer on one website."""

    def __init__(self, server, shop, host, login=None):
        self.server, self.shop, self.host, self.login = server, shop, host, login
        self.http = requests.Session()
        self.http.headers["Host"] = host
        self.http.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=THREADS))
        self.followed = set()
        if login:
            self._sign_in()
        found = CSRF.search(self.get("/").text)
        self.csrf = found[1] if found else ""

    def _sign_in(self):
        page = self.get(SIGN_IN, follows=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        data = {
            "login": self.login,
            "password": self.shop["password"],
            "csrf_token": token[1],
        }
        answer = self.http.post(
            f"{self.server.url}{SIGN_IN}", data, timeout=TIMEOUT, allow_redirects=False
        )
        assert answer.status_code == 303, f"{self.login} cannot sign in"

    def get(self, path, params=None, follows=False):
        """A page; redirections stay on the server we talk to.

        :param follows: also to the door, and to where one was led before
        """
        url = f"{self.server.url}{path}"
        for _hop in range(6):
            answer = self.http.get(
                url, params=params, timeout=TIMEOUT, allow_redirects=False
            )
            target = answer.headers.get("Location")
            if answer.status_code not in REDIRECTS or not target:
                break
            target = re.sub(r"^https?://[^/]+", "", target) or "/"
            if not follows and (target.startswith(SIGN_IN) or target in self.followed):
                break  # read once is enough
            self.followed.add(target)
            url, params = f"{self.server.url}{target}", None
        return answer

    def post(self, path, data, files=()):
        """A form that is sent, with a small file in each of its file fields."""
        return self.http.post(
            f"{self.server.url}{path}",
            data={"csrf_token": self.csrf} | data,
            files=dict.fromkeys(files, ("x.txt", b"x")),
            timeout=TIMEOUT,
            allow_redirects=False,
        )

    def call(self, path, params):
        """A JSON-RPC call, its error included."""
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        return self.http.post(f"{self.server.url}{path}", json=body, timeout=TIMEOUT)

    def model(self, model, method, *args, **kwargs):
        """A method of a model, as a script of the customer's own would call it."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.call(f"/web/dataset/call_kw/{model}/{method}", params)


class Crawler:
    """Crawls as one customer.

    :param own: name of the owner of the customer's own prices, empty if there are none
    :param hidden: whether the customer may not know of hidden products
    :param is_at_home: whether the website is one of the company one deals with; on
        others one's own prices are a leak, but where no website is asked
    :ivar leaks: what was found that is not the customer's, by where
    :ivar shown: where the customer's own prices were found
    :ivar seen: how many answers of which status there were
    :ivar answers: how routes were answered, by path
    """

    def __init__(self, customer, own="", hidden=True, is_at_home=True):
        shop = customer.shop
        self.customer, self.shop = customer, shop
        self.own = secrets_of(row for row in shop["prices"] if row[0] == own)
        others = secrets_of(row for row in shop["prices"] if row[0] != own)
        # A number of two lists is nobody's secret.
        self.secrets = others | self.own
        self.is_at_home = is_at_home
        self.hidden = [word for word in shop["hidden"] if hidden]
        self.leaks, self.shown = defaultdict(set), defaultdict(set)
        self.seen, self.answers = Counter(), defaultdict(set)
        self.fill = Filler(shop, SITES.index(customer.host))

    # === READING === #
    def read(self, label, answer, is_website=True):
        """Look for secrets in an answer.

        :param is_website: whether the website decided what to answer
        """
        self.seen[answer.status_code] += 1
        kind = answer.headers.get("Content-Type", "")
        found = find(self.secrets, answer.content, kind)
        is_owner = self.is_at_home or not is_website
        mine = found & set(self.own.values()) if is_owner else set()
        text = answer.content.decode("utf-8", "replace")
        foreign = found - mine
        if not label.startswith(OWN_DOCUMENTS):
            foreign |= {f"hidden: {word}" for word in self.hidden if word in text}
        if mine:
            self.shown[label] |= mine
            if not self._is_kept_by_nobody(answer):
                foreign.add("may be kept by a cache")
        if foreign:
            self.leaks[label] |= foreign
        return answer

    def _is_kept_by_nobody(self, answer):
        """Whether no proxy would give this answer to somebody else."""
        is_form = answer.request.method == "POST"
        return is_form or "no-store" in answer.headers.get("Cache-Control", "")

    def _all(self, job, jobs):
        """Do all jobs, several at a time."""
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda arguments: job(*arguments), jobs))

    # === ASKING === #
    def pages(self, routes, is_varied=True):
        """Every page, form and JSON route of the routing map.

        :param is_varied: also with other parameters than the usual ones
        """
        self._all(
            self._ask,
            [
                (route, path, parameters)
                for route in routes
                if not skip_reason(route) and parting(route) is None
                for path, parameters in self.fill.requests(route, is_varied)
            ],
        )

    def _ask(self, route, path, parameters):
        label = f"{route['type']} {route['path']}"
        try:
            answer = self._send(route, path, parameters)
        except requests.RequestException as error:
            self.answers[route["path"]].add(type(error).__name__)
            return
        self.read(label, answer, route["website"])
        self.answers[route["path"]].add(_verdict(answer))

    def _send(self, route, path, parameters):
        if route["type"] != "http":
            return self.customer.call(path, parameters)
        flat = {k: v for k, v in parameters.items() if isinstance(v, (str, int))}
        files = FILES & route["parameters"].keys()
        if files or (route["methods"] and "GET" not in route["methods"]):
            return self.customer.post(path, flat, files)
        return self.customer.get(path, flat)

    def partings(self, routes):
        """What pays, destroys or signs off, one by one, with something in the cart."""
        self.fill_cart()
        last = [route for route in routes if parting(route) is not None]
        for route in sorted(last, key=parting):
            for path, parameters in self.fill.requests(route, is_varied=False):
                if route["type"] == "jsonrpc":
                    parameters = PAYMENT | self.shop["payment"] | parameters
                self._ask(route, path, parameters)

    def fill_cart(self):
        """Put something into the cart, and try to add what is hidden."""
        shop, customer = self.shop, self.customer
        add = {"product_template_id": shop["template"], "product_id": shop["product"]}
        linked = self.fill.known["linked_products"][0]
        pot = {"product_template_id": shop["pot"], "product_id": shop["product"]}
        for values in (add, pot | {"linked_products": linked}):
            answer = customer.call("/shop/cart/add", values | {"quantity": 1})
            self.read("cart add", answer)

    def papers(self):
        """One's own documents as they are printed, and one's price list."""
        paths = ["/my/dealer/prices/pdf?report_type=html"]
        for model, page in (("sale.order", "orders"), ("account.move", "invoices")):
            answer = self.customer.model(model, "search_read", [], ["id"])
            for row in answer.json().get("result", ()):
                paths.append(f"/my/{page}/{row['id']}?report_type=html")
        self._all(
            lambda path: self.read(
                f"paper {PAPER_ID.sub('', path)}", self.customer.get(path)
            ),
            [(path,) for path in paths],
        )

    def shopping(self):
        """What a customer does: look, put into the cart, and look again."""
        shop, customer = self.shop, self.customer
        self.fill_cart()
        recovery = {"id": shop["cart"], "access_token": shop["cart_token"]}
        if customer.login != "b@leaks.test":  # whose cart it is
            for method in ("merge", "squash", ""):
                values = recovery | {"revive_method": method}
                answer = customer.get("/shop/cart", values, follows=True)
                self.read("cart recovery", answer)
            values = {"access_token": shop["cart_token"]}
            self.read("cart link", customer.get(f"/my/orders/{shop['cart']}", values))
        self._all(
            lambda path: self.read(path.split("?")[0], customer.get(path)),
            [
                (path,)
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
                    "/my/orders",
                    f"/my/orders/{shop['order']}",
                    f"/my/invoices/{shop['invoice']}",
                )
            ],
        )
        self.papers()

    # === REMOTE CALLS === #
    def reads(self):
        """Every model that there is."""
        jobs = [
            (model, "search_read", [[]], {"limit": 200})
            for model in self.shop["models"]
            if model not in OWN_MODELS
        ]
        for model in ("product.pricelist.item", "sale.order.line", "account.move.line"):
            jobs += [
                (model, "web_search_read", [[], {"display_name": {}}], {}),
                (model, "formatted_read_group", [[]], {"aggregates": ["id:max"]}),
                (model, "export_data", [[1, 2, 3], ["id", "display_name"]], {}),
            ]
        self._all(self._call, jobs)

    def methods(self):
        """Every public method that may tell a price, as the registry has them."""
        jobs = []
        for method in self.shop["methods"]:
            if not WRITING.match(method["method"]):
                for args in self.fill.arguments(method):
                    for kwargs in self._contexts(method["model"]):
                        jobs.append((method["model"], method["method"], args, kwargs))
        self._all(self._call, jobs)

    def _contexts(self, model):
        yield {}
        if model in PRICED_MODELS:
            for name, pricelist in self.shop["lists"].items():
                partner = self.shop["partners"].get(name)
                context = {"pricelist": pricelist, "quantity": 10, "partner": partner}
                yield {"context": context}

    def _call(self, model, method, args, kwargs):
        answer = self.customer.model(model, method, *args, **kwargs)
        self.read(f"call {model}.{method}", answer)


def _verdict(answer):
    """How a route was answered: a status, or why it was not."""
    if answer.headers.get("Location", "").find(SIGN_IN) >= 0:
        return "sign in"
    # A refusal to a program of the back office is an "internal error" that says so.
    if answer.status_code >= 500 and b"odoo.exceptions." in answer.content:
        return 403
    if found := UNASKED.search(answer.text if len(answer.content) < SHORT else ""):
        return found[0]
    return answer.status_code
