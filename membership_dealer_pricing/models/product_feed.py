from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.http import request


class ProductFeed(models.Model):
    """A feed is read by everybody: it carries what a visitor pays."""

    _inherit = "product.feed"

    @api.constrains("pricelist_id")
    def _check_no_dealer_list(self):
        if found := self.sudo().pricelist_id.filtered("dealer_only")[:1]:
            raise ValidationError(
                self.env._(
                    "%(pricelist)s is for dealers only and cannot be published in a "
                    "feed.",
                    pricelist=found.name,
                )
            )

    def _get_feed_product_domain(self):
        """Core looks as the system, for which nothing is hidden."""
        shown = Domain("is_dealer_only", "=", False)
        return super()._get_feed_product_domain() & shown

    def _render_gmc_feed(self):
        """Rendered as the visitor: core keeps it for a day, whoever asked first."""
        public = self.sudo().website_id.user_id
        if not self.pricelist_id:
            website = self.website_id.with_user(public)
            request.pricelist = website._get_retail_pricelist()
        return super(ProductFeed, self.with_user(public).sudo())._render_gmc_feed()
