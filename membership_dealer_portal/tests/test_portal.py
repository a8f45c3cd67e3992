from io import BytesIO

import openpyxl

from odoo.tests import tagged

from .common import DealerPortalCommon


@tagged("post_install", "-at_install")
class TestPortal(DealerPortalCommon):
    # === DOORS === #
    def test_only_dealers_get_in(self):
        pages = ("", "/prices", "/prices/xlsx", "/prices/pdf", "/order", "/subs")
        self._login(self.customer)
        for page in pages:
            with self.subTest(page=page):
                self.assertEqual(self.url_open(f"/my/dealer{page}").status_code, 404)

    def test_a_visitor_is_asked_to_sign_in(self):
        response = self.url_open("/my/dealer/prices", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_a_suspended_dealer_reads_why_and_no_prices(self):
        self.dealer._change_state("suspend", "Unpaid invoices")
        self._login(self.user)
        response = self.url_open("/my/dealer")
        self.assertIn("retail prices", response.text)
        for page in ("prices", "prices/xlsx", "order", "subs"):
            self.assertEqual(self.url_open(f"/my/dealer/{page}").status_code, 404)

    def test_pages_with_prices_are_kept_by_nobody(self):
        self._login(self.user)
        for page in ("", "/prices", "/prices/xlsx", "/order"):
            header = self.url_open(f"/my/dealer{page}").headers["Cache-Control"]
            self.assertIn("no-store", header)

    def test_paper_is_a_page_to_print_where_nothing_makes_pdf(self):
        """Or where it is asked for; kept by nobody either way."""
        self._login(self.user)
        pages = [("", "install"), ("", "broken"), ("?report_type=html", "ok")]
        for query, state in pages:
            report = type(self.env["ir.actions.report"])
            self.patch(report, "get_wkhtmltopdf_state", lambda _self, s=state: s)
            response = self.url_open(f"/my/dealer/prices/pdf{query}")
            self.assertEqual(response.status_code, 200)
            self.assertIn("text/html", response.headers["Content-Type"])
            self.assertIn("no-store", response.headers["Cache-Control"])
            self.assertNotIn("Content-Disposition", response.headers)
            self.assertIn(self.dealer.partner_id.name, response.text)

    # === PRICE LIST === #
    def test_the_price_list_shows_own_prices_breaks_and_cases(self):
        self._login(self.user)
        page = self.url_open(f"/my/dealer/prices?search={self.tea.default_code}").text
        self.assertIn("61.37", page)
        self.assertIn("53.59", page)
        self.assertIn("cases of 6", page)

    def test_the_workbook_holds_the_same_prices(self):
        self.tea.name = "=1+1 Tea"
        self._login(self.user)
        response = self.url_open("/my/dealer/prices/xlsx")
        sheet = openpyxl.load_workbook(BytesIO(response.content)).active
        rows = {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
        row = rows[self.tea.default_code]
        self.assertEqual((row[2], row[4]), ("=1+1 Tea", 61.37))
        self.assertEqual(row[5], "12: 53.59")
        cell = next(c for c in sheet["C"] if c.value == "=1+1 Tea")
        self.assertEqual(cell.data_type, "s", "a name became a formula")

    def test_prices_are_said_with_or_without_taxes_as_in_the_shop(self):
        """The list, the workbook, the paper, the quick order and the shop agree."""
        tax = self.env["account.tax"].create(
            {
                "name": "Included",
                "amount": 13,
                "price_include_override": "tax_included",
                "company_id": self.company.id,
                "country_id": self.company.account_fiscal_country_id.id,
            }
        )
        self.tea.taxes_id = tax
        code = self.tea.default_code
        self._login(self.user)
        for shows, price, case, note in (
            ("tax_excluded", "54.31", "325.86", "Prices are without taxes"),
            ("tax_included", "61.37", "368.22", "Prices include taxes"),
        ):
            self.website.show_line_subtotals_tax_selection = shows
            pages = [
                self.url_open(f"/my/dealer/prices?search={code}").text,
                self.url_open(f"/my/dealer/prices/pdf?search={code}").text,
                self._post("/my/dealer/order/check", text=f"{code} 6").text,
            ]
            for page in pages:
                self.assertIn(price, page)
                self.assertIn(note, page)
            self.assertIn(case, pages[-1])
            self.assertIn(price, self.url_open(f"/shop?search={code}").text)
            response = self.url_open(f"/my/dealer/prices/xlsx?search={code}")
            sheet = openpyxl.load_workbook(BytesIO(response.content)).active
            self.assertIn(note, sheet["A1"].value)
            self.assertEqual(sheet["E3"].value, float(price))

    # === SUB-DEALERS === #
    def test_an_upline_sees_the_totals_of_its_sub_dealers_only(self):
        for dealer, count in ((self.sub, 2), (self.other, 3)):
            for _number in range(count):
                order = self.env["sale.order"].create(
                    {
                        "partner_id": dealer.partner_id.id,
                        "order_line": [(0, 0, {"product_id": self.cup.id})],
                    }
                )
                order.action_confirm()
        self._login(self.user)
        page = self.url_open("/my/dealer/subs").text
        self.assertIn("Xue Retail", page)
        self.assertIn("40.00", page)
        self.assertNotIn("Jia Co", page)

    # === QUICK ORDER === #
    def test_pasted_lines_are_checked_before_anything_is_ordered(self):
        self._login(self.user)
        text = f"{self.tea.default_code}\t12\nNOPE-1\t3\n{self.cup.default_code}\t-2"
        page = self._post("/my/dealer/order/check", text=text).text
        self.assertIn("643.08", page, "twelve at the price for twelve")
        self.assertIn("We have no product with this code", page)
        self.assertIn("above zero", page)
        self.assertFalse(self._get_cart(self.dealer).order_line)

    def test_a_wrong_case_is_refused_with_the_next_quantity(self):
        self._login(self.user)
        page = self._post(
            "/my/dealer/order/check", text=f"{self.tea.default_code} 7"
        ).text
        self.assertIn("next possible quantity is 12", page)

    def test_quantities_are_raised_when_the_dealer_asks_for_it(self):
        self._login(self.user)
        data = {"code": self.tea.default_code, "quantity": "7", "adjust": "1"}
        page = self._post("/my/dealer/order/check", **data).text
        self.assertNotIn("next possible quantity", page)
        self.assertIn("643.08", page)

    def test_confirmed_lines_are_in_the_cart_at_own_prices(self):
        self._login(self.user)
        data = {"code": self.tea.default_code, "quantity": "12"}
        response = self._post("/my/dealer/order/confirm", **data)
        self.assertTrue(response.url.endswith("/shop/cart"))
        line = self._get_cart(self.dealer).order_line
        self.assertEqual((line.product_uom_qty, line.price_unit), (12, 53.59))

    def test_lines_with_errors_are_left_out_only_when_the_dealer_agrees(self):
        self._login(self.user)
        data = {
            "code": [self.tea.default_code, "NOPE"],
            "quantity": ["6", "1"],
        }
        self._post("/my/dealer/order/confirm", **data)
        self.assertFalse(self._get_cart(self.dealer).order_line)
        self._post("/my/dealer/order/confirm", **data, leave_out="1")
        self.assertEqual(self._get_cart(self.dealer).order_line.product_uom_qty, 6)

    def test_a_spreadsheet_is_read_and_a_program_is_not(self):
        book = openpyxl.Workbook()
        book.active.append(["Code", "Name", "Quantity"])
        book.active.append([self.tea.default_code, "Tea", 6])
        output = BytesIO()
        book.save(output)
        self._login(self.user)
        good = {"file": ("order.xlsx", output.getvalue())}
        page = self._post("/my/dealer/order/check", files=good).text
        self.assertIn("368.22", page)
        for content in (b"MZ\x90\x00\x03 program", b"PK\x03\x04 broken", b"\0\0\0"):
            bad = {"file": ("order.xlsx", content)}
            page = self._post("/my/dealer/order/check", files=bad).text
            self.assertIn("cannot be read", page)

    def test_too_large_a_file_is_refused(self):
        self._login(self.user)
        big = {"file": ("order.csv", b"A;1\n" * 600_000)}
        page = self._post("/my/dealer/order/check", files=big).text
        self.assertIn("2 MB", page)

    def test_a_product_nobody_may_see_has_no_code(self):
        hidden = self._create_product("Secret", "SEC-1", 9, is_published=False)
        self._login(self.user)
        page = self._post(
            "/my/dealer/order/check", text=f"{hidden.default_code} 1"
        ).text
        self.assertIn("We have no product with this code", page)
        self.assertNotIn("Secret", page)

    def test_fractions_are_refused(self):
        self._login(self.user)
        page = self._post("/my/dealer/order/check", text=f"{self.cup.default_code} 1.5")
        self.assertIn("whole pieces", page.text)

    def test_what_is_no_quantity_is_refused(self):
        """On the page that checks, and past it."""
        self._login(self.user)
        for text in ("-5", "0", "1e9", "99999999999", "many"):
            order = {"code": self.cup.default_code, "quantity": text}
            pasted = f"{order['code']}\t{text}"
            page = self._post("/my/dealer/order/check", text=pasted).text
            self.assertIn("above zero", page, text)
            self._post("/my/dealer/order/confirm", **order)
        self.assertFalse(self._get_cart(self.dealer).order_line)

    def test_forged_ids_in_the_address_open_nothing(self):
        """Neither another dealer's list nor its pages."""
        other = self.other
        other.agreed_pricelist_id = self._create_list("Jia", {0: 47.11})
        forged = {
            "pricelist": other.pricelist_id.id,
            "pricelist_id": other.pricelist_id.id,
            "dealer_id": other.id,
            "partner_id": other.partner_id.id,
        }
        query = "&".join(f"{name}={value}" for name, value in forged.items())
        self._login(self.user)
        for page in ("", "/prices", "/prices/pdf", "/order", "/subs"):
            text = self.url_open(f"/my/dealer{page}?{query}").text
            self.assertNotIn(other.partner_id.name, text, page)
            self.assertNotIn("47.11", text, page)
        self.assertIn("61.37", self.url_open(f"/my/dealer/prices?{query}").text)
        self._login(self.other_user)
        self.assertIn("47.11", self.url_open("/my/dealer/prices").text)
