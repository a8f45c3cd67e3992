from odoo import api, fields, models


class ProductPublicCategory(models.Model):
    """Categories for dealers: they, what is below them and their goods are hidden."""

    _inherit = "product.public.category"

    dealer_only = fields.Boolean(
        string="For Dealers Only",
        help="Nobody but dealers finds this category, the categories below it and the "
        "products in them.",
    )
    is_dealer_only = fields.Boolean(
        compute="_compute_is_dealer_only", store=True, recursive=True, index=True
    )

    @api.depends("dealer_only", "parent_id.is_dealer_only")
    def _compute_is_dealer_only(self):
        for category in self:
            category.is_dealer_only = (
                category.dealer_only or category.parent_id.is_dealer_only
            )

    # === BUSINESS METHODS === #
    def _can_return_content(self, field_name=None, access_token=None):
        """Images of hidden categories are hidden, too."""
        if self._is_hidden_from_user():
            return False
        return super()._can_return_content(field_name, access_token)

    def _is_hidden_from_user(self):
        """Whether the user may not know that these exist."""
        hidden = any(category.is_dealer_only for category in self.sudo())
        return hidden and not self.env["membership.dealer"]._sees_dealer_products()
