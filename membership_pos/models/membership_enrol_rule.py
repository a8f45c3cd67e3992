from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, float_repr


class MembershipEnrolRule(models.Model):
    """Orders at a till make customers members too."""

    _inherit = "membership.enrol.rule"

    # === BUSINESS METHODS === #
    @api.model
    def _get_topup_rules(self, company):
        """Rules by which a top-up at a till makes a member, the lowest first, in sudo.

        Whoever tops up wants what members have: an offer is made and taken at once.
        """
        today = fields.Date.context_today(self)
        return self.sudo().search(
            [
                ("company_id", "=", company.root_id.id),
                ("trigger", "=", "topup"),
                ("date_from", "<=", today),
            ],
            order="amount, sequence desc, id desc",
        )

    def _get_least_amount(self):
        """From which amount on this rule applies, as a Decimal."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        return Decimal(float_repr(self.amount, digits))

    def _get_given_name(self):
        """What the customer gets by this rule, in short."""
        self.ensure_one()
        names = (self.level_id.name, self.type_id.name)
        return " · ".join(filter(None, names)) or self.name

    # === HOOKS === #
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
