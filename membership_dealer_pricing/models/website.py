from odoo import models
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.website_sale.models.website import (
    CART_SESSION_CACHE_KEY,
    PRICELIST_SESSION_CACHE_KEY,
)

NOTICE_KEY = "membership_dealer_notice"


class Website(models.Model):
    """A visitor's right to a price list is looked at again on every request."""

    _inherit = "website"

    # === PRICE LISTS === #
    def _get_and_cache_current_pricelist(self):
        """What the session remembers is a proposal; the dealer's file decides."""
        found = super()._get_and_cache_current_pricelist()
        if not self.env["res.groups"]._is_feature_enabled(
            "product.group_product_pricelist"
        ):
            return found
        right = self._get_dealer_pricelist()
        if right and found != right:
            self._switch_pricelist(right)
            return right
        if not right and found.dealer_only:
            found = self._get_retail_pricelist()
            self._switch_pricelist(found)
        return found

    def _get_dealer_pricelist(self):
        """The list that the user of this request gets as a dealer, as the system."""
        self.ensure_one()
        return self.env["membership.dealer"]._get_pricelist_of_user(self.company_id)

    def _get_retail_pricelist(self):
        """What anybody who is no dealer pays here, as the system."""
        self.ensure_one()
        available = self.get_pricelist_available()
        own = self.env.user.partner_id.property_product_pricelist
        return (own if own in available else available[:1] or own).sudo()

    def _switch_pricelist(self, pricelist):
        """Make the session, and its cart, buy at another list from now on."""
        old_id = request.session.get(PRICELIST_SESSION_CACHE_KEY)
        request.session[PRICELIST_SESSION_CACHE_KEY] = pricelist.id
        if old_id and old_id != pricelist.id and not self.env.user._is_public():
            request.session[NOTICE_KEY] = True
        if request.session.get(CART_SESSION_CACHE_KEY) and not self.env.cr.readonly:
            bool(request.cart)  # repriced as soon as it is looked at

    def _pop_dealer_notice(self):
        """Whether the customer has to be told that prices changed; only once."""
        return bool(request.session.pop(NOTICE_KEY, False))

    def get_pricelist_available(self, show_visible=False):
        """A dealer buys at its list and chooses no other; nobody chooses a dealer's."""
        if right := self._get_dealer_pricelist():
            return right
        found = super().get_pricelist_available(show_visible)
        return found.filtered(lambda pricelist: not pricelist.sudo().dealer_only)

    # === CART === #
    def _get_and_cache_current_cart(self):
        """A cart at dealer prices is shown to who may have them, repriced to others."""
        cart = super()._get_and_cache_current_cart()
        if not cart:
            return cart
        right = self._get_dealer_pricelist()
        if cart.pricelist_id == right or not (right or cart.pricelist_id.dealer_only):
            return cart
        mine = self.env.user.partner_id | self.sudo().user_id.partner_id
        if cart.partner_id.commercial_partner_id not in mine.commercial_partner_id:
            # A link to somebody else's cart opens no prices: the dealer signs in.
            self.sale_reset()
            return cart.browse()
        if self.env.cr.readonly:
            return cart.browse()
        cart._reprice_for_dealer()
        return cart

    # === PRODUCTS === #
    def sale_product_domain(self):
        """Products for dealers are not there for others."""
        domain = super().sale_product_domain()
        hidden = self.env["product.template"]._get_dealer_domain()
        return Domain.AND([domain, hidden])
