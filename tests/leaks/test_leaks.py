"""No visitor and no other dealer ever receives a byte that reveals a dealer price."""

import json
import re

import pytest

from tests import environment

from .conftest import LOGINS, OWN, sign_in
from .crawler import SITES, Crawler
from .fill import Filler
from .numbers import find, secrets_of
from .reasons import skip_reason

SHOWN_TO_ALL = ("visitor", "retail customer")
# Everything is crawled once; what deals in prices again on each website.
PRICED = ("/shop", "/website_sale", "/sale", "/product", "/my", "/website/s", "/gmc")
PRICED += ("/sitemap", "/report", "/wallet", "/snippet")
SUSPEND = """
dealer = env["membership.dealer"].browse({dealer})
dealer._change_state("{action}", "test")
env.cr.commit()
"""
# Dealers' lists first, and whatever the visitors have filled is made anew.
SHUFFLE = """
lists = env["product.pricelist"].search([], order="dealer_only desc, id desc")
for sequence, pricelist in enumerate(lists):
    pricelist.sequence = sequence
env["product.feed"].search([]).action_invalidate_cache()
env["ir.attachment"].search([("url", "=like", "/sitemap%")]).unlink()
env.cr.commit()
"""
# What everybody but the staff was written, with what is in the attachments.
MAILS = """
import json
from odoo.tools import email_split
rows = []
for mail in env["mail.mail"].sudo().search([]):
    readers = mail.recipient_ids | env["res.partner"].search(
        [("email", "in", email_split(mail.email_to or ""))]
    )
    outside = readers.filtered(lambda partner: all(partner.user_ids.mapped("share")))
    if readers and not outside:
        continue  # the staff may know
    firms = outside.commercial_partner_id
    texts = [mail.subject or "", mail.body_html or mail.body or ""]
    texts += [file.index_content or "" for file in mail.attachment_ids]
    rows.append([firms.ids, texts])
print("MAILS" + json.dumps(rows))
"""


def priced(routes):
    """Those of the routes that deal in prices."""
    return [route for route in routes if route["path"].startswith(PRICED)]


def make_crawler(server, shop, name, host="one.test"):
    """A crawler that signs in as somebody and knows what is not his to know."""
    # On the website of another company a dealer is a customer like any other.
    is_at_home = (name == "dealer C") == (host == "three.test")
    hidden = name in SHOWN_TO_ALL
    customer = sign_in(server, shop, name, host)
    return Crawler(customer, OWN.get(name, ""), hidden, is_at_home)


def told(*crawlers):
    """Leaks as lines to read."""
    for crawler in crawlers:
        assert crawler.seen[200] > 10, f"saw nothing: {crawler.seen}"
    return [
        f"{crawler.customer.host} {where}: {sorted(what)[:4]}"
        for crawler in crawlers
        for where, what in crawler.leaks.items()
    ]


@pytest.mark.parametrize("name", LOGINS)
def test_cold_caches_tell_nothing(server, shop, found, name):
    """Every route, as everybody, on a server that has answered little so far."""
    crawler = make_crawler(server, shop, name)
    crawler.pages(shop["routes"])
    crawler.shopping()
    found["shown"][name] = crawler.shown
    # With a cart that the others do not look for: this one is paid and destroyed.
    last = make_crawler(server, shop, name, "two.test")
    last.partings(shop["routes"])
    gone = Crawler(last.customer)
    for path in ("/shop", "/shop/cart", "/my/orders"):
        gone.read("signed off", last.customer.get(path))
    for path, statuses in (crawler.answers | last.answers).items():
        found["answers"][path] |= statuses
    assert not [*told(crawler, last), *gone.leaks.items()]


def test_dealers_see_their_own_prices(found):
    """The crawler is not blind: whoever is entitled is shown the price, everywhere."""
    if not found["shown"]:
        pytest.skip("nothing was crawled")
    for name in ("dealer A", "dealer B", "sub-dealer of A"):
        own = re.compile(f"{OWN[name]}: Tea from 10?: price")
        where = {
            label
            for label, shown in found["shown"][name].items()
            if any(own.match(what) for what in shown)
        }
        assert not {"http /shop", "cart add"} - where, name
        papers = {"paper /my/orders", "paper /my/dealer/prices/pdf"}
        assert papers <= found["shown"][name].keys(), name
        assert len(where) > 10, (name, where)


def test_every_route_answers_or_has_a_reason(shop, found):
    """What a new addon brings is crawled by itself; nothing is skipped in silence."""
    skipped, asked, filler = {}, [], Filler(shop)
    for route in shop["routes"]:
        if reason := skip_reason(route):
            skipped.setdefault(reason, []).append(route["path"])
        else:
            list(filler.requests(route))  # raises if there is no value for something
            asked.append(route["path"])
    assert len(asked) > len(shop["routes"]) / 3
    if not found["answers"]:
        return
    silent = {
        path: sorted(map(str, found["answers"][path]))
        for path in asked
        if not any(
            isinstance(status, int) and status < 500
            for status in found["answers"][path]
        )
    }
    report = environment.RUN / "logs" / "leaks_routes.json"
    refused = [p for p in asked if found["answers"][p] <= {403, 404}]
    report.write_text(json.dumps({"skipped": skipped, "only refused": refused}))
    assert not silent, silent


@pytest.mark.parametrize("name", [name for name in LOGINS if LOGINS[name]])
def test_remote_calls_tell_nothing(server, shop, name):
    """Every model read and every public method that may tell a price."""
    crawler = make_crawler(server, shop, name)
    crawler.reads()
    if name not in ("dealer B", "dealer C"):  # their own documents tell their prices
        crawler.methods()
    assert not told(crawler)


@pytest.fixture(scope="module")
def shuffled(server, shop_db):
    """The server with the lists of dealers before all others."""
    environment.shell(shop_db, SHUFFLE)
    return server


@pytest.mark.parametrize("name", list(reversed(LOGINS)))
def test_warm_caches_and_other_websites_tell_nothing(shuffled, shop, name):
    """Dealers first, visitors last, on all websites, dealers' lists before others."""
    crawlers = [make_crawler(shuffled, shop, name, host) for host in SITES]
    for crawler in crawlers:
        crawler.pages(priced(shop["routes"]), is_varied=False)
        crawler.shopping()
    if name == "dealer C":
        own = list(crawlers[-1].shown.values())
        assert any("C: Tea from 1: price" in what for what in own)
    assert not told(*crawlers)


def test_answers_to_dealers_are_kept_by_no_cache(server, shop):
    """A proxy that keys on addresses would serve one dealer's page to another."""
    customer = sign_in(server, shop, "dealer A")
    for path in ("/shop", "/shop/cart", "/my/orders", "/"):
        cached = customer.get(path).headers.get("Cache-Control", "")
        assert cached == "private, no-store", path


def test_mails_tell_nothing(shop, shop_db):
    """Whoever was written a price by now: it was his own."""
    printed = environment.shell(shop_db, MAILS)
    line = next(line for line in printed.splitlines() if line.startswith("MAILS"))
    mails = json.loads(line.removeprefix("MAILS"))
    names = {partner: name for name, partner in shop["partners"].items()}
    wrong, right = [], 0
    for firms, texts in mails:
        readers = {names.get(firm, "?") for firm in firms} or {"?"}
        for owner in shop["lists"]:
            secrets = secrets_of(r for r in shop["prices"] if r[0] == owner)
            if leaked := {s for text in texts for s in find(secrets, text.encode())}:
                right += readers == {owner}
                if readers != {owner}:
                    wrong.append((texts[0], sorted(readers), sorted(leaked)[:3]))
    assert not wrong
    assert right, "no mail told any price to its owner"


def test_a_suspended_dealer_loses_the_prices_in_the_same_session(server, shop, shop_db):
    """And so does everybody below, with the very next click; carts included."""
    customers = {
        (name, host): sign_in(server, shop, name, host)
        for name, host in (
            ("dealer A", "one.test"),
            ("dealer A", "two.test"),
            ("sub-dealer of A", "one.test"),
        )
    }
    add = {"product_template_id": shop["template"], "product_id": shop["product"]}
    for (name, _host), customer in customers.items():
        crawler = Crawler(customer, OWN[name], hidden=False)
        crawler.read("add", customer.call("/shop/cart/add", add | {"quantity": 1}))
        crawler.read("shop", customer.get("/shop"))
        assert f"{OWN[name]}: Tea from 1: price" in crawler.shown["shop"]
    dealer = shop["dealers"]["A"]
    environment.shell(shop_db, SUSPEND.format(dealer=dealer, action="suspend"))
    crawlers = []
    for (_name, host), customer in customers.items():
        crawler = Crawler(customer)
        page = crawler.read("next click", customer.get("/shop"))
        assert "Your prices have changed" in page.text
        cart = crawler.read("cart", customer.get("/shop/cart"))
        assert "calculated anew" in cart.text
        crawler.pages(priced(shop["routes"]), is_varied=False)
        crawler.shopping()
        if host == "two.test":
            crawler.reads()
        crawlers.append(crawler)
    assert not told(*crawlers)
    environment.shell(shop_db, SUSPEND.format(dealer=dealer, action="resume"))
    customer = customers["dealer A", "one.test"]
    crawler = Crawler(customer, "A", hidden=False)
    crawler.read("shop", customer.get("/shop"))
    assert "A: Tea from 1: price" in crawler.shown["shop"]
