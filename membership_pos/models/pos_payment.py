from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class PosPayment(models.Model):
    _inherit = "pos.payment"

    membership_entry_id = fields.Many2one(
        "membership.entry",
        string="Stored Value Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # === BUSINESS METHODS === #
    def _get_exact_amount(self):
        """The amount as an exact Decimal in the currency of the till."""
        self.ensure_one()
        return Decimal(float_repr(self.amount, self.currency_id.decimal_places))

    def _settle_stored_value(self):
        """Take the payment from the member's account, or give a refund back to it."""
        for payment in self:
            if payment._get_exact_amount() > 0:
                payment.membership_entry_id = payment._capture_stored_value()
            else:
                payment.membership_entry_id = payment._refund_stored_value()

    def _capture_stored_value(self):
        """Spend what the till had reserved for this payment.

        :returns: the entry on the member's account
        :raises UserError: if nobody authorised this payment, or another one
        """
        order = self.pos_order_id
        amount = self._get_exact_amount()
        hold = self.env["membership.hold"].search(
            [
                ("account_id.member_id", "in", order.membership_member_id.ids),
                ("key", "=", self.uuid),
            ],
            limit=1,
        )
        self._check_authorised(hold, amount)
        origin = {"origin": order, "extra": order._get_entry_columns()}
        if hold.state == "pending":
            return hold._capture(amount, **origin)
        # Lapsed: the till was offline or the session closed meanwhile, and the goods
        # are gone. A hold that the cashier gave up must be covered once more.
        return hold.account_id._post(
            -amount, "spend", self.uuid, force=hold.state == "expired", **origin
        )

    def _check_authorised(self, hold, amount):
        """Refuse a payment that the till did not reserve, for this member, in time."""
        if not hold:
            raise UserError(
                self.env._(
                    "The payment of %(amount)s from stored value was never authorised "
                    "for this member. Remove it and choose the payment method again.",
                    amount=self.currency_id.format(self.amount),
                )
            )
        if hold.state == "captured" or amount > Decimal(str(hold.amount)):
            raise UserError(
                self.env._(
                    "%(amount)s is not what was authorised from stored value. Remove "
                    "the payment and choose it again.",
                    amount=self.currency_id.format(self.amount),
                )
            )

    def _refund_stored_value(self):
        """Give back what the refunded order paid from stored value, no more.

        :returns: the (last) entry on the account that had paid
        :raises UserError: if the refunded order paid less from stored value
        """
        order = self.pos_order_id
        left = -self._get_exact_amount()
        entry = self.env["membership.entry"]
        for paid, reversible in order._get_refundable_entries():
            if left <= 0:
                break
            part = min(left, reversible)
            entry = paid._reverse(
                part,
                f"{self.uuid}:{paid.id}",
                origin=order,
                extra=order._get_entry_columns(),
            )
            left -= part
        if left > 0:
            raise UserError(
                self.env._(
                    "Only what was paid from stored value is refunded to it: "
                    "%(left)s too much. Refund the rest as it was paid.",
                    left=self.currency_id.format(float(left)),
                )
            )
        return entry
