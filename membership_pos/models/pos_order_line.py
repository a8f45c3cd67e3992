from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class PosOrderLine(models.Model):
    _name = "pos.order.line"
    _inherit = ["pos.order.line", "membership.naming"]

    membership_topup_id = fields.Many2one(
        "membership.topup",
        string="Top-up Document",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # === BUSINESS METHODS === #
    def _check_can_top_up(self):
        """A top-up line is plain money: no discount, no tax, nothing negative.

        :raises UserError: with what is wrong
        """
        for line in self:
            if line.qty <= 0 or line.price_unit <= 0:
                raise UserError(
                    self.env._("A top-up has a positive amount. Remove the line.")
                )
            if line.discount or line.tax_ids_after_fiscal_position:
                raise UserError(
                    self.env._(
                        "A top-up carries neither discount nor tax: the member gets "
                        "exactly what is paid. Remove the discount."
                    )
                )

    def _is_purchase(self):
        """Hook: whether something is bought by this line: it may earn points."""
        self.ensure_one()
        return not self.product_id.is_membership_topup

    def _get_topup_amount(self):
        """What this line pays in, exact: a top-up has no taxes and no discount."""
        self.ensure_one()
        decimals = self.order_id.currency_id.decimal_places
        return Decimal(float_repr(self.qty * self.price_unit, decimals))

    def _prepare_totals_line(self):
        """This line for the computation of taxes: what it costs, signed like the line.

        Core's own preparation looks up accounts as well, which a sale does not need,
        and keeps the taxes after the fiscal position, which nobody asks for again.
        """
        self.ensure_one()
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            currency_id=self.order_id.currency_id,
            rate=self.order_id.currency_rate,
            product_id=self.product_id,
            product_uom_id=self.product_id.product_tmpl_id.uom_id,
            tax_ids=self.order_id.fiscal_position_id.map_tax(self.tax_ids),
            price_unit=self.price_unit,
            quantity=self.qty,
            discount=self.discount,
            is_refund=self.qty * self.price_unit < 0,
        )
