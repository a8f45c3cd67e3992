from odoo import models


class MembershipDealer(models.Model):
    """Prices as the shop says them: with taxes or without, as the website is set."""

    _inherit = "membership.dealer"

    def _get_tax_view(self, website, fiscal_position):
        """How the shop says a price of this dealer.

        Most shops keep prices the way they show them: then nothing is computed.

        :param website: says whether its prices include taxes
        :param fiscal_position: of the customer, may be empty
        :returns: function of a product and an amount in the dealer's currency
        """
        self.ensure_one()
        Template = self.env["product.template"].sudo()
        currency = self._get_pricelist().currency_id
        with_taxes = website.show_line_subtotals_tax_selection == "tax_included"
        views = {}

        def is_as_kept(taxes, mapped):
            return taxes == mapped and all(
                tax.amount_type == "percent" and tax.price_include == with_taxes
                for tax in taxes
            )

        def show(product, amount):
            taxes = product.sudo().taxes_id._filter_taxes_by_company(website.company_id)
            if taxes not in views:
                mapped = fiscal_position.map_tax(taxes)
                views[taxes] = (mapped, is_as_kept(taxes, mapped))
            mapped, is_kept = views[taxes]
            if is_kept:
                return amount
            return Template._apply_taxes_to_price(
                amount, currency, taxes, mapped, product, website=website
            )

        return show

    def _say_taxes(self, website):
        """What the prices of the website mean, in a sentence."""
        if website.show_line_subtotals_tax_selection == "tax_included":
            return self.env._("Prices include taxes.")
        return self.env._("Prices are without taxes.")
