from odoo import fields, models
from odoo.exceptions import UserError


class PosOrder(models.Model):
    """What an order does to its member: money first, then the purchase with its points.

    Everything runs in the transaction that makes the order paid, so a retry, a crash
    or a refusal leaves either all of it or nothing.
    """

    _inherit = "pos.order"

    # === BUSINESS METHODS - AFTER === #
    def _settle_membership(self, totals):
        """Move the money, then record the purchase, which earns its points."""
        self.ensure_one()
        payments = self._get_stored_value_payments()
        if not self.membership_member_id and not payments:
            return
        if payments._settle_stored_value():
            self._add_membership_warning(
                self.env._("Stored value was taken after its authorisation had lapsed.")
            )
        topups = self._settle_topups()
        purchase = self._record_purchase(totals)
        # Nobody follows this: it goes out with what core has just written.
        receipt = self._fields["membership_receipt"]
        value = self._prepare_membership_receipt(topups, purchase)
        receipt._update_cache(self, receipt.convert_to_cache(value, self), dirty=True)

    def _settle_topups(self):
        """Put the money of top-up lines on the member's account, with its bonus."""
        Topup = self.env["membership.topup"]
        topups = Topup
        for line in self._get_topup_lines():
            line.membership_topup_id = Topup._topup(
                self.membership_member_id,
                line._get_topup_amount(),
                self.env["membership.topup.method"],
                line.uuid,
                card=self.membership_card_id,
                outlet=self.membership_outlet_id,
                post_move=False,
                reference=self.pos_reference,
            )
            topups |= line.membership_topup_id
        if topups:
            self._book_invoiced_topups()
        return topups

    def _generate_pos_order_invoice(self):
        """An invoice books top-ups at once; their bonus follows it.

        Not after closing: core would book them out of the session and in again, and
        no journal entry would say any more what its wallets' entries say.
        """
        for order in self.filtered(lambda order: order.session_id.state == "closed"):
            if order._get_topup_lines():
                raise UserError(
                    self.env._(
                        "%(order)s tops up stored value and its session is closed: a "
                        "top-up is no sale, its receipt is in Membership ‣ Top-ups.",
                        order=order.name,
                    )
                )
        invoice = super()._generate_pos_order_invoice()
        self.sudo()._book_invoiced_topups()
        return invoice

    def _book_invoiced_topups(self):
        """Tell top-ups that were invoiced before their session is closed."""
        for order in self.filtered("account_move"):
            topups = order.lines.membership_topup_id.filtered(lambda t: not t.move_id)
            if topups:
                topups._set_booked(order.account_move)

    def _record_purchase(self, totals):
        """Record what was bought, without top-ups: nothing is sold by them."""
        Purchase = self.env["membership.purchase"]
        if not totals.goods or not self.membership_member_id:
            return Purchase
        vals = self._prepare_purchase_vals(totals)
        return Purchase.with_context(membership_totals=totals)._record([vals])

    def _release_stored_value(self):
        """Give back what unfinished payments of these orders had reserved."""
        for order in self.sudo():
            keys = order._get_stored_value_payments().mapped("uuid")
            order.membership_member_id._release_till_holds(keys)

    # === HOOKS === #
    def _prepare_purchase_vals(self, totals):
        """Hook: the purchase that this order is, in the currency of the books."""
        self.ensure_one()
        original = self.refunded_order_id
        company = self.company_id
        return {
            "member_id": self.membership_member_id.id,
            "card_id": self.membership_card_id.id,
            "outlet_id": self.membership_outlet_id.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "date": min(self.date_order, fields.Datetime.now()),
            "amount_total": self._to_company(totals.goods),
            "amount_untaxed": self._to_company(totals.untaxed),
            "origin_model": self._name,
            "origin_id": self.id,
            "origin_key": self._get_purchase_key(),
            "refunded_purchase_id": original and original._get_purchase().id,
        }

    def _prepare_membership_receipt(self, topups, purchase):
        """Hook: what the receipt of this order says about the member."""
        self.ensure_one()
        member = self.membership_member_id
        if not member:
            return False
        accounts = {
            facts.kind: account
            for account in member._get_drawn_accounts()
            if (facts := account.unit_id._get_facts()).kind == "points"
            or facts.currency_id == self.currency_id.id
        }
        money, points = accounts.get("money"), accounts.get("points")
        return {
            "member": member.partner_id.name,
            "card": self.membership_card_id._get_masked_number(),
            "topup": sum(topups.mapped("amount")),
            "bonus": sum(topups.mapped("bonus_amount")),
            "saved": self.membership_saving,
            "earned": points and purchase.points_earned,
            "wallet": money and money.balance,
            "points": points and points.balance,
        }

    # === HELPERS === #
    def _get_refundable_entries(self):
        """What the refunded order paid from stored value: (entry, what is left)."""
        self.ensure_one()
        paid = self.env["membership.entry"].search(
            [
                ("origin_model", "=", self._name),
                ("origin_id", "in", self.refunded_order_id.ids),
                ("kind", "=", "spend"),
            ]
        )
        result = []
        for entry in paid:
            left = -entry.amount - sum(entry.reversal_ids.mapped("amount"))
            result.append((entry, self._to_exact(left)))
        return result
