from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

# What sub-dealers bought, summed up per product and quantity of a line.
BOUGHT = """
SELECT dealer.id, line.product_id, ROUND((line.product_uom_qty * uom.factor
        / own.factor)::numeric, 6)::float AS quantity, COUNT(*),
    SUM(line.price_subtotal / COALESCE(NULLIF(orders.currency_rate, 0), 1))
FROM membership_dealer dealer
JOIN res_partner partner ON partner.commercial_partner_id = dealer.partner_id
JOIN sale_order orders ON orders.partner_id = partner.id
JOIN res_company company ON company.id = orders.company_id
JOIN sale_order_line line ON line.order_id = orders.id
JOIN product_product product ON product.id = line.product_id
JOIN product_template template ON template.id = product.product_tmpl_id
JOIN uom_uom uom ON uom.id = line.product_uom_id
JOIN uom_uom own ON own.id = template.uom_id
WHERE dealer.id IN %(ids)s AND orders.state = 'sale'
    AND orders.date_order >= %(start)s AND line.display_type IS NULL
    AND NOT COALESCE(line.is_downpayment, FALSE)
    AND NOT COALESCE(line.is_delivery, FALSE)
    AND line.product_uom_qty > 0
    AND split_part(company.parent_path, '/', 1)::integer = dealer.company_id
GROUP BY dealer.id, line.product_id, quantity
"""


class MembershipDealer(models.Model):
    """What an upline would have paid for what its sub-dealers bought from us."""

    _inherit = "membership.dealer"

    # === BUSINESS METHODS === #
    def _get_sub_rows(self, day_from):
        """With the upline's margin on each sub-dealer, where the company shows it."""
        rows = super()._get_sub_rows(day_from)
        dealer = self.sudo()
        if dealer.company_id.membership_dealer_upline_margin:
            margins = dealer._get_sub_margins(day_from)
            for row in rows:
                row["margin"] = margins.get(row["dealer"].id, 0.0)
        return rows

    def _get_sub_margins(self, day_from):
        """Untaxed: what each sub-dealer paid us, less this dealer's prices of today.

        Confirmed orders since ``day_from``, in the company's currency; one query and
        one question to the price list per quantity, whatever was ordered.

        :returns: {dealer id: amount}
        """
        self.ensure_one()
        bought = self._get_bought(day_from)
        products_by_quantity = defaultdict(self.env["product.product"].browse)
        for _dealer, product_id, quantity, _count, _paid in bought:
            products_by_quantity[quantity] |= self.env["product.product"].browse(
                product_id
            )
        costs = {
            quantity: self._get_own_costs(products, quantity)
            for quantity, products in products_by_quantity.items()
        }
        margins = defaultdict(float)
        for dealer_id, product_id, quantity, count, paid in bought:
            cost = costs[quantity][product_id] * count
            margins[dealer_id] += float(paid) - cost
        currency = self.company_id.currency_id
        return {key: currency.round(margin) for key, margin in margins.items()}

    # === HELPERS === #
    def _get_bought(self, day_from):
        if not self.sub_ids:
            return []
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model()
        self.env.cr.execute(SQL(BOUGHT, ids=tuple(self.sub_ids.ids), start=day_from))
        return self.env.cr.fetchall()

    def _get_own_costs(self, products, quantity):
        """{product id: what ``quantity`` of it costs this dealer today, untaxed}."""
        company = self.company_id
        pricelist, currency = self._get_pricelist(), company.currency_id
        prices = pricelist._compute_price_rule(
            products, quantity, currency=currency, date=fields.Datetime.now()
        )
        costs = {}
        for product in products:
            taxes = product.taxes_id._filter_taxes_by_company(company)
            price = prices[product.id][0]
            amounts = taxes.compute_all(price, currency, quantity, product=product)
            costs[product.id] = amounts["total_excluded"]
        return costs
