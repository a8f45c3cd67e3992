from odoo import api, models, tools


class ProductPricelist(models.Model):
    """Who gets which list: dealers theirs, everybody else any but a dealer's."""

    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """A contact of an entitled dealer buys at the dealer's list, whatever else.

        This is asked by contacts, sales orders, carts and tills alike.
        """
        result = super()._get_partner_pricelist_multi(partner_ids)
        Dealer = self.env["membership.dealer"]
        if self.env["res.groups"]._is_feature_enabled(
            "product.group_product_pricelist"
        ):
            for partner_id, pricelist in Dealer._get_pricelists(
                partner_ids, self.env.company
            ).items():
                result[partner_id] = pricelist.with_env(self.env)
        return result

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        """No dealer list is anybody's default, whatever its place in the list."""
        return [
            *super()._get_partner_pricelist_multi_search_domain_hook(company_id),
            ("dealer_only", "=", False),
        ]

    def _get_partner_pricelist_multi_filter_hook(self):
        """A dealer list set on a contact by hand gives no right to it."""
        # As the system: a portal user may not even read that the list is closed.
        free = self.sudo().filtered(lambda pricelist: not pricelist.dealer_only)
        return super(
            ProductPricelist, free.with_env(self.env)
        )._get_partner_pricelist_multi_filter_hook()

    def _get_country_pricelist_multi(self, country_ids):
        """Core's last resort is a system parameter: not a dealer list either."""
        result = super()._get_country_pricelist_multi(country_ids)
        return {
            country_id: found.filtered(lambda pricelist: not pricelist.dealer_only)
            for country_id, found in result.items()
        }

    @api.model
    def _get_dealer_retail(self):
        """The list of a visitor, whose prices everybody may know; as the system."""
        return self.sudo().browse(self._get_dealer_retail_id())

    @api.model
    @tools.ormcache("self.env.company.id", "self.env.context.get('country_code')")
    def _get_dealer_retail_id(self):
        """Asked on every page of a dealer; core forgets caches when a list changes."""
        return self.sudo()._get_country_pricelist_multi([])[False].id

    # === PRICES === #
    def _compute_price_rule(self, products, quantity, **kwargs):
        """As core; a dealer's user is told the dealer's own prices."""
        found = self.sudo() if self._is_asked_by_its_dealer() else self
        return super(ProductPricelist, found)._compute_price_rule(
            products, quantity, **kwargs
        )

    def _is_asked_by_its_dealer(self):
        """Whether a user of a dealer asks for that dealer's own prices.

        The rules behind them are closed to everybody outside, this user included:
        core, which asks some questions as the user, would answer with retail prices.
        """
        if self.env.su or not self.env.user.share or not self.sudo().dealer_only:
            return False
        Dealer = self.env["membership.dealer"]
        return self == Dealer._get_pricelist_of_user(self.env.company)
