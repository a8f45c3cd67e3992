from odoo import api, fields, models
from odoo.fields import Domain
from odoo.http import request


class ProductTemplate(models.Model):
    """Products for dealers only: hidden from others in every door."""

    _inherit = "product.template"

    dealer_only = fields.Boolean(
        string="For Dealers Only",
        help="Nobody but dealers finds this product on the website. The same holds for "
        "all products in a website category that is for dealers only.",
    )
    is_dealer_only = fields.Boolean(
        compute="_compute_is_dealer_only", store=True, index=True, compute_sudo=True
    )

    @api.depends("dealer_only", "public_categ_ids.is_dealer_only")
    def _compute_is_dealer_only(self):
        for template in self:
            template.is_dealer_only = template.dealer_only or any(
                template.public_categ_ids.mapped("is_dealer_only")
            )

    @api.depends_context("uid")
    def _compute_can_publish(self):
        """As core, which writes a long refusal for every customer who is signed in."""
        closed = self.filtered(lambda template: not template.has_access("write"))
        closed.can_publish = False
        return super(ProductTemplate, self - closed)._compute_can_publish()

    # === BUSINESS METHODS === #
    @api.model
    def _get_dealer_domain(self):
        """Which products the user may know of."""
        if self.env["membership.dealer"]._sees_dealer_products():
            return Domain.TRUE
        return Domain("is_dealer_only", "=", False)

    def _is_hidden_from_user(self):
        """Whether the user may not know that these exist."""
        hidden = any(template.is_dealer_only for template in self.sudo())
        return hidden and not self.env["membership.dealer"]._sees_dealer_products()

    def _is_visible_to(self, partner):
        """Whether a contact may buy this product.

        :param partner: ``res.partner`` of an order
        """
        self.ensure_one()
        if not self.sudo().is_dealer_only:
            return True
        return bool(partner._filter_dealer_prices())

    def _can_return_content(self, field_name=None, access_token=None):
        """Images of hidden products are hidden, too."""
        if self._is_hidden_from_user():
            return False
        return super()._can_return_content(field_name, access_token)

    # === PRICES === #
    def _get_sales_prices(self, website):
        """As core, with the retail prices beside a dealer's asked for at once.

        Core asks for each product's price before discount; for retail prices that
        follow rules this would be several queries per product.
        """
        pricelist = request.pricelist
        if not self or not pricelist.dealer_only:
            return super()._get_sales_prices(website)
        # Without a rule's discount core shows the price alone.
        result = super(
            ProductTemplate, self.with_context(dealer_price_alone=True)
        )._get_sales_prices(website)
        if website.company_id.root_id.sudo().membership_dealer_show_retail:
            self._add_retail_prices(result, website)
        return result

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        """A dealer is told from which quantities on a product is cheaper."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        if request.pricelist.dealer_only:
            info["dealer_breaks"] = self._render_quantity_breaks(
                product_or_template, info, website
            )
        return info

    def _render_quantity_breaks(self, product, info, website):
        """The table of quantities and prices, empty if one price holds for all.

        :param info: combination info with its currency and taxes
        """
        currency = info["currency"]
        breaks = request.pricelist._get_quantity_breaks(product, currency=currency)
        rows = [
            {
                "quantity": start,
                "price": self._get_shop_price(
                    price,
                    currency,
                    info["product_taxes"],
                    info["taxes"],
                    product,
                    website,
                ),
            }
            for start, price in breaks[product.id]
        ]
        if len(rows) < 2:
            return ""
        return self.env["ir.qweb"]._render(
            "membership_dealer_pricing.quantity_breaks",
            {"rows": rows, "currency": currency, "uom": product.uom_id.name},
        )

    def _add_retail_prices(self, result, website):
        """Put what a visitor pays beside what a dealer pays.

        :param result: dict by id of template, as ``_get_sales_prices`` returns it
        """
        currency, fiscal_position = website.currency_id, request.fiscal_position
        retail = self.env["product.pricelist"]._get_dealer_retail()
        prices = retail._compute_price_rule(self, 1.0, currency=currency)
        for template in self:
            taxes = template.sudo().taxes_id._filter_taxes_by_company(self.env.company)
            price = self._get_shop_price(
                prices[template.id][0],
                currency,
                taxes,
                fiscal_position.map_tax(taxes),
                template,
                website,
            )
            values = result[template.id]
            if currency.compare_amounts(price, values["price_reduce"]) == 1:
                values["base_price"] = price

    def _get_shop_price(self, price, currency, product_taxes, taxes, product, website):
        """As ``_apply_taxes_to_price``, at no cost for what bears no tax."""
        if not product_taxes and not taxes:
            return price
        return self._apply_taxes_to_price(
            price, currency, product_taxes, taxes, product, website=website
        )

    def _get_dealer_shop_prices(self):
        """What a dealer pays for one of each: dict by id, without taxes."""
        rows = request.pricelist._compute_price_rule(
            self, 1.0, currency=request.website.currency_id
        )
        return {template_id: price for template_id, (price, _rule) in rows.items()}
