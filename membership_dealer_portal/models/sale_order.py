from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

MANAGER = "membership_dealer_pricing.group_dealer_manager"


class SaleOrder(models.Model):
    """Dealers order in full cases, above a minimum, within their credit."""

    _inherit = "sale.order"

    dealer_objections = fields.Text(
        compute="_compute_dealer_objections",
        help="What stands against this dealer's order.",
    )

    # === COMPUTE METHODS === #
    def _compute_dealer_objections(self):
        for order in self:
            objections = order._get_dealer_objections()
            if credit := order._get_credit_objection():
                objections.append(credit)
            order.dealer_objections = "\n".join(objections) or False

    # === ACTION METHODS === #
    def action_confirm(self):
        """An order that breaks the dealer's terms needs a manager, who is named.

        The website has checked its carts before they were paid.
        """
        if not self.env.su:
            for order in self:
                order._check_dealer_terms()
        return super().action_confirm()

    def _check_dealer_terms(self):
        if not (objections := self.dealer_objections):
            return
        if not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "%(objections)s\n\nA manager of dealers can confirm it anyway.",
                    objections=objections,
                )
            )
        self.message_post(
            body=self.env._("Confirmed although: %(objections)s", objections=objections)
        )

    # === BUSINESS METHODS - CART === #
    def _verify_updated_quantity(
        self, order_line, product_id, new_qty, uom_id, **kwargs
    ):
        """Raise a quantity to what is sold to this dealer, and say so."""
        quantity, warning = super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kwargs
        )
        dealer = self._get_buying_dealer()
        if not dealer or quantity <= 0:
            return quantity, warning
        product = self.env["product.product"].browse(product_id)
        terms = dealer._get_terms(product)[product_id]
        uom = self.env["uom.uom"].browse(uom_id) or product.uom_id
        asked = _exact(uom._compute_quantity(quantity, product.uom_id, round=False))
        if terms.allows(asked):
            return quantity, warning
        fitting, sentence = terms.get_next(asked), ""
        # What the stock allows may be less than the next case.
        left, _limit = super()._verify_updated_quantity(
            order_line, product_id, float(fitting), product.uom_id.id, **kwargs
        )
        if _exact(left) < fitting:
            fitting = terms.get_last(_exact(left))
        sentence = self.env._(
            "%(product)s: %(terms)s The quantity was set to %(quantity)s.",
            product=product.display_name,
            terms=dealer._say_terms(terms, product),
            quantity=f"{fitting.normalize():f}",
        )
        result = product.uom_id._compute_quantity(float(fitting), uom, round=False)
        return result, " ".join(filter(None, [warning, sentence]))

    def _add_checked_lines(self, lines):
        """Put the lines of a quick order into this cart.

        :param lines: dicts as ``dealer._check_order_lines`` made them, without errors
        :returns: warnings, for instance of the stock
        """
        self.ensure_one()
        cart = self.with_context(skip_cart_verification=True)
        results = [
            cart._cart_add(line["product"].id, float(line["quantity"]))
            for line in lines
        ]
        self._verify_cart_after_update()
        return [result["warning"] for result in results if result.get("warning")]

    def _is_cart_ready(self):
        """The button to go on is there when nothing stands against the order."""
        return super()._is_cart_ready() and not self._get_dealer_objections()

    def _check_cart_is_ready_to_be_paid(self):
        """Whoever goes to the payment by its address is told what is missing."""
        if objections := self._get_dealer_objections():
            raise ValidationError("\n".join(objections))
        return super()._check_cart_is_ready_to_be_paid()

    # === BUSINESS METHODS - TERMS === #
    def _get_buying_dealer(self):
        """The dealer who buys here at his prices, as the system; empty if none does."""
        self.ensure_one()
        if self.partner_id == self.env.user.sudo().partner_id:
            # A cart, which asks several times for one page.
            return self.env["membership.dealer"]._get_entitled_of_user(self.company_id)
        dealer = self.partner_id._get_dealer(self.company_id)
        return dealer if dealer and dealer._is_entitled() else dealer.browse()

    def _get_dealer_objections(self):
        """What stands against this order, each a sentence with what to do."""
        self.ensure_one()
        dealer = self._get_buying_dealer() if self.partner_id else None
        if not dealer or not self.order_line:
            return []
        order = self.sudo()
        objections = dealer._object_to_quantities(order._get_dealer_quantities())
        if upline := dealer._get_passing_upline():
            # Smallest order and credit are a matter of who sells: the upline.
            return [*objections, order._get_passing_sentence(upline)]
        goods = sum(line.price_subtotal for line in order._get_dealer_lines())
        if sentence := dealer._object_to_total(
            goods, order.currency_id, order.date_order
        ):
            objections.append(sentence)
        return objections

    def _get_dealer_lines(self):
        return self.order_line.filtered(
            lambda line: (
                line.product_id
                and not line.display_type
                and not line._is_delivery()
                and not line.combo_item_id
            )
        )

    def _get_dealer_quantities(self):
        """{product: quantity in its own unit} of what is ordered."""
        totals = {}
        for line in self._get_dealer_lines():
            product = line.product_id
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, product.uom_id, round=False
            )
            totals[product] = totals.get(product, Decimal(0)) + _exact(quantity)
        return totals

    def _get_credit_objection(self):
        """Why this dealer cannot buy on account any more; None if he can."""
        self.ensure_one()
        dealer = self._get_buying_dealer() if self.partner_id else None
        if not dealer or dealer._get_passing_upline():
            return None
        return dealer._object_to_credit(self.sudo())


def _exact(number):
    """The number as people see it, without what sums of floats add to it."""
    return Decimal(repr(round(number, 6)))
