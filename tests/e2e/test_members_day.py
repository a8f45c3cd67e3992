"""A member's day, in a real browser: each test is a person's next step.

Head office takes over a shop with its register; the store manager serves Lin Xiaowen at
the till (tops up 1000, sells for 680, part stored value and part cash, takes one line
back); she looks at her phone and loses her card; the till closes and the books tie.
"""

import re

import pytest
from playwright.sync_api import expect

from tests import environment

from .till_page import TillPage

REGISTER = environment.ROOT / "membership_card/tests/data/members_register.xlsx"
OUTLETS = ("总店", "徐汇店", "浦东店", "苏州店")
CARD = "620000006887"
NAME = "Lin Xiaowen"
# Gold pays 10 % less: 360 and 320.
GOODS = {"Celadon Tea Set": 400.00, "Harvest Longjing": 355.56}
TOTAL, CASH, RETURNED = 680, 180, 320


@pytest.fixture(scope="module")
def till(sign_in, server, admin):
    """The till of Xintiandi, opened by its manager."""
    admin.call(
        "product.product",
        "create",
        [
            {"name": name, "list_price": price, "available_in_pos": True}
            | {"type": "service", "taxes_id": [[6, 0, []]]}
            for name, price in GOODS.items()
        ],
    )
    page = TillPage(sign_in("store manager"), server, 1)
    page.open_register()
    return page


def balance(admin):
    """Lin's stored value as the server knows it."""
    card = admin.call("membership.card", "search_read", [("number", "=", CARD)])[0]
    domain = [("member_id", "=", card["member_id"][0]), ("unit_id.kind", "=", "money")]
    fields = ["balance", "available"]
    (account,) = admin.call("membership.account", "search_read", domain, fields)
    assert account["balance"] == account["available"]
    return account["balance"]


def points(admin):
    """Lin's points as the server knows them."""
    card = admin.call("membership.card", "search_read", [("number", "=", CARD)])[0]
    domain = [("member_id", "=", card["member_id"][0]), ("unit_id.kind", "=", "points")]
    (account,) = admin.call("membership.account", "search_read", domain, ["balance"])
    return account["balance"]


def test_head_office_takes_over_a_shop_with_its_register(
    sign_in, server, admin, photograph
):
    """Good rows go in, bad ones come back with reasons; twice changes nothing."""
    admin.call(
        "membership.outlet",
        "create",
        [
            {"name": name, "code": f"OLD{index}", "kind": "store"}
            for index, name in enumerate(OUTLETS)
        ],
    )
    before = admin.call("membership.member", "search_count", [])
    page = sign_in("head office")
    for turn, name in enumerate(("first", "again")):
        page.goto(
            f"{server.url}/odoo/action-membership_card.membership_register_import_action"
        )
        page.get_by_role("button", name="New").first.click()
        page.get_by_placeholder("Title").fill(f"Register of the old shop, {name}")
        page.set_input_files("input.o_input_file", REGISTER)
        page.get_by_role("button", name="Check", exact=True).click()
        imports = page.get_by_role("button", name="Import", exact=True)
        imports.wait_for(timeout=120_000)
        imports.click()
        page.locator(".modal-footer .btn-primary").click()
        expect(page.locator(".o_arrow_button_current")).to_have_text(
            re.compile("Done"), timeout=180_000
        )
        if not turn:
            photograph(page, "import")
            after = admin.call("membership.member", "search_count", [])
            assert after > before + 1000
    assert admin.call("membership.member", "search_count", []) == after


def test_the_till_knows_the_card_with_its_old_number(till):
    till.scan("00010007")
    till.expect_member("孙坤")
    till.no_member()


def test_the_cashier_tops_up_a_thousand(till, admin, photograph):
    had = balance(admin)
    till.scan(CARD)
    till.expect_member(NAME)
    assert till.get_money() == had
    till.choose_top_up(1000)
    photograph(till.page, "topup")
    till.confirm_top_up()
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    assert balance(admin) == pytest.approx(had + 1000 + 100)
    till.next_order()


def test_the_member_pays_part_from_stored_value_part_in_cash(till, admin, photograph):
    had, had_points = balance(admin), points(admin)
    till.scan(CARD)
    till.expect_member(NAME)
    for product in GOODS:
        till.add(product)
    expect(till.page.locator(".product-screen .total")).to_contain_text("680.00")
    photograph(till.page, "till")
    till.go_to_payment()
    till.pay("Cash", CASH)
    photograph(till.page, "payment")
    till.pay("Stored Value")
    till.wait_for_receipt()
    photograph(till.page, "receipt")
    receipt = till.page.locator(".pos-receipt")
    expect(receipt).to_contain_text("Stored Value")
    expect(receipt).to_contain_text("Points earned")
    assert balance(admin) == pytest.approx(had - (TOTAL - CASH))
    assert points(admin) > had_points
    till.next_order()


def test_the_member_sees_it_on_her_phone(sign_in, server, admin, photograph):
    phone = sign_in("member", width=390, height=844, device_scale_factor=2)
    phone.goto(f"{server.url}/my/membership")
    expect(phone.locator("main")).to_contain_text(f"{balance(admin):,.2f}")
    photograph(phone, "portal")
    phone.goto(f"{server.url}/my/membership/statement/money")
    expect(phone.locator("main")).to_contain_text("500.00")
    photograph(phone, "statement")


def test_one_line_is_taken_back_to_the_stored_value(till, admin, photograph):
    had, had_points = balance(admin), points(admin)
    till.refund("Harvest Longjing")
    photograph(till.page, "refund")
    till.pay("Stored Value")
    till.finish()
    assert balance(admin) == pytest.approx(had + RETURNED)
    assert points(admin) < had_points
    till.next_order()


def test_a_lost_card_is_refused_at_once(sign_in, server, till, photograph):
    phone = sign_in("member", width=390, height=844)
    phone.goto(f"{server.url}/my/membership")
    phone.get_by_role("button", name=re.compile("Report", re.IGNORECASE)).first.click()
    phone.locator(".modal.show button[type=submit]").click()
    phone.wait_for_url(re.compile("/my/membership"))
    till.scan(CARD)
    expect(till.page.locator(".modal")).to_contain_text("lost")
    photograph(till.page, "lost")
    till.page.keyboard.press("Escape")


def test_the_session_closes_and_the_books_tie(till, sign_in, server, photograph):
    till.close_register()
    page = sign_in("head office")
    page.goto(f"{server.url}/odoo/action-membership_ledger.membership_proof_action_run")
    expect(page.locator(".ribbon")).to_contain_text("Books tie", timeout=120_000)
    photograph(page, "proof")
