from odoo import models

from odoo.addons.membership_card.stacking import is_at_member_price


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    # === BUSINESS METHODS === #
    def _is_at_member_price(self, usual):
        """Whether this line is as cheap as for members, or cheaper.

        :param usual: the price list by which everybody buys
        """
        self.ensure_one()
        order = self.order_id
        is_manual = bool(
            order.currency_id.compare_amounts(
                self.technical_price_unit, self.price_unit
            )
        )
        return is_at_member_price(
            self.price_unit * (1 - self.discount / 100),
            self._get_unit_price(order.pricelist_id),
            self._get_unit_price(usual),
            is_manual,
        )

    # === HELPERS === #
    def _get_unit_price(self, pricelist):
        """What one of this line costs by a price list, taxes mapped as on the line."""
        line = self.with_company(self.company_id)
        product = line.product_id.with_context(**line._get_product_price_context())
        price = pricelist._get_product_price(product, **line._get_pricelist_kwargs())
        return product._get_tax_included_unit_price_from_price(
            price,
            product_taxes=product.taxes_id._filter_taxes_by_company(line.company_id),
            fiscal_position=line.order_id.fiscal_position_id,
        )
