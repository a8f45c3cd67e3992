from odoo import api, models
from odoo.tools import SQL


class MembershipDealer(models.Model):
    """What a dealer sees of itself, and of those below it, on the website."""

    _inherit = "membership.dealer"

    # === BUSINESS METHODS - PORTAL === #
    @api.model
    def _get_of_user(self, company):
        """The dealer that the user of this request buys for, as the system.

        Suspended and closed ones are found, too: they see why, not the prices.
        """
        if self.env.user._is_public():
            return self.sudo().browse()
        return self.env.user.partner_id._get_dealer(company)

    def _get_portal_values(self):
        """What the first page of the dealer portal shows."""
        self.ensure_one()
        dealer = self.sudo()
        company = dealer.company_id
        customer = dealer.partner_id.with_company(company)
        limit = customer.credit_limit if company.account_use_credit_limit else 0
        return {
            "dealer": dealer,
            "is_entitled": dealer._is_entitled(),
            "refusal": dealer._get_refusal(),
            "level": dealer.effective_level_id,
            "open_amount": customer.credit,
            "credit_limit": limit,
            "currency": company.currency_id,
            "sub_count": len(dealer.sub_ids),
        }

    def _get_sub_rows(self, day_from):
        """Dealers directly below this one, with the totals of their orders.

        Totals are of confirmed orders since ``day_from``, in the currency of the main
        company; nothing of what they pay for single products.

        :returns: list of dicts: dealer, state (label), count, total, last (date)
        """
        self.ensure_one()
        subs = self.sudo().sub_ids
        labels = dict(self._fields["state"]._description_selection(self.env))
        totals = subs._get_order_totals(day_from)
        return [
            {"dealer": sub, "state": labels[sub.state]}
            | totals.get(sub.id, {"count": 0, "total": 0.0, "last": False})
            for sub in subs
        ]

    def _get_order_totals(self, day_from):
        """{dealer id: number, total and last day of confirmed orders}, in one query."""
        if not self:
            return {}
        self.env["sale.order"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT dealer.id, COUNT(*),
                    SUM(orders.amount_untaxed / COALESCE(
                        NULLIF(orders.currency_rate, 0), 1)),
                    MAX(orders.date_order)::date
                FROM membership_dealer dealer
                JOIN res_partner partner
                    ON partner.commercial_partner_id = dealer.partner_id
                JOIN sale_order orders ON orders.partner_id = partner.id
                JOIN res_company company ON company.id = orders.company_id
                WHERE dealer.id IN %(ids)s AND orders.state = 'sale'
                    AND orders.date_order >= %(start)s
                    AND split_part(company.parent_path, '/', 1)::integer
                        = dealer.company_id
                GROUP BY dealer.id
                """,
                ids=tuple(self.ids),
                start=day_from,
            )
        )
        return {
            dealer_id: {"count": count, "total": float(total or 0), "last": last}
            for dealer_id, count, total, last in self.env.cr.fetchall()
        }
