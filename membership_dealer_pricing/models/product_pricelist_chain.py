from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import CHUNK, DEPTH

RULES_MAX = 200  # searches that one transaction remembers


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
            self.sudo()._get_chain_rules(products, date, **kwargs)  # of all lists
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

    def _get_applicable_rules(self, products, date, **kwargs):
        """As core, but the whole chain of a dealer's list is searched at once.

        A page asks for the price of one, for prices from several quantities on and
        for the structured data: each time through all lists.
        """
        if not self.sudo().dealer_only:
            return super()._get_applicable_rules(products, date, **kwargs)
        found = self._get_chain_rules(products, date, **kwargs)
        return self.env["product.pricelist.item"].browse(found.get(self.id, ()))

    def _get_chain_rules(self, products, date, **kwargs):
        """Ids of the rules that concern products, by id of the lists of the chain.

        Remembered until the end of the transaction, or until a rule changes.
        """
        known = self.env.cr.cache.setdefault("membership_dealer_rules", {})
        minute = fields.Datetime.to_datetime(date).replace(second=0, microsecond=0)
        asker = self.env.su, self.env.uid
        key = self.id, asker, products._name, products._ids, minute
        if key in known:
            return known[key]
        chain = self._get_chain_sql()
        in_chain = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (SELECT id FROM (%s) chain)",
                model._field_to_sql(alias, "pricelist_id", query),
                chain,
            )
        )
        _own, *applicable = self._get_applicable_rules_domain(products, date, **kwargs)
        Item = self.env["product.pricelist.item"]
        rules = Item.search_fetch(
            in_chain & Domain(applicable), Item._get_price_fields()
        ).grouped("pricelist_id")
        found = {pricelist.id: items._ids for pricelist, items in rules.items()}
        if len(known) >= RULES_MAX:
            known.clear()
        lists = self.sudo().union(*(pricelist.sudo() for pricelist in rules))
        for pricelist in lists.filtered("dealer_only"):
            known[(pricelist.id, *key[1:])] = found
        return found

    def _get_chain(self):
        """This list and those its rules are based on, as the system."""
        self.env.cr.execute(self._get_chain_sql())
        return self.sudo().browse(row[0] for row in self.env.cr.fetchall())

    def _get_chain_sql(self):
        """SQL that selects the ids of the above."""
        self.env["product.pricelist.item"].flush_model(
            ["pricelist_id", "base", "base_pricelist_id"]
        )
        return SQL(
            """
            WITH RECURSIVE chain AS (
                SELECT id, 0 AS depth FROM unnest(%(ids)s::integer[]) AS id
                UNION
                SELECT item.base_pricelist_id, depth + 1
                FROM chain JOIN product_pricelist_item item
                    ON item.pricelist_id = chain.id AND item.base = 'pricelist'
                WHERE depth < %(depth)s AND item.base_pricelist_id IS NOT NULL
            ) SELECT id FROM chain GROUP BY id ORDER BY MIN(depth), id
            """,
            ids=self.ids,
            depth=DEPTH,
        )

    # === QUANTITY BREAKS === #
    def _get_quantity_breaks(self, products, currency=None):
        """From which quantities on a product is cheaper, and what it costs then.

        :param products: ``product.product`` or ``product.template`` records
        :returns: dict by id of lists of (quantity, price), the smallest first;
            the price of one is the first of them
        """
        self and self.ensure_one()
        rules = self.sudo()._get_chain_rules(products, fields.Datetime.now())
        items = (
            self.env["product.pricelist.item"]
            .sudo()
            .browse(rule_id for found in rules.values() for rule_id in found)
        )
        items = items.filtered(lambda item: item.min_quantity > 1)
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
