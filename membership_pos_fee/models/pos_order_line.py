from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    # A text, because the till does not know the fees: the server looks them up.
    membership_fee_number = fields.Char(
        copy=False, help="The fee that this line pays, as the till sent it."
    )
    membership_fee_id = fields.Many2one(
        "membership.fee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "membership_fee_number"]

    # === BUSINESS METHODS === #
    def _is_purchase(self):
        """A fee is no purchase: it earns no points."""
        return super()._is_purchase() and not self._is_fee()

    def _is_fee(self):
        """Whether this line pays a fee or refunds one."""
        self.ensure_one()
        return bool(
            self.membership_fee_number or self.refunded_orderline_id.membership_fee_id
        )

    def _find_fee(self):
        """The fee that this line pays or refunds; empty if there is none.

        Of the order's member only, whatever the till sent.
        """
        self.ensure_one()
        if refunded := self.refunded_orderline_id.membership_fee_id:
            return refunded.sudo()
        return (
            self.env["membership.fee"]
            .sudo()
            .search(
                [
                    ("name", "=", self.membership_fee_number),
                    ("member_id", "=", self.order_id.membership_member_id.id),
                ],
                limit=1,
            )
        )

    def _check_can_pay_fee(self):
        """Raise unless this line is exactly one fee that is due.

        :raises UserError: with what is wrong
        """
        fee = self._find_fee()
        if self.refunded_orderline_id:
            if self.qty != -1:
                raise UserError(self.env._("A fee is refunded as a whole."))
            return
        if fee.state != "due":
            raise UserError(
                self.env._(
                    "Fee %(fee)s is not due any more: remove its line and choose the "
                    "member again.",
                    fee=self.membership_fee_number,
                )
            )
        decimals = self.order_id.currency_id.decimal_places
        price = Decimal(float_repr(self.price_unit, decimals))
        if (
            self.qty != 1
            or self.discount
            or price != fee._get_exact_amount()
            or self.product_id != fee.product_id
        ):
            raise UserError(
                self.env._(
                    "Fee %(fee)s is %(amount)s, no more and no less: remove its line "
                    "and add it again.",
                    fee=fee.name,
                    amount=fee.currency_id.format(fee.amount),
                )
            )
