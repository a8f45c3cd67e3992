from odoo import models
from odoo.tools import SQL


class MembershipEnrolRule(models.Model):
    """Orders at a till make customers members too."""

    _inherit = "membership.enrol.rule"

    def _get_sales_queries(self):
        """Paid orders, in the currency of the books."""
        orders = SQL(
            """
            SELECT partner_id, amount_total / NULLIF(currency_rate, 0), date_order
            FROM pos_order
            WHERE company_id = ANY(%s) AND partner_id IS NOT NULL
                AND state IN ('paid', 'done')
            """,
            self._get_companies().ids,
        )
        return [*super()._get_sales_queries(), orders]

    def _get_product_queries(self):
        """Lines of paid orders."""
        return [
            *super()._get_product_queries(),
            self._get_lines_query(
                SQL("line.product_id = ANY(%s)", self.product_ids.ids)
            ),
        ]

    def _get_lines_query(self, condition):
        """What was paid for lines (``line``) of orders that fulfil a condition."""
        return SQL(
            """
            SELECT orders.partner_id,
                line.price_subtotal_incl / NULLIF(orders.currency_rate, 0),
                orders.date_order
            FROM pos_order_line line JOIN pos_order orders ON orders.id = line.order_id
            WHERE orders.company_id = ANY(%s) AND orders.partner_id IS NOT NULL
                AND orders.state IN ('paid', 'done') AND %s
            """,
            self._get_companies().ids,
            condition,
        )

    def _get_payment_condition(self):
        """A till's payments pay for its orders."""
        return SQL(
            "%s AND payment.pos_session_id IS NULL", super()._get_payment_condition()
        )

    def _get_invoice_condition(self):
        """The invoice of an order is that order."""
        return SQL(
            "%s AND NOT EXISTS (SELECT FROM pos_order WHERE account_move = move.id)",
            super()._get_invoice_condition(),
        )
