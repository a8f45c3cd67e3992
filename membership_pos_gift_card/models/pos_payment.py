from odoo import models

from odoo.addons.membership_gift_card.const import BOOK


class PosPayment(models.Model):
    """Payments by gift card: reserved on the card's account, taken with the order."""

    _inherit = "pos.payment"

    # === BUSINESS METHODS === #
    def _is_gift(self):
        """Whether this payment is by gift card."""
        self.ensure_one()
        return bool(self.payment_method_id._get_gift_methods())

    def _capture_stored_value(self):
        """Spend what the till had reserved on the gift card.

        :returns: the state in which the reservation was found
        """
        if not self._is_gift():
            return super()._capture_stored_value()
        order, amount = self.pos_order_id, self._get_exact_amount()
        hold = self._fetch_hold()
        self._check_authorised(hold, amount)
        origin = {"origin": order, "extra": self._get_gift_columns()}
        state = hold.state
        if state == "released":
            hold.account_id._post(-amount, "spend", self.uuid, **origin)
        else:
            # Lapsed: the goods are gone, the ledger flags it.
            hold._capture(amount, force=state == "expired", **origin)
        return state

    # === HOOKS === #
    def _fetch_hold(self):
        """What this till's session had reserved on a gift card under this key."""
        if not self._is_gift():
            return super()._fetch_hold()
        return self.env["membership.till"]._find_gift_holds(
            self.pos_order_id.company_id, [self.uuid]
        )[:1]

    def _get_liability_role(self):
        return "gift_liability" if self._is_gift() else super()._get_liability_role()

    def _get_refundable_entries(self):
        """What the refunded order paid by gift cards goes back to gift cards."""
        if not self._is_gift():
            return super()._get_refundable_entries()
        return [
            (entry, left)
            for entry, left in self.pos_order_id._get_refundable_entries()
            if entry.account_id.book == BOOK
        ]

    # === HELPERS === #
    def _get_gift_columns(self):
        """A gift card is nobody's: its entries name the outlet only."""
        columns = self.pos_order_id._get_entry_columns()
        return {name: columns[name] for name in columns if name != "card_id"}
