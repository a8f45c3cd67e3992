from odoo import fields, models
from odoo.http import request


class ProductTemplate(models.Model):
    _inherit = "product.template"

    dealer_quantity_ids = fields.One2many(
        "membership.dealer.quantity",
        "product_tmpl_id",
        string="Dealer Order Quantities",
        groups="membership_dealer_pricing.group_dealer_user",
    )

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        """Tell a dealer in what the product is sold."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        Dealer = self.env["membership.dealer"]
        if request and (dealer := Dealer._get_entitled_of_user(website.company_id)):
            product = product_or_template
            if product._name == "product.template":
                product = product.product_variant_id
            terms = dealer._get_terms(product).get(product.id)
            info["dealer_terms"] = terms and dealer._say_terms(terms, product)
            info["dealer_quantity"] = terms and float(terms.get_next(0) or 1)
        return info
