from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_membership_gift_card = fields.Boolean(
        string="Sells a Gift Card",
        help="Selling this activates a numbered blank instead of making revenue: it is "
        "booked on the account for gift cards outstanding.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("is_membership_gift_card", "type", "taxes_id")
    def _check_membership_gift_card(self):
        for product in self.filtered("is_membership_gift_card"):
            if product.type != "service" or product.taxes_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s sells gift cards: it must be a service without "
                        "taxes, because nothing is sold yet.",
                        product=product.name,
                    )
                )

    # === BUSINESS METHODS === #
    def _get_product_accounts(self):
        """A gift card is owed to whoever carries it, whatever the category says."""
        accounts = super()._get_product_accounts()
        if self.is_membership_gift_card:
            company = self.env.company
            accounts["income"] = company._get_membership_account("gift_liability")
        return accounts

    def _force_default_sale_tax(self, companies):
        """Core gives products the taxes of a new company: not to a gift card."""
        taxed = self.filtered(lambda product: not product.is_membership_gift_card)
        return super(ProductTemplate, taxed)._force_default_sale_tax(companies)

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "is_membership_gift_card"]
