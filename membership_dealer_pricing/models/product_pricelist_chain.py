from odoo import fields, models
from odoo.fields import Domain

from ..const import CHUNK, DEPTH


class ProductPricelist(models.Model):
    """Lists that stand on lists: asked for all products at once, and laid open."""

    _inherit = "product.pricelist"

    # === PRICES === #
    def _compute_price_rule(
        self,
        products,
        quantity,
        *,
        currency=None,
        uom=None,
        date=False,
        compute_price=True,
        **kwargs,
    ):
        """Ask the list below once, for all products.

        Core asks it product by product: four queries and more for each of a page's
        products, times the depth of the tree. The prices are the same.
        """
        date = date or fields.Datetime.now()
        base = self.sudo().dealer_base_id
        if base and products and compute_price:
            rows = base._compute_price_rule(
                products, quantity, uom=uom, date=date, **kwargs
            )
            below = {products._name: {i: price for i, (price, _rule) in rows.items()}}
            known = kwargs.get("dealer_base_prices") or {}
            kwargs["dealer_base_prices"] = known | {base.id: below}
        return super()._compute_price_rule(
            products,
            quantity,
            currency=currency,
            uom=uom,
            date=date,
            compute_price=compute_price,
            **kwargs,
        )

    def _get_chain(self):
        """This list and those its rules are based on, as the system."""
        found = lists = self.sudo()
        Item = self.env["product.pricelist.item"].sudo()
        for _depth in range(DEPTH):
            groups = Item._read_group(
                [("pricelist_id", "in", lists.ids), ("base", "=", "pricelist")],
                ["base_pricelist_id"],
            )
            lists = self.sudo().browse([base.id for (base,) in groups]) - found
            if not lists:
                break
            found |= lists
        return found

    # === QUANTITY BREAKS === #
    def _get_quantity_breaks(self, products, currency=None):
        """From which quantities on a product is cheaper, and what it costs then.

        :param products: ``product.product`` or ``product.template`` records
        :returns: dict by id of lists of (quantity, price), the smallest first;
            the price of one is the first of them
        """
        self and self.ensure_one()
        now = fields.Datetime.now()
        _own_list, *applicable = self._get_applicable_rules_domain(products, now)
        items = (
            self.env["product.pricelist.item"]
            .sudo()
            .search(
                [
                    ("pricelist_id", "in", self._get_chain().ids),
                    ("min_quantity", ">", 1),
                    *applicable,
                ]
            )
        )
        result = {}
        prices = self._compute_price_rule(products, 1.0, currency=currency)
        for product in products:
            result[product.id] = [(1.0, prices[product.id][0])]
        for quantity in sorted(set(items.mapped("min_quantity"))):
            rules = items.filtered(lambda item, q=quantity: item.min_quantity == q)
            touched = products.filtered(
                lambda product, rules=rules, q=quantity: any(
                    rule._is_applicable_for(product, q) for rule in rules
                )
            )
            prices = self._compute_price_rule(touched, quantity, currency=currency)
            for product in touched:
                price = prices[product.id][0]
                if price < result[product.id][-1][1]:
                    result[product.id].append((quantity, price))
        return result

    # === PRICE LISTS TO PRINT === #
    def _iter_prices(self, domain=None, quantities=(1.0,), chunk=CHUNK):
        """Every product with its prices, in constant memory.

        Nothing of what was read stays in memory: reads a chunk, gives it away,
        forgets it. What is not written yet is written first.

        :param domain: which ``product.product`` records; default: what is sold on
            the website
        :param quantities: quantities to tell the price of
        :returns: iterator of dicts id, code, name, uom, retail, prices (by quantity)
        """
        self.ensure_one()
        Product = self.env["product.product"].sudo()
        if domain is None:
            domain = [("sale_ok", "=", True), ("is_published", "=", True)]
        retail = self._get_dealer_retail()
        last_id = 0
        while True:
            products = Product.search(
                Domain(domain) & Domain("id", ">", last_id), order="id", limit=chunk
            )
            if not products:
                return
            last_id = products[-1].id
            yield from self._get_price_rows(products, quantities, retail)
            self.env.invalidate_all()

    def _get_price_rows(self, products, quantities, retail):
        """Rows of a price list for some products."""
        currency = self.currency_id
        prices = {
            quantity: self._compute_price_rule(products, quantity, currency=currency)
            for quantity in quantities
        }
        full = retail._compute_price_rule(products, 1.0, currency=currency)
        return [
            {
                "id": product.id,
                "code": product.default_code or "",
                "name": product.with_context(display_default_code=False).display_name,
                "uom": product.uom_id.name,
                "retail": full[product.id][0],
                "prices": {
                    quantity: prices[quantity][product.id][0] for quantity in quantities
                },
            }
            for product in products
        ]

    # === EXPLANATION === #
    def _explain_price(self, product, quantity):
        """The chain of rules that leads to a price, for staff only.

        :returns: list of dicts pricelist, rule, price; the price asked for first
        """
        steps, pricelist = [], self.sudo()
        while pricelist and len(steps) < DEPTH:
            price, rule_id = pricelist._get_product_price_rule(product, quantity)
            rule = self.env["product.pricelist.item"].sudo().browse(rule_id)
            steps.append({"pricelist": pricelist, "rule": rule, "price": price})
            pricelist = rule.base_pricelist_id if rule.base == "pricelist" else None
        return steps
