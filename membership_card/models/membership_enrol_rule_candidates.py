from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..const import CHUNK

# Documents are dated before they are paid: how far back a nightly look starts.
LOOK_BACK = timedelta(days=7)


class MembershipEnrolRule(models.Model):
    """Whom a rule means: one pass over the documents, whatever their number."""

    _inherit = "membership.enrol.rule"

    # === HOOKS === #
    def _find_candidates(self):
        """Hook: customers who do what the rule says and heard nothing of it yet.

        :returns: list of (id of the contact, amount), at most a thousand
        """
        self.ensure_one()
        if self.trigger == "registration":
            query = self._get_registration_query()
        else:
            query = self._get_spending_query(self._get_counted_queries())
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT candidate.partner_id, candidate.amount
                FROM (%(query)s) AS candidate
                JOIN res_partner partner ON partner.id = candidate.partner_id
                WHERE partner.active AND partner.is_company IS NOT TRUE
                    AND partner.phone_sanitized IS NOT NULL AND partner.name <> ''
                    AND (partner.company_id IS NULL
                        OR partner.company_id = ANY(%(companies)s))
                    AND NOT EXISTS (
                        SELECT FROM membership_member member
                        WHERE member.partner_id = partner.id
                            AND member.company_id = %(root)s)
                    AND NOT EXISTS (
                        SELECT FROM membership_enrol_offer offer
                        WHERE offer.partner_id = partner.id
                            AND offer.company_id = %(root)s)
                ORDER BY candidate.partner_id LIMIT %(limit)s
                """,
                query=query,
                companies=self._get_companies().ids,
                root=self.company_id.id,
                limit=CHUNK,
            )
        )
        return self.env.cr.fetchall()

    def _get_counted_queries(self):
        """Hook: what counts for this rule, each as :meth:`_get_sales_queries` says."""
        if self.trigger == "product":
            return self._get_product_queries()
        if self.trigger in ("topup", "topup_period"):
            return self._get_topup_queries()
        return self._get_sales_queries()

    def _get_product_queries(self):
        """Hook: where it is written who paid for the rule's products.

        :returns: as :meth:`_get_sales_queries`, the products of this rule only
        """
        return [
            SQL(
                """
                SELECT move.partner_id, -line.balance AS amount,
                    COALESCE(move.invoice_date, move.date)::timestamp AS moment
                FROM account_move_line line
                JOIN account_move move ON move.id = line.move_id
                WHERE line.product_id = ANY(%(products)s)
                    AND line.display_type = 'product'
                    AND %(condition)s
                """,
                products=self.product_ids.ids,
                condition=self._get_paid_condition(),
            )
        ]

    def _get_topup_queries(self):
        """Hook: where it is written who paid in ahead though he is no member.

        :returns: as :meth:`_get_sales_queries`
        """
        return [
            SQL(
                """
                SELECT payment.partner_id,
                    payment.amount_company_currency_signed AS amount,
                    payment.date::timestamp AS moment
                FROM account_payment payment
                WHERE payment.company_id = ANY(%(companies)s)
                    AND payment.partner_type = 'customer'
                    AND payment.state IN ('in_process', 'paid')
                    AND NOT EXISTS (
                        SELECT FROM account_move__account_payment invoice
                        WHERE invoice.payment_id = payment.id)
                    AND %(condition)s
                """,
                companies=self._get_companies().ids,
                condition=self._get_payment_condition(),
            )
        ]

    def _get_sales_queries(self):
        """Hook: each kind of document that says what somebody spent.

        :returns: list of SQL that selects, in this order, partner_id, amount (in the
            company's currency, refunds negative) and moment (UTC)
        """
        return [
            SQL(
                """
                SELECT move.partner_id, move.amount_total_signed AS amount,
                    COALESCE(move.invoice_date, move.date)::timestamp AS moment
                FROM account_move move WHERE %s
                """,
                self._get_paid_condition(),
            )
        ]

    def _get_payment_condition(self):
        """Hook: which payments (``payment``) of customers are paid in ahead."""
        return SQL("TRUE")

    def _get_invoice_condition(self):
        """Hook: which invoices (``move``) are sales of their own."""
        return SQL("TRUE")

    # === HELPERS === #
    def _get_paid_condition(self):
        """Which invoices (``move``) were paid, and what was credited."""
        return SQL(
            """
            move.company_id = ANY(%(companies)s) AND move.state = 'posted'
                AND (move.move_type = 'out_refund'
                    OR move.move_type IN ('out_invoice', 'out_receipt')
                    AND move.payment_state IN ('paid', 'in_payment'))
                AND %(condition)s
            """,
            companies=self._get_companies().ids,
            condition=self._get_invoice_condition(),
        )

    def _get_companies(self):
        return self.env["res.company"].search([("id", "child_of", self.company_id.id)])

    def _get_registration_query(self):
        return SQL(
            "SELECT DISTINCT partner_id, NULL::numeric AS amount FROM res_users "
            "WHERE share AND active AND create_date >= %s",
            self.date_from,
        )

    def _get_spending_query(self, queries):
        """One pass over what was paid since the last look, or in the period."""
        start = fields.Datetime.to_datetime(self.date_from)
        recent = start
        if self.evaluated_until:
            recent = max(start, self.evaluated_until - LOOK_BACK)
        recent = recent.replace(hour=0, minute=0, second=0, microsecond=0)
        window, measure = recent, SQL("MAX(amount)")
        if self.trigger in ("period", "topup_period"):
            months = self.period_months
            window = fields.Datetime.subtract(fields.Datetime.now(), months=months)
            window, measure = max(start, window), SQL("SUM(amount)")
        return SQL(
            """
            SELECT partner_id, %(measure)s AS amount
            FROM (%(sales)s) AS sale (partner_id, amount, moment)
            WHERE moment >= %(window)s AND partner_id IS NOT NULL
            GROUP BY partner_id
            HAVING %(measure)s >= %(amount)s AND %(measure)s > 0
                AND MAX(moment) >= %(recent)s
            """,
            measure=measure,
            sales=SQL(" UNION ALL ").join(queries),
            window=window,
            recent=recent,
            amount=self.amount,
        )
