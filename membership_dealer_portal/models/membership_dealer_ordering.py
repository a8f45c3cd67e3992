from decimal import Decimal

from odoo import fields, models

from ..order_sheet import to_quantity
from ..quantities import Terms


class MembershipDealer(models.Model):
    """What a dealer may order: quantities, smallest order, credit; in words."""

    _inherit = "membership.dealer"

    # === BUSINESS METHODS - TERMS === #
    def _get_terms(self, products):
        """What products are sold in to this dealer.

        :param products: ``product.product``
        :returns: dict of product id to :class:`..quantities.Terms`
        """
        self.ensure_one()
        Quantity = self.env["membership.dealer.quantity"]
        if not Quantity._has_rules():
            return dict.fromkeys(products.ids, Terms())
        dealer = self.sudo()
        return Quantity._get_terms(
            products, dealer.company_id, dealer.effective_level_id
        )

    def _say_terms(self, terms, product):
        """The terms in a sentence; empty if there are none."""
        unit = self._say_unit(product)
        minimum, multiple = _write(terms.get_next(Decimal(0))), _write(terms.multiple)
        if terms.multiple and terms.minimum > terms.multiple:
            return self.env._(
                "Sold from %(minimum)s %(unit)s on, in cases of %(multiple)s.",
                minimum=minimum,
                multiple=multiple,
                unit=unit,
            )
        if terms.multiple:
            return self.env._(
                "Sold in cases of %(multiple)s %(unit)s.", multiple=multiple, unit=unit
            )
        if terms.minimum:
            return self.env._(
                "Sold from %(minimum)s %(unit)s on.", minimum=minimum, unit=unit
            )
        return ""

    def _say_unit(self, product):
        """What is counted; Odoo calls a piece a unit."""
        unit = product.sudo().uom_id
        if unit == self.env.ref("uom.product_uom_unit", raise_if_not_found=False):
            return self.env._("pieces")
        return unit.name

    def _object_to_quantities(self, quantities):
        """Why quantities are not sold, with the next ones that are.

        :param dict quantities: product to Decimal, in the product's own unit
        :returns: list of sentences
        """
        terms = self._get_terms(self.env["product.product"].union(*quantities))
        return [
            self.env._(
                "%(product)s: %(terms)s The next possible quantity is %(next)s.",
                product=product.display_name,
                terms=self._say_terms(rule, product),
                next=_write(rule.get_next(quantity)),
            )
            for product, quantity in quantities.items()
            if not (rule := terms[product.id]).allows(quantity)
        ]

    def _object_to_total(self, amount, currency, date):
        """Why an order over ``amount`` is too small; None if it is not.

        :param float amount: of the goods, without taxes, in ``currency``
        """
        self.ensure_one()
        level = self.sudo().effective_level_id
        if not level.minimum_order:
            return None
        least = level.currency_id._convert(
            level.minimum_order,
            currency,
            self.sudo().company_id,
            fields.Date.to_date(date) or fields.Date.context_today(self),
        )
        if currency.compare_amounts(amount, least) >= 0:
            return None
        return self.env._(
            "Orders start at %(least)s without taxes and delivery; %(missing)s are "
            "missing.",
            least=currency.format(least),
            missing=currency.format(least - amount),
        )

    def _object_to_credit(self, order):
        """Hook: why ``order`` cannot be bought on account; None if it can.

        The limit is the customer's own in Accounting.
        """
        self.ensure_one()
        customer = self.sudo().partner_id.with_company(order.company_id)
        if not order.company_id.account_use_credit_limit or not customer.credit_limit:
            return None
        open_amount = customer.credit + customer.credit_to_invoice
        if order.state in ("draft", "sent"):
            rate_date = fields.Date.to_date(order.date_order) or fields.Date.today()
            open_amount += order.currency_id._convert(
                order.amount_total,
                order.company_id.currency_id,
                order.company_id,
                rate_date,
            )
        if open_amount <= customer.credit_limit:
            return None
        currency = order.company_id.currency_id
        return self.env._(
            "With this order %(open)s would be open, your credit limit is %(limit)s: "
            "pay at once, or settle open invoices first.",
            open=currency.format(open_amount),
            limit=currency.format(customer.credit_limit),
        )

    # === BUSINESS METHODS - QUICK ORDER === #
    def _check_order_lines(self, lines, website, show):
        """What became of the lines that a dealer wrote; nothing is ordered yet.

        :param lines: :class:`..order_sheet.Line`
        :param website: where the dealer buys: its products only
        :param show: see :meth:`_get_tax_view`
        :returns: list of dicts: number, code, written, and either error, or product,
            quantity, price, subtotal
        """
        self.ensure_one()
        products = self._find_products([line.code for line in lines], website)
        found = [self._check_order_line(line, products) for line in lines]
        self._merge_same_products(found)
        good = [line for line in found if not line["error"]]
        prices = self._get_order_prices(good)
        for line in good:
            product, price = line["product"], prices[line["number"]]
            line["price"] = show(product, price)
            line["subtotal"] = show(product, price * float(line["quantity"]))
        return found

    def _find_products(self, codes, website):
        """Products by code or barcode: {code in lower case: products}."""
        wanted = {code.strip() for code in codes if code.strip()}
        domain = website.sale_product_domain()
        Product = self.env["product.product"]
        by_code = {}
        for name in ("default_code", "barcode"):
            # As the dealer's user: hidden products stay hidden.
            for product in Product.search([*domain, (name, "in", list(wanted))]):
                key = product[name].lower()
                by_code[key] = by_code.get(key, Product) | product
        missing = [code for code in wanted if code.lower() not in by_code]
        for code in missing:
            product = Product.search(
                [*domain, ("default_code", "=ilike", _literal(code))]
            )
            if product:
                by_code[code.lower()] = product
        return by_code

    def _check_order_line(self, line, products):
        result = {"number": line.number, "code": line.code, "written": line.quantity}
        result |= {"error": False, "product": False, "quantity": False, "next": False}
        product = products.get(line.code.strip().lower())
        quantity = to_quantity(line.quantity)
        if not line.code.strip():
            result["error"] = self.env._("There is no product code in this line.")
        elif not product:
            result["error"] = self.env._("We have no product with this code.")
        elif len(product) > 1:
            result["error"] = self.env._(
                "This code stands for several products: use the barcode."
            )
        elif quantity is None:
            result["error"] = self.env._("Write a quantity above zero, in digits.")
        elif quantity != quantity.to_integral_value():
            result["error"] = self.env._("Only whole pieces are sold.")
        if not result["error"]:
            result |= {"product": product, "quantity": quantity}
        return result

    def _merge_same_products(self, found):
        """What stands in two lines is ordered once; then terms are checked."""
        first = {}
        for line in found:
            if line["error"]:
                continue
            if earlier := first.get(line["product"]):
                earlier["quantity"] += line["quantity"]
                line["error"] = self.env._(
                    "Added to line %(number)s, which is the same product.",
                    number=earlier["number"],
                )
            else:
                first[line["product"]] = line
        terms = self._get_terms(self.env["product.product"].union(*first))
        for product, line in first.items():
            rule, quantity = terms[product.id], line["quantity"]
            if not rule.allows(quantity):
                line["next"] = _write(rule.get_next(quantity))
                (line["error"],) = self._object_to_quantities({product: quantity})

    def _get_order_prices(self, lines):
        """Price of each good line at its quantity, at the dealer's own list."""
        pricelist = self._get_pricelist()
        return {
            line["number"]: pricelist._get_product_price(
                line["product"], float(line["quantity"])
            )
            for line in lines
        }


def _write(number):
    """A quantity without trailing zeros."""
    return f"{Decimal(number).normalize():f}"


def _literal(term):
    """``term`` taken literally in a LIKE pattern."""
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
