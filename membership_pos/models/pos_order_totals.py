from dataclasses import dataclass
from decimal import Decimal

from odoo import models
from odoo.tools import float_repr


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order is over: goods with and without taxes, and top-ups apart."""

    order_id: int
    goods: Decimal
    untaxed: Decimal
    topups: Decimal
    base_lines: list


class PosOrder(models.Model):
    """What an order is over, computed here and not in a browser."""

    _inherit = "pos.order"

    # === HELPERS === #
    def _to_exact(self, amount):
        """``amount`` as a Decimal in the currency of the till."""
        return Decimal(float_repr(amount, self.currency_id.decimal_places))

    def _to_company(self, amount):
        """``amount`` of the till as an exact amount in the currency of the books."""
        grid = Decimal(1).scaleb(-self.company_id.currency_id.decimal_places)
        return (amount / Decimal(repr(self.currency_rate or 1.0))).quantize(grid)

    def _get_totals(self, prices=None):
        """Totals of this order, computed from its lines as the closing entry does.

        The till sends totals too; nobody but the till vouches for them.

        :param dict prices: Decimal unit prices of some lines instead of their own
        :returns: :class:`Totals`, signed like the order
        """
        self.ensure_one()
        AccountTax = self.env["account.tax"]
        base_lines = [line._prepare_totals_line() for line in self.lines]
        for base_line in base_lines:
            if prices and base_line["record"] in prices:
                base_line["price_unit"] = float(prices[base_line["record"]])
        AccountTax._add_tax_details_in_base_lines(base_lines, self.company_id)
        AccountTax._round_base_lines_tax_details(base_lines, self.company_id)
        summary = AccountTax._get_tax_totals_summary(
            base_lines, self.currency_id, self.company_id
        )
        topups = sum(
            (line._get_topup_amount() for line in self._get_value_lines()), Decimal(0)
        )
        total = self._to_exact(summary["total_amount_currency"])
        untaxed = self._to_exact(summary["base_amount_currency"])
        return Totals(
            order_id=self.id,
            goods=total - topups,
            untaxed=untaxed - topups,
            topups=topups,
            base_lines=base_lines,
        )

    def _get_purchase_lines(self):
        """What was bought, as the hook of the purchase wants it: signed, with taxes."""
        self.ensure_one()
        # Just computed, if this is asked while the order is being settled.
        totals = self.env.context.get("membership_totals")
        if not isinstance(totals, Totals) or totals.order_id != self.id:
            totals = self._get_totals()
        lines = []
        for base_line in totals.base_lines:
            details = base_line["tax_details"]
            if base_line["record"]._is_purchase():
                taxes = sum(t["tax_amount_currency"] for t in details["taxes_data"])
                amount = details["total_excluded_currency"] + taxes
                amount += details["delta_total_excluded_currency"]
                lines.append(
                    {
                        "product_id": base_line["product_id"].id,
                        "qty": base_line["quantity"],
                        "amount_total": amount,
                    }
                )
        return lines
