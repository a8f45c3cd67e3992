from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError, UserError


class PosOrder(models.Model):
    """What the server refuses although a browser should have prevented it."""

    _inherit = "pos.order"

    # === BUSINESS METHODS - BEFORE === #
    def _check_membership(self, totals):
        """Refuse what the browser should have prevented, before core does its work."""
        self.ensure_one()
        topups = self._get_topup_lines()
        payments = self._get_stored_value_payments()
        if topups or payments:
            self._check_amounts_of_till(totals)
        if topups:
            self._check_can_top_up(topups)
        if payments:
            self._check_payments(payments, totals)
        self._check_refund_returns(payments)
        self._check_level_price()
        self._check_stored_price(totals, payments)
        self._check_stacking()

    def _check_amounts_of_till(self, totals):
        """The till computes totals: where stored value moves, compute them again."""
        total = totals.goods + totals.topups
        if total != self._to_exact(self.amount_total):
            raise UserError(
                self.env._(
                    "The till says that the order is over %(till)s, its lines add up "
                    "to %(lines)s. Reload the till and enter the order again.",
                    till=self.currency_id.format(self.amount_total),
                    lines=self.currency_id.format(float(total)),
                )
            )

    def _check_can_top_up(self, topups):
        """Operators top up members, at tills that may do so."""
        if not self.membership_member_id:
            raise UserError(self.env._("Choose the member whom you want to top up."))
        if not self.config_id.membership_allow_topup or (
            self.currency_id != self.company_id.currency_id
        ):
            raise UserError(
                self.env._(
                    "%(till)s takes no top-ups: see its settings.",
                    till=self.config_id.name,
                )
            )
        if not self.env.user.has_group("membership_ledger.group_operator"):
            raise AccessError(
                self.env._("Only operators may top up: ask one to take the money.")
            )
        if any(line.refunded_orderline_id for line in topups):
            raise UserError(
                self.env._(
                    "A top-up is paid back in Membership ‣ Top-ups, after the session "
                    "was closed, because its bonus goes with it."
                )
            )
        topups._check_can_top_up()

    def _check_payments(self, payments, totals):
        """Stored value pays for goods: no top-up, and no change in cash."""
        if any(payment.is_change for payment in payments):
            raise UserError(self.env._("Change is given in cash only."))
        spent = sum(
            (p._get_exact_amount() for p in payments if p.amount > 0), Decimal(0)
        )
        self._check_card_limit(spent)
        goods = max(totals.goods, Decimal(0))
        if spent <= goods:
            return
        amount = self.currency_id.format(float(goods))
        if totals.topups:
            raise UserError(
                self.env._(
                    "A top-up cannot be paid from stored value: at most %(amount)s of "
                    "this order can.",
                    amount=amount,
                )
            )
        raise UserError(
            self.env._(
                "At most %(amount)s can be paid from stored value: nothing of it is "
                "given back in cash. Remove the payment and choose it again.",
                amount=amount,
            )
        )

    def _check_card_limit(self, spent):
        """Two payment lines do not get around the limit of a card: it is per sale."""
        card = self.membership_card_id
        most = card._get_limits()[0]
        if most and spent > most:
            raise UserError(
                self.env._(
                    "Card %(number)s may pay at most %(limit)s of one sale from stored "
                    "value, not %(amount)s. Pay the rest in another way.",
                    number=card.number,
                    limit=self.currency_id.format(float(most)),
                    amount=self.currency_id.format(float(spent)),
                )
            )

    def _check_refund_returns(self, payments):
        """What was paid from stored value goes back there, not out of the drawer."""
        original = self.refunded_order_id
        if not original or not original._get_stored_value_payments():
            return
        refunds = original.lines.refund_orderline_ids.order_id.filtered(
            lambda order: order == self or order.state in ("paid", "done")
        )
        total = stored = Decimal(0)
        for order in original | refunds:
            total += self._to_exact(order.amount_paid)
            total -= sum(line._get_topup_amount() for line in order._get_value_lines())
            stored += sum(
                (p._get_exact_amount() for p in order._get_stored_value_payments()),
                Decimal(0),
            )
        if total < stored:
            raise UserError(
                self.env._(
                    "%(order)s was paid from stored value: refund %(amount)s more to "
                    "stored value and less in another way.",
                    order=original.name,
                    amount=self.currency_id.format(float(stored - total)),
                )
            )

    def _check_level_price(self):
        """Note a level's prices given to somebody who is not on that level."""
        pricelist = self.pricelist_id
        if (
            not pricelist
            or self.refunded_order_id
            or pricelist == self.config_id.pricelist_id
            or pricelist == self._get_member_pricelist()
        ):
            return
        level = self.env["membership.level"].search(
            [
                ("pricelist_id", "=", pricelist.id),
                ("company_id", "=", self.company_id.root_id.id),
            ],
            limit=1,
        )
        if level and pricelist not in self.config_id.available_pricelist_ids:
            self._add_membership_warning(
                self.env._("Prices of level %(level)s without it.", level=level.name)
            )

    def _get_member_pricelist(self):
        """The pricelist that this order's member is entitled to."""
        partner = self.membership_member_id.partner_id
        return partner.with_company(self.company_id).property_product_pricelist

    def _add_membership_warning(self, text):
        """Note what a manager should look at."""
        texts = filter(None, [self.membership_warning, text])
        self.membership_warning = " ".join(texts)
