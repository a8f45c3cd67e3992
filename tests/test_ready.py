"""The installed suite answers a client and a browser before anything else is tried."""

import pytest

from tests import environment
from tests.client import RPCError


def test_every_addon_is_installed(admin):
    """Whoever copies the template gets the whole suite."""
    domain = [("name", "in", environment.suite()), ("state", "=", "installed")]
    found = admin.call("ir.module.module", "search_read", domain, fields=["name"])
    assert sorted(row["name"] for row in found) == environment.suite()


def test_both_languages_are_there(admin):
    """English is the default, Chinese can be chosen."""
    found = admin.call("res.lang", "get_installed")
    assert {"en_US", "zh_CN"} <= {code for code, _name in found}


def test_client_hears_what_the_server_refuses(admin):
    """A refusal keeps its kind and its sentence."""
    with pytest.raises(RPCError) as refused:
        admin.call("res.partner", "_write", [1], {"name": "x"})
    assert refused.value.kind == "odoo.exceptions.AccessError"


def test_server_comes_back_after_a_kill(suite_db):
    """SIGKILL takes every worker; the next start serves the same database."""
    with environment.server(suite_db) as live:
        live.kill()
        live.start()
        assert live.client("admin", "admin").uid


def test_browser_shows_the_login_page(server, browser):
    """Playwright drives the machine's own Chromium."""
    page = browser.new_page()
    page.goto(f"{server.url}/web/login")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "admin")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".o_main_navbar")
