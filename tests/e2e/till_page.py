"""The till in a browser, by what a cashier sees and presses."""

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, expect


class TillPage:
    """One open POS in one browser page."""

    def __init__(self, page: Page, server, config_id):
        self.page, self.url = page, f"{server.url}/pos/ui/{config_id}"

    def open_register(self):
        """Open the till and its session with an empty drawer."""
        self.page.goto(self.url)
        button = self._button("Open Register")
        products = self.page.locator(".product-screen")
        button.or_(products).first.wait_for(timeout=180_000)
        # Twice: at the welcome screen, and under the count of the drawer.
        while button.is_visible() or not products.is_visible():
            with suppress(TimeoutError):
                button.click(timeout=2000)

    def close_register(self):
        """Count the drawer as expected and close the session."""
        header = self.page.locator(".pos-topheader .dropdown-toggle, .fa-bars")
        header.last.click()
        self.page.get_by_text("Close Register").click()
        dialog = self.page.locator(".close-pos-popup")
        dialog.wait_for()
        dialog.locator(".fa-clone, .button.icon").first.click()
        self._button("Close Register").click()
        self.page.wait_for_url(
            lambda url: url.endswith("/login") or "/pos/ui" not in url, timeout=120_000
        )

    # === THE MEMBER === #
    def scan(self, code):
        """What a scanner does: type fast and press Enter."""
        self.page.locator("body").focus()
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def expect_member(self, name):
        """The strip above the order names the member."""
        strip = self.page.locator(".member-strip-name")
        expect(strip).to_contain_text(name, timeout=20_000)

    def no_member(self):
        """Take the member off the order."""
        self.page.locator(".member-strip").click()
        self.page.locator(".member-remove").click()
        expect(self.page.locator(".member-strip")).to_be_hidden()

    def get_money(self):
        """Available stored value in the strip."""
        text = self.page.locator(".member-strip-money").inner_text()
        return float("".join(c for c in text if c.isdigit() or c == "."))

    def choose_top_up(self, amount):
        """Open the top-up dialog and type an amount."""
        self.page.locator(".member-strip-topup").click()
        self._type(".topup-popup", amount)
        expect(self.page.locator(".topup-preview")).not_to_contain_text("+¥ 0.00")

    def confirm_top_up(self):
        """Put the top-up on the order."""
        self.page.locator(".topup-confirm").click()
        self.page.locator(".topup-popup").wait_for(state="hidden")

    # === THE ORDER === #
    def add(self, product):
        """Put one piece of a product into the basket."""
        search = self.page.get_by_placeholder("Search products...")
        search.fill(product)
        self.page.locator("article.product", has_text=product).first.click()
        search.fill("")

    def go_to_payment(self):
        """Press Payment."""
        self.page.locator(".pay-order-button").first.click()
        self.page.locator(".payment-screen").wait_for()

    def pay(self, method, amount=None):
        """Choose a payment method; with ``amount``, change what it pays."""
        self.page.locator(".paymentmethod", has_text=method).first.click()
        if amount is not None:
            line = self.page.locator(".paymentline.selected")
            line.wait_for()
            self._type(".payment-screen", amount)
            expect(line).to_contain_text(str(amount))

    def validate(self):
        """Finish the order and wait for its receipt."""
        self.page.locator(".payment-screen button.validation-button").click()
        self.wait_for_receipt()

    def finish(self):
        """Validate unless the last payment did so by itself."""
        receipt = self.page.locator(".receipt-screen")
        with suppress(AssertionError):
            expect(receipt).to_be_visible(timeout=5000)
        if not receipt.is_visible():
            self.validate()

    def wait_for_receipt(self):
        """The order is paid and the server has answered."""
        self.page.locator(".receipt-screen").wait_for()
        self.page.wait_for_timeout(1500)

    def next_order(self):
        """From the receipt to the next customer."""
        self._button("New Order").click()
        self.page.locator(".product-screen").wait_for()

    def refund(self, product):
        """Choose a line of the last paid order and go to its refund's payment."""
        self._button("Orders").click()
        screen = self.page.locator(".ticket-screen")
        screen.locator(".filter, .dropdown-toggle").first.click()
        self.page.get_by_text("Paid", exact=True).last.click()
        screen.locator(".order-row").first.click()
        screen.locator(".orderline", has_text=product).click()
        self._type(".ticket-screen", 1)
        screen.get_by_role("button", name="Refund").click()
        self.page.locator(".payment-screen").wait_for()
        self.page.wait_for_load_state()

    # === HELPERS === #
    def _button(self, name):
        return self.page.get_by_role("button", name=name, exact=True).first

    def _type(self, within, amount):
        pad = self.page.locator(f"{within} .numpad")
        for digit in str(amount):
            pad.get_by_role("button", name=digit, exact=True).click()
            self.page.wait_for_timeout(250)  # faster would be a scanner
