from odoo import models
from odoo.exceptions import AccessError, UserError


class SaleOrder(models.Model):
    """Dealer prices hold as long as the right to them: in carts, offers, payments."""

    _inherit = "sale.order"

    # === ACTION METHODS === #
    def action_confirm(self):
        """What was being paid while the right to the prices ended is noted."""
        lapsed = self.filtered(
            lambda order: (
                order.state in ("draft", "sent") and order._has_lapsed_dealer_prices()
            )
        )
        result = super().action_confirm()
        for order in lapsed:
            order.sudo().message_post(
                body=self.env._(
                    "Confirmed at dealer prices that %(customer)s is not entitled to "
                    "any more.",
                    customer=order.partner_id.display_name,
                )
            )
        return result

    # === BUSINESS METHODS === #
    def _reprice_for_dealer(self):
        """Give a cart the prices that its customer is entitled to now, and say so."""
        self.ensure_one()
        before = self.pricelist_id
        self._compute_pricelist_id()
        if self.pricelist_id == before:
            return
        hidden = self.order_line.product_id.product_tmpl_id.filtered(
            lambda template: not template._is_visible_to(self.partner_id)
        )
        self.order_line.filtered(
            lambda line: line.product_id.product_tmpl_id in hidden
        ).unlink()
        self._recompute_prices()
        self.shop_warning = self.env._(
            "Your prices have changed: this cart was calculated anew."
        )

    def _is_dealer_cart(self):
        """Whether this is a cart of the website at dealer prices."""
        self.ensure_one()
        return bool(
            self.website_id
            and self.state == "draft"
            and self.sudo().pricelist_id.dealer_only
        )

    def _has_lapsed_dealer_prices(self):
        """Whether this is at dealer prices that its customer has no right to now.

        A cart has to be at the very list of today. An offer of ours holds as long as
        its customer is an entitled dealer.
        """
        self.ensure_one()
        pricelist = self.sudo().pricelist_id
        if not pricelist.dealer_only:
            return False
        partner = self.sudo().partner_id.with_company(self.company_id)
        right = partner.property_product_pricelist
        return pricelist != right if self._is_dealer_cart() else not right.dealer_only

    def _open_dealer_cart(self, user):
        """A cart that is opened like a document: by its dealer, at today's prices.

        :param user: who opens it
        :raises AccessError: for anybody else, whatever link he has
        """
        self.ensure_one()
        if not self._is_dealer_cart():
            return
        firm = self.partner_id.commercial_partner_id
        if user.share and user.sudo().partner_id.commercial_partner_id != firm:
            raise AccessError(self.env._("Sign in to open your cart."))
        if self._has_lapsed_dealer_prices() and not self.env.cr.readonly:
            self._reprice_for_dealer()

    # === CHECKS === #
    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._has_lapsed_dealer_prices()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._has_lapsed_dealer_prices()

    def _check_dealer_payment(self):
        """Raise unless this can be paid at the prices it has.

        There are other ways to a payment than the checkout: a cart that goes one of
        them is checked like any other.
        """
        self.ensure_one()
        if self._is_dealer_cart():
            self._check_cart_is_ready_to_be_paid()
        elif self.state in ("draft", "sent") and self._has_lapsed_dealer_prices():
            raise UserError(
                self.env._(
                    "%(order)s was offered at dealer prices that do not hold any more: "
                    "ask us for a new offer.",
                    order=self.name,
                )
            )

    def _check_cart_is_ready_to_be_paid(self):
        """A page that was opened before the prices changed pays nothing."""
        if self._has_lapsed_dealer_prices():
            raise UserError(
                self.env._("Your prices have changed: open your cart again.")
            )
        return super()._check_cart_is_ready_to_be_paid()
