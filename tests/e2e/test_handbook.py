"""Pictures of the handbook and of the dealers: taken only when somebody asks for it."""

import os

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(
    not os.environ.get("MEMBERSHIP_PICTURES"), reason="no pictures are asked for"
)
NAME = "Lin Xiaowen"
DEALER, PRODUCT = "Ningbo Haishu", "Biluochun"

CARD, GIFT = "membership_card.membership", "membership_gift_card.membership_gift"

# Picture: who looks, action behind the menu, what to search before the first row is
# opened (None: the list as it is).
SCREENS = (
    ("member", "head office", f"{CARD}_member_action", NAME),
    ("levels", "head office", f"{CARD}_level_action", None),
    ("groups", "card centre", f"{CARD}_group_action", ""),
    (
        *("applications", "card centre"),
        *("membership_application.membership_application_action", None),
    ),
    ("gift_cards", "store manager", f"{GIFT}_card_action", None),
    (
        *("dealer", "head office"),
        *("membership_dealer_pricing.membership_dealer_action", DEALER),
    ),
    (
        *("association", "head office"),
        *("membership_association.membership_association_unit_action", None),
    ),
)


@pytest.mark.parametrize("picture, role, action, row", SCREENS)
def test_screen_is_photographed(
    sign_in, server, photograph, picture, role, action, row
):
    page = sign_in(role)
    page.goto(f"{server.url}/odoo/action-{action}")
    expect(page.locator(".o_view_controller").first).to_be_visible()
    if row:
        page.fill(".o_searchview_input", row)
        page.press(".o_searchview_input", "Enter")
        page.wait_for_timeout(800)
    if row is not None:
        page.locator(".o_data_row td.o_data_cell:not(.o_handle_cell)").first.click()
        expect(page.locator(".o_form_view")).to_be_visible()
    if picture == "groups":
        page.locator(".o_notebook .nav-link", has_text="Cards").click()
    photograph(page, picture)


def test_desk_is_photographed(sign_in, server, photograph):
    page = sign_in("card centre")
    page.goto(f"{server.url}/odoo/action-membership_card.membership_desk_action")
    page.fill(".o_membership_desk input", NAME)
    page.press(".o_membership_desk input", "Enter")
    expect(page.locator(".o_membership_desk").get_by_text(NAME).first).to_be_visible()
    photograph(page, "desk")


def test_price_simulator_is_photographed(sign_in, server, photograph):
    page = sign_in("head office")
    action = "membership_dealer_pricing.membership_dealer_simulate_action"
    page.goto(f"{server.url}/odoo/action-{action}")
    for field, text in (("partner_id", DEALER), ("product_id", PRODUCT)):
        page.locator(f".modal [name={field}] input").fill(text)
        page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()
    expect(page.locator(".modal [name=explanation]")).to_contain_text(DEALER)
    photograph(page, "price_simulator")


def test_shop_is_photographed(sign_in, server, photograph, browser):
    visitor = browser.new_page(viewport={"width": 1366, "height": 800})
    for picture, page in (("visitor", visitor), ("dealer", sign_in("dealer"))):
        page.goto(f"{server.url}/shop")
        expect(page.locator(".oe_product").first).to_be_visible()
        photograph(page, f"shop_{picture}")
    page.goto(f"{server.url}/shop?search={PRODUCT}")
    page.locator(".oe_product_image_link").first.click()
    expect(page.locator("#product_detail")).to_be_visible()
    photograph(page, "shop_dealer_product")
    visitor.close()


def test_dealers_pages_are_photographed(sign_in, server, photograph):
    page = sign_in("dealer")
    page.goto(f"{server.url}/my/dealer/account")
    photograph(page, "dealer_account")
    page.goto(f"{server.url}/my/dealer/order")
    page.fill("textarea[name=text]", "G02 12\nF01 5\nG04 6\nTEA-9 3\nB03 24")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("We have no product with this code")).to_be_visible()
    photograph(page, "dealer_order")
