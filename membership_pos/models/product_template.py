from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_membership_topup = fields.Boolean(
        string="Top-up of Stored Value",
        help="Selling this puts money on the member's account instead of making "
        "revenue: it is booked on the account for customer stored value.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("is_membership_topup", "type", "taxes_id")
    def _check_membership_topup(self):
        for product in self.filtered("is_membership_topup"):
            if product.type != "service" or product.taxes_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s tops up stored value: it must be a service "
                        "without taxes, because nothing is sold yet.",
                        product=product.name,
                    )
                )

    # === BUSINESS METHODS === #
    def _get_product_accounts(self):
        """A top-up is owed to the member, whatever the product or category says."""
        accounts = super()._get_product_accounts()
        if self.is_membership_topup:
            accounts["income"] = self.env.company._get_membership_account("liability")
        return accounts

    def _force_default_sale_tax(self, companies):
        """Core gives products the taxes of a new company: not to a top-up."""
        taxed = self.filtered(lambda product: not product.is_membership_topup)
        return super(ProductTemplate, taxed)._force_default_sale_tax(companies)

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "is_membership_topup"]
