"""No visitor and no other dealer ever receives a byte that reveals a dealer price."""

import json

import pytest

from tests import environment

from .conftest import LOGINS, OWN, sign_in
from .crawler import Crawler
from .fill import ARGUMENT, skip_reason

SHOWN_TO_ALL = ("visitor", "retail customer")
# Everything is crawled once; what deals in prices again and again.
PRICED = ("/shop", "/website_sale", "/sale", "/product", "/my", "/website/s", "/gmc")
PRICED += ("/sitemap", "/report", "/wallet", "/snippet")
SUSPEND = """
dealer = env["membership.dealer"].browse({dealer})
dealer._change_state("{action}", "test")
env.cr.commit()
"""
SHUFFLE = """
lists = env["product.pricelist"].search([], order="dealer_only desc, id desc")
for sequence, pricelist in enumerate(lists):
    pricelist.sequence = sequence
env.cr.commit()
"""


def priced(routes):
    """Those of the routes that deal in prices."""
    return [route for route in routes if route["path"].startswith(PRICED)]


def crawl(server, shop, name, host="one.test", own=None, parts=("priced", "shopping")):
    """Crawl as one customer; what it found that it must not."""
    own = OWN.get(name) if own is None else own
    customer = sign_in(server, shop, name, host)
    crawler = Crawler(customer, {own} - {None, ""}, hidden=name in SHOWN_TO_ALL)
    for part in parts:
        if part == "pages":
            crawler.pages(shop["routes"])
        elif part == "priced":
            crawler.pages(priced(shop["routes"]))
        else:
            getattr(crawler, part)()
    assert crawler.seen[200] > 10, f"{name} saw nothing: {crawler.seen}"
    return crawler


def told(crawler):
    """Leaks as lines to read."""
    return [f"{where}: {sorted(what)[:4]}" for where, what in crawler.leaks.items()]


@pytest.mark.parametrize("name", LOGINS)
def test_cold_caches_tell_nothing(server, shop, name):
    """Every route, as everybody, on a server that has answered little so far."""
    assert not told(crawl(server, shop, name, parts=("pages", "shopping")))


@pytest.mark.parametrize("name", list(reversed(LOGINS)))
def test_warm_caches_tell_nothing(server, shop, name):
    """The other way round: what dealers have just seen is in the caches."""
    assert not told(crawl(server, shop, name))


@pytest.mark.parametrize("name", [name for name in LOGINS if LOGINS[name]])
def test_remote_calls_tell_nothing(server, shop, name):
    """Every model read and every public method that may tell a price."""
    assert not told(crawl(server, shop, name, parts=("rpc",)))


@pytest.mark.parametrize("host", ("two.test", "three.test"))
@pytest.mark.parametrize("name", LOGINS)
def test_other_websites_tell_nothing(server, shop, name, host):
    """A second website of the company, and one of another company."""
    company = "C" if host == "three.test" else "main"
    own = OWN.get(name, "")
    if (own == "C") != (company == "C"):
        own = ""  # there this dealer is a customer like any other
    assert not told(crawl(server, shop, name, host, own=own))


@pytest.mark.parametrize("name", OWN)
def test_dealers_see_their_own_prices(server, shop, name):
    """The crawler is not blind: whoever is entitled is shown the price, everywhere."""
    host = "three.test" if name == "dealer C" else "one.test"
    customer = sign_in(server, shop, name, host)
    crawler = Crawler(customer, (), hidden=False)
    crawler.pages([r for r in shop["routes"] if r["path"].startswith("/shop")])
    crawler.shopping()
    own = f"{OWN[name]}: Tea from 1: price"
    where = [label for label, found in crawler.leaks.items() if own in found]
    assert "http /shop" in where and len(where) > 3, where
    others = {
        leak
        for found in crawler.leaks.values()
        for leak in found
        if not leak.startswith(f"{OWN[name]}:")
    }
    assert not others


def test_answers_to_dealers_are_kept_by_no_cache(server, shop):
    """A proxy that keys on addresses would serve one dealer's page to another."""
    customer = sign_in(server, shop, "dealer A")
    for path in ("/shop", "/shop/cart", "/my/orders", "/"):
        cached = customer.get(path).headers.get("Cache-Control", "")
        assert cached == "private, no-store", path


def test_no_order_of_price_lists_opens_one(server, shop, shop_db):
    """Dealer lists first: still nobody's default."""
    environment.shell(shop_db, SHUFFLE)
    for name in SHOWN_TO_ALL:
        assert not told(crawl(server, shop, name))
        if LOGINS[name]:
            assert not told(crawl(server, shop, name, parts=("rpc",)))


def test_a_suspended_dealer_loses_the_prices_in_the_same_session(server, shop, shop_db):
    """And so does everybody below, with the very next click; carts included."""
    customers = {n: sign_in(server, shop, n) for n in ("dealer A", "sub-dealer of A")}
    add = {"product_template_id": shop["template"], "product_id": shop["product"]}
    for name, customer in customers.items():
        crawler = Crawler(customer, (), hidden=False)
        crawler.read("add", customer.call("/shop/cart/add", add | {"quantity": 1}))
        crawler.read("shop", customer.get("/shop"))
        assert f"{OWN[name]}: Tea from 1: price" in crawler.leaks["shop"]
    dealer = shop["dealers"]["A"]
    environment.shell(shop_db, SUSPEND.format(dealer=dealer, action="suspend"))
    for name, customer in customers.items():
        crawler = Crawler(customer, (), hidden=True)
        page = crawler.read("next click", customer.get("/shop"))
        assert "Your prices have changed" in page.text
        cart = crawler.read("cart", customer.get("/shop/cart"))
        assert "calculated anew" in cart.text
        crawler.pages(priced(shop["routes"]))
        crawler.shopping()
        if name == "dealer A":
            crawler.rpc()
        assert not told(crawler), name
    environment.shell(shop_db, SUSPEND.format(dealer=dealer, action="resume"))
    crawler = Crawler(customers["dealer A"], (), hidden=False)
    crawler.read("shop", customers["dealer A"].get("/shop"))
    assert "A: Tea from 1: price" in crawler.leaks["shop"]


def test_every_route_is_crawled_or_has_a_reason(shop):
    """What a new addon brings is crawled by itself; nothing is skipped in silence."""
    crawled, skipped, unfilled = 0, {}, []
    for route in shop["routes"]:
        reason = skip_reason(route)
        if reason:
            skipped.setdefault(reason, []).append(route["path"])
        elif "<" in ARGUMENT.sub("", route["path"]):
            unfilled.append(route["path"])
        else:
            crawled += 1
    report = environment.RUN / "logs" / "leaks_routes.json"
    report.write_text(json.dumps({"crawled": crawled, "skipped": skipped}, indent=2))
    assert not unfilled, f"no value for an argument of {unfilled}"
    assert crawled > len(shop["routes"]) / 3
