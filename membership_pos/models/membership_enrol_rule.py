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

    def _get_invoice_condition(self):
        """The invoice of an order is that order."""
        return SQL(
            "%s AND NOT EXISTS (SELECT FROM pos_order WHERE account_move = move.id)",
            super()._get_invoice_condition(),
        )
