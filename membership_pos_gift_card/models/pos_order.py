from odoo import models
from odoo.exceptions import AccessError, UserError


class PosOrder(models.Model):
    """Selling gift cards, and what the server refuses about them."""

    _inherit = "pos.order"

    # === GETTERS === #
    def _get_gift_lines(self):
        """Lines that sell gift cards."""
        return self.lines.filtered(lambda line: line.product_id.is_membership_gift_card)

    def _get_value_lines(self):
        return super()._get_value_lines() | self._get_gift_lines()

    def _concerns_members(self):
        # Also a refund in cash of what an anonymous card paid: nobody is named there.
        return (
            super()._concerns_members()
            or bool(self._get_gift_lines())
            or bool(self.refunded_order_id._get_stored_value_payments())
        )

    def _get_gift_outlet(self):
        """The outlet from whose stock this till sells."""
        outlet = self.config_id.membership_outlet_id
        return outlet or self.env["membership.outlet"]._get_default(self.company_id)

    # === BUSINESS METHODS - BEFORE === #
    def _check_membership(self, totals):
        """Refuse what cannot be sold before core does its work."""
        result = super()._check_membership(totals)
        if lines := self._get_gift_lines():
            self._check_amounts_of_till(totals)
            self._check_can_sell_gift(lines)
        return result

    def _check_can_sell_gift(self, lines):
        """Operators sell blanks of this outlet, for plain money, once each."""
        if not self.env.user.has_group("membership_ledger.group_operator"):
            raise AccessError(
                self.env._("Only operators sell gift cards: ask one to take the money.")
            )
        if self.to_invoice:
            raise UserError(
                self.env._(
                    "A gift card is no sale and is not invoiced: switch the invoice "
                    "off."
                )
            )
        numbers = [line.membership_gift_number for line in lines]
        if len(set(numbers)) != len(numbers):
            raise UserError(self.env._("A gift card is on this order twice."))
        for line in lines:
            if line.refunded_orderline_id or line.qty != 1 or line.price_unit <= 0:
                raise UserError(
                    self.env._(
                        "A gift card is sold one by one and not bought back: remove "
                        "the line."
                    )
                )
            line._check_can_top_up()

    def _check_card_limit(self, spent):
        """What gift cards pay does not count towards the limits of a member's card."""
        gift = sum(
            payment._get_exact_amount()
            for payment in self._get_stored_value_payments()
            if payment.amount > 0 and payment._is_gift()
        )
        return super()._check_card_limit(spent - gift)

    # === BUSINESS METHODS - AFTER === #
    def _settle_membership(self, totals):
        """Activate the cards that were sold, in the transaction that sells them."""
        result = super()._settle_membership(totals)
        for line in self._get_gift_lines():
            line.membership_gift_card_id = self._sell_gift(line)
        return result

    def _sell_gift(self, line):
        Card = self.env["membership.gift.card"].sudo()
        number = line.membership_gift_number
        card = Card._find_by_number(number, self.company_id)
        if not card:
            raise UserError(
                self.env._(
                    "There is no gift card with number %(number)s: scan it again.",
                    number=number or "",
                )
            )
        card._sell(
            line._get_topup_amount(),
            line.uuid,
            outlet=self._get_gift_outlet(),
            origin=self,
            extra=self.payment_ids[:1]._get_gift_columns(),
        )
        return card

    def _generate_pos_order_invoice(self):
        """Nothing was sold: there is nothing to invoice."""
        for order in self.filtered(lambda order: order._get_gift_lines()):
            raise UserError(
                self.env._(
                    "%(order)s sells a gift card: that is no sale and is not invoiced.",
                    order=order.name,
                )
            )
        return super()._generate_pos_order_invoice()

    def _release_stored_value(self):
        """Give back what unfinished payments had reserved on gift cards as well."""
        result = super()._release_stored_value()
        till = self.env["membership.till"]
        for order in self.sudo():
            keys = order._get_stored_value_payments().mapped("uuid")
            till._release_gift(order.company_id, keys)
        return result
