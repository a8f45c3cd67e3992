from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class PosPayment(models.Model):
    _inherit = "pos.payment"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """An order that was settled takes no more stored value."""
        payments = super().create(vals_list)
        # Orders from a till are created as paid: until they are processed, they have
        # no name.
        late = payments.filtered(lambda payment: payment.pos_order_id.name != "/")
        late._check_not_settled()
        return payments

    def write(self, vals):
        """What was taken from stored value is refunded, never edited."""
        if {"amount", "payment_method_id", "pos_order_id", "uuid"} & vals.keys():
            self._check_not_settled()
            result = super().write(vals)
            self._check_not_settled()
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._check_not_settled()

    def _check_not_settled(self):
        for payment in self:
            method = payment.payment_method_id
            is_settled = payment.pos_order_id.state in ("paid", "done")
            if is_settled and method._get_stored_value_methods():
                raise UserError(
                    self.env._(
                        "%(order)s is paid: stored value in it cannot be changed any "
                        "more. Refund the order instead.",
                        order=payment.pos_order_id.name,
                    )
                )

    # === BUSINESS METHODS === #
    def _get_exact_amount(self):
        """The amount as an exact Decimal in the currency of the till."""
        self.ensure_one()
        return Decimal(float_repr(self.amount, self.currency_id.decimal_places))

    def _settle_stored_value(self):
        """Take payments from the member's account, give refunds back to it.

        :returns: the payments whose authorisation had lapsed
        """
        lapsed = self.browse()
        for payment in self:
            if payment._get_exact_amount() < 0:
                payment._refund_stored_value()
            elif payment._capture_stored_value() != "pending":
                lapsed |= payment
        return lapsed

    def _capture_stored_value(self):
        """Spend what the till had reserved for this payment.

        :returns: the state in which the reservation was found
        :raises UserError: if nobody authorised this payment, or another one
        """
        order = self.pos_order_id
        amount = self._get_exact_amount()
        hold = self._fetch_hold()
        self._check_authorised(hold, amount)
        origin = {"origin": order, "extra": order._get_entry_columns()}
        state = hold.state
        if state == "released":
            # The cashier gave it up: what he gave up must be covered once more.
            card = order.membership_card_id
            card._check_spending(hold.account_id, amount, self.uuid)
            hold.account_id._post(-amount, "spend", self.uuid, **origin)
        else:
            # Lapsed: the till was offline or its session was closed meanwhile. The
            # goods are gone, the ledger flags it.
            hold._capture(amount, force=state == "expired", **origin)
        return state

    # === HOOKS === #
    def _get_liability_role(self):
        """Hook: the account that this payment lowers when the session is closed.

        :returns: a role, see ``res.company._get_membership_account``
        """
        return "liability"

    def _get_refundable_entries(self):
        """Hook: what this refund may undo: [(entry, exact amount not undone yet)]."""
        self.ensure_one()
        return [
            (entry, left)
            for entry, left in self.pos_order_id._get_refundable_entries()
            if entry.account_id.book in (False, "wallet")
        ]

    # === HELPERS === #
    def _fetch_hold(self):
        """What the till had reserved for this payment, of this order's member."""
        accounts = self.pos_order_id.membership_member_id._get_drawn_accounts()
        return self.env["membership.till"]._fetch_hold(accounts, self.uuid)

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

        :raises UserError: if the refunded order paid less from stored value
        """
        order = self.pos_order_id
        left = -self._get_exact_amount()
        refundable = self._get_refundable_entries()
        excess = left - sum(part for _entry, part in refundable)
        if excess > 0:
            raise UserError(
                self.env._(
                    "Only what was paid from stored value is refunded to it: "
                    "%(excess)s too much. Refund the rest as it was paid.",
                    excess=self.currency_id.format(float(excess)),
                )
            )
        for paid, reversible in refundable:
            part = min(left, reversible)
            if part > 0:
                paid._reverse(
                    part,
                    f"{self.uuid}:{paid.id}",
                    origin=order,
                    extra=order._get_entry_columns(),
                )
            left -= part
