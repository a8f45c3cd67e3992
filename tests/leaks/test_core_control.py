"""The control: the same crawler in Odoo without the suite finds what core gives away.

A shop sets up wholesale as it would: a price list for the website, set on the contact.
If this ever finds nothing, the crawler is blind, or core has learned it: look at both.
"""

import pytest

from tests import environment

from .conftest import make_shop, sign_in
from .crawler import Crawler

FIRST = """
lists = env["product.pricelist"].search([("name", "=like", "List %")])
lists.sequence = -1
env.cr.commit()
"""
REVOKE = """
partners = env["res.partner"].browse({partner})
partners |= partners.child_ids
partners.specific_property_product_pricelist = False
env.cr.commit()
"""


@pytest.fixture(scope="module")
def core_db():
    """A database of core, without the suite."""
    with environment.database("core") as name:
        yield name


@pytest.fixture(scope="module")
def core_shop(core_db):
    """The same shop, as core can do it."""
    return make_shop(core_db)


@pytest.fixture(scope="module")
def core_server(core_db, core_shop):
    """A live server for it."""
    with environment.server(core_db, workers=2) as live:
        yield live


def test_core_tells_a_portal_user_every_wholesale_price(core_server, core_shop):
    """By reading rules, by asking the configurator, by exporting a list."""
    crawler = Crawler(sign_in(core_server, core_shop, "retail customer"))
    crawler.reads()
    crawler.methods()
    crawler.pages(
        [
            route
            for route in core_shop["routes"]
            if route["path"].startswith(("/sale", "/product", "/shop"))
        ]
    )
    places = set(crawler.leaks)
    assert "call product.pricelist.item.search_read" in places
    assert "call product.product.get_contextual_price" in places
    assert "jsonrpc /sale/product_configurator/get_values" in places
    assert "jsonrpc /sale/combo_configurator/get_price" in places
    assert "http /product/export/pricelist/" in places
    assert "call report.product.report_pricelist.get_html" in places


def test_core_lets_a_former_dealer_keep_the_prices(core_server, core_shop, core_db):
    """For as long as the session lives."""
    customer = sign_in(core_server, core_shop, "dealer A")
    customer.get("/shop")
    environment.shell(core_db, REVOKE.format(partner=core_shop["partners"]["A"]))
    crawler = Crawler(customer)
    crawler.read("shop", customer.get("/shop"))
    assert any("A: Tea" in leak for leak in crawler.leaks.get("shop", ()))


def test_core_opens_a_dealers_cart_to_who_has_the_link(core_server, core_shop):
    """Prices included, without signing in."""
    crawler = Crawler(sign_in(core_server, core_shop, "visitor"))
    crawler.shopping()
    assert "/shop/cart" in crawler.leaks or "cart recovery" in crawler.leaks


def test_core_shows_the_first_list_to_every_visitor(core_server, core_shop, core_db):
    """Drag and drop in the list of price lists is enough."""
    environment.shell(core_db, FIRST)
    crawler = Crawler(sign_in(core_server, core_shop, "visitor"))
    crawler.read("shop", crawler.customer.get("/shop"))
    assert crawler.leaks
