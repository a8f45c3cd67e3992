from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError


class PosOrder(models.Model):
    """Fees on an order: paid with it, open again when it is refunded."""

    _inherit = "pos.order"

    # === GETTERS === #
    def _get_fee_lines(self):
        """Lines that pay fees or refund them."""
        return self.lines.filtered(lambda line: line._is_fee())

    def _concerns_members(self):
        return super()._concerns_members() or bool(self._get_fee_lines())

    # === BUSINESS METHODS === #
    def _check_membership(self, totals):
        """Refuse what is no fee of this member before core does its work."""
        result = super()._check_membership(totals)
        lines = self._get_fee_lines()
        if lines:
            self._check_amounts_of_till(totals)
            if len(set(lines.mapped("membership_fee_number"))) != len(lines):
                raise UserError(self.env._("A fee is on this order twice."))
            for line in lines:
                line._check_can_pay_fee()
        return result

    def _settle_membership(self, totals):
        """Mark fees in the transaction that pays them."""
        result = super()._settle_membership(totals)
        for line in self._get_fee_lines():
            fee = line._find_fee()
            if line.refunded_orderline_id:
                fee._reopen_at_till()
            else:
                # Writing the fee is what stops a second till that takes it, too.
                fee._settle_at_till(self)
                line.membership_fee_id = fee
        return result

    def _record_purchase(self, totals):
        """Record what was bought, without the fees."""
        total = untaxed = 0.0
        for base_line in totals.base_lines:
            if base_line["record"]._is_fee():
                details = base_line["tax_details"]
                net = details["total_excluded_currency"]
                net += details["delta_total_excluded_currency"]
                taxes = sum(t["tax_amount_currency"] for t in details["taxes_data"])
                untaxed += net
                total += net + taxes
        if total:
            totals = replace(
                totals,
                goods=totals.goods - self._to_exact(total),
                untaxed=totals.untaxed - self._to_exact(untaxed),
            )
        return super()._record_purchase(totals)
