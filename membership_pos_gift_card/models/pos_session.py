from odoo import fields, models
from odoo.tools import SQL, float_is_zero

OWN, OTHERS = "gift_liability", "gift_settlement"


class PosSession(models.Model):
    """Closing: our own gift cards lower what we owe to whoever carries them; those of
    another company are settled with it, and booked there in the same transaction."""

    _inherit = "pos.session"

    has_membership_gift_counterpart = fields.Boolean(
        related="move_id.has_membership_gift_counterpart"
    )

    # === CLOSING === #
    def _membership_accumulate_spent(self):
        """What cards of another company paid is due from it, not owed by us."""
        spent = super()._membership_accumulate_spent()
        rounding = self.currency_id.rounding
        for order, issuer, amount in self._fetch_foreign_payments():
            is_refund, date = amount < 0, order.date_order
            own = order._get_membership_partner(), is_refund, OWN
            theirs = issuer.partner_id, is_refund, OTHERS
            spent[own] = self._update_amounts(spent[own], {"amount": -amount}, date)
            spent[theirs] = self._update_amounts(
                spent[theirs], {"amount": amount}, date
            )
            if float_is_zero(spent[own]["amount"], precision_rounding=rounding):
                del spent[own]
        return spent

    def _get_sale_key(self, base_line):
        """Cards of another company that were sold are kept apart by that company."""
        key = super()._get_sale_key(base_line)
        card = base_line["record"].sudo().membership_gift_card_id
        if card and card.company_id != self.company_id.root_id:
            key["membership_issuer_id"] = card.company_id.id
        return key

    def _get_sale_vals(self, key, sale_vals):
        vals = super()._get_sale_vals(key, sale_vals)
        if issuer_id := key.get("membership_issuer_id"):
            issuer = self.env["res.company"].sudo().browse(issuer_id)
            account, partner = self.company_id._get_gift_account(issuer)
            vals["account_id"] = account.id
            vals["partner_id"] = partner.id
            vals["name"] = f"{self.name} - {self.env._('Gift cards sold')}"
        return vals

    def _finish_membership(self):
        """Issuers of cards that were sold or taken here book it with the session."""
        if entries := self._find_foreign_entries():
            self.env["membership.wallet.booking"]._post_gift_counterparts(
                entries, self.move_id
            )
        return super()._finish_membership()

    def _get_spent_label(self, role, is_refund):
        if role not in (OWN, OTHERS):
            return super()._get_spent_label(role, is_refund)
        if is_refund:
            return self.env._("Refunds to gift cards")
        return self.env._("Gift cards spent")

    # === ACTION METHODS === #
    def action_view_gift_counterparts(self):
        """Open what issuers have booked about their gift cards at this session."""
        self.ensure_one()
        return self.move_id.action_view_gift_counterparts()

    # === HELPERS === #
    def _get_foreign_sql(self):
        """FROM clause: ``entry``s of this session on ``account``s of gift cards that
        another main company has issued."""
        self.env["membership.account"].flush_model(["company_id", "book"])
        return SQL(
            """
            membership_entry entry
            JOIN membership_account account ON account.id = entry.account_id
                AND account.book = 'gift_card' AND account.company_id <> %s
            WHERE entry.origin_model = 'pos.order' AND entry.origin_id = ANY(%s)
            """,
            self.company_id.root_id.id,
            self._get_closed_orders().ids,
        )

    def _find_foreign_entries(self):
        rows = self.env.execute_query(
            SQL("SELECT entry.id FROM %s ORDER BY entry.id", self._get_foreign_sql())
        )
        return self.env["membership.entry"].browse(row[0] for row in rows)

    def _fetch_foreign_payments(self):
        """[(order, issuer, amount)]: what cards of others paid; negative: got back."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entry.origin_id, account.company_id, -SUM(entry.amount)
                FROM %s AND entry.kind <> 'topup'
                GROUP BY 1, 2, entry.amount > 0 ORDER BY 1, 2
                """,
                self._get_foreign_sql(),
            )
        )
        Order, Company = self.env["pos.order"], self.env["res.company"].sudo()
        return [
            (Order.browse(order_id), Company.browse(issuer_id), float(amount))
            for order_id, issuer_id, amount in rows
        ]
