from io import BytesIO

import xlsxwriter

from odoo import fields, models

BATCH = 500


class MembershipDealer(models.Model):
    """A dealer's own price list: on screen, as a workbook, on paper."""

    _inherit = "membership.dealer"

    # === BUSINESS METHODS === #
    def _get_price_rows(self, products, show):
        """What this dealer pays for products, with what they are sold in.

        :param show: see :meth:`_get_tax_view`
        :returns: list of dicts: product, price, breaks (pairs of quantity and price),
            terms (a sentence)
        """
        self.ensure_one()
        terms = self._get_terms(products)
        breaks = self._get_pricelist()._get_quantity_breaks(products)
        rows = []
        for product in products:
            (_one, price), *cheaper = breaks[product.id]
            rows.append(
                {
                    "product": product,
                    "price": show(product, price),
                    "breaks": [(step, show(product, less)) for step, less in cheaper],
                    "terms": self._say_terms(terms[product.id], product),
                }
            )
        return rows

    def _iter_price_rows(self, domain, show):
        """Rows of all products of a domain, in batches: memory does not grow."""
        Product = self.env["product.product"]
        ids = Product.search(domain, order="default_code, id")._ids
        for start in range(0, len(ids), BATCH):
            batch = Product.browse(ids[start : start + BATCH])
            yield from self._get_price_rows(batch, show)
            self.env.invalidate_all()

    def _make_price_workbook(self, domain, show, note):
        """The whole price list as an Excel workbook, written row by row.

        :param show: see :meth:`_get_tax_view`
        :param str note: what the prices mean
        :returns: bytes
        """
        self.ensure_one()
        output = BytesIO()
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        book = xlsxwriter.Workbook(output, options)
        sheet = book.add_worksheet(self.env._("Prices")[:31])
        bold = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        headings = self._get_price_headings()
        for column, (_name, width) in enumerate(headings):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(2, 0)
        title = self.env._(
            "Price list of %(dealer)s on %(day)s",
            dealer=self.sudo().partner_id.name,
            day=fields.Date.context_today(self).isoformat(),
        )
        sheet.write_string(0, 0, f"{title}. {note}")
        for column, (name, _width) in enumerate(headings):
            sheet.write_string(1, column, name, bold)
        for position, row in enumerate(self._iter_price_rows(domain, show), 2):
            self._write_price_row(sheet, position, row, money)
        book.close()
        return output.getvalue()

    def _get_price_headings(self):
        """(heading, width in characters) of each column."""
        currency = self._get_pricelist().currency_id.name
        return (
            (self.env._("Code"), 16),
            (self.env._("Barcode"), 16),
            (self.env._("Product"), 44),
            (self.env._("Unit"), 10),
            (self.env._("Price (%(currency)s)", currency=currency), 14),
            (self.env._("Cheaper from"), 30),
            (self.env._("Order quantities"), 34),
        )

    def _write_price_row(self, sheet, position, row, money):
        product = row["product"]
        name = product.with_context(display_default_code=False).display_name
        sheet.write_string(position, 0, product.default_code or "")
        sheet.write_string(position, 1, product.barcode or "")
        sheet.write_string(position, 2, name)
        sheet.write_string(position, 3, self._say_unit(product))
        sheet.write_number(position, 4, row["price"], money)
        breaks = [f"{step:g}: {price:,.2f}" for step, price in row["breaks"]]
        sheet.write_string(position, 5, "; ".join(breaks))
        sheet.write_string(position, 6, row["terms"])
