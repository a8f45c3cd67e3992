from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductPricelistItem(models.Model):
    """Rules of dealer lists: what is struck through is retail, never a cost."""

    _inherit = "product.pricelist.item"

    @api.constrains("base_pricelist_id", "pricelist_id")
    def _check_dealer_base(self):
        """A retail price calculated from a dealer's price gives it away."""
        for item in self.sudo():
            if item.base_pricelist_id.dealer_only and not item.pricelist_id.dealer_only:
                raise ValidationError(
                    self.env._(
                        "%(pricelist)s is for everybody and cannot be based on "
                        "%(base)s, which is for dealers only.",
                        pricelist=item.pricelist_id.name,
                        base=item.base_pricelist_id.name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Prices of dealers are searched anew."""
        self._forget_rules()
        return super().create(vals_list)

    def write(self, vals):
        """Prices of dealers are searched anew."""
        self._forget_rules()
        return super().write(vals)

    def unlink(self):
        """Prices of dealers are searched anew."""
        self._forget_rules()
        return super().unlink()

    def _forget_rules(self):
        """What this transaction remembers of the rules of dealer lists."""
        self.env.cr.cache.pop("membership_dealer_rules", None)

    # === BUSINESS METHODS === #
    @api.model
    def _get_price_fields(self):
        """What is read of a rule as soon as one field is: asked for with the search."""
        return [
            name
            for name, field in self._fields.items()
            if field.prefetch is True
            and field.store
            and field.column_type
            and self._has_field_access(field, "read")
        ]

    def _is_for_dealers(self):
        """Whether this is a rule of a dealer list."""
        return self.sudo().pricelist_id.dealer_only

    def _show_discount(self):
        """On documents a dealer's price stands alone: no discount tells a base."""
        if self._is_for_dealers():
            return False
        return super()._show_discount()

    def _show_discount_on_shop(self):
        """Retail is struck through beside a dealer's price if the company says so."""
        if self._is_for_dealers():
            alone = self.env.context.get("dealer_price_alone")
            company = self.env.company.sudo().root_id
            return company.membership_dealer_show_retail and not alone
        return super()._show_discount_on_shop()

    def _compute_base_price(self, product, quantity, uom, date, currency, **kwargs):
        """What the list below was asked for all products is not asked again."""
        known = kwargs.get("dealer_base_prices")
        if not known or self.base != "pricelist":
            return super()._compute_base_price(
                product, quantity, uom, date, currency, **kwargs
            )
        base = self.base_pricelist_id
        price = known.get(base.id, {}).get(product._name, {}).get(product.id)
        if price is None:
            return super()._compute_base_price(
                product, quantity, uom, date, currency, **kwargs
            )
        if base.currency_id != currency:
            price = base.currency_id._convert(
                price, currency, self.env.company, date, round=False
            )
        return price

    def _compute_price_before_discount(self, *args, **kwargs):
        """Before a dealer's discount stands what a visitor pays, whatever the base."""
        if not self._is_for_dealers():
            return super()._compute_price_before_discount(*args, **kwargs)
        names = ("product", "quantity", "uom", "date", "currency")
        values = dict(zip(names, args, strict=False)) | kwargs
        product, quantity = values.pop("product"), values.pop("quantity")
        retail = self.env["product.pricelist"]._get_dealer_retail()
        values["date"] = values.get("date") or fields.Datetime.now()
        return retail._get_product_price(product, quantity, **values)
