from dataclasses import dataclass
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, float_repr


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order is over: goods with and without taxes, and top-ups apart."""

    goods: Decimal
    untaxed: Decimal
    topups: Decimal
    base_lines: list


class PosOrder(models.Model):
    """What an order does to its member: money first, then the purchase with its points.

    Everything runs in the transaction that makes the order paid, so a retry, a crash
    or a refusal leaves either all of it or nothing.
    """

    _inherit = "pos.order"

    # === BUSINESS METHODS - BEFORE === #
    def _check_membership(self):
        """Refuse what the browser should have prevented, before core does its work."""
        self.ensure_one()
        topups = self._get_topup_lines()
        payments = self._get_stored_value_payments()
        if topups or payments:
            self._check_amounts_of_till()
        if topups:
            self._check_can_top_up(topups)
        if payments:
            self._check_payments(payments, topups)
        self._check_refund_returns(payments)
        self._check_level_price()

    def _check_amounts_of_till(self):
        """The till computes totals: where stored value moves, compute them again."""
        totals = self._get_totals()
        total = totals.goods + totals.topups
        if total != self._to_exact(self.amount_total):
            raise UserError(
                self.env._(
                    "The till says that the order is over %(till)s, its lines add up to "
                    "%(lines)s. Reload the till and enter the order again.",
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

    def _check_payments(self, payments, topups):
        """Stored value pays for goods: no top-up, and no change in cash."""
        if any(payment.is_change for payment in payments):
            raise UserError(self.env._("Change is given in cash only."))
        spent = sum(
            (p._get_exact_amount() for p in payments if p.amount > 0), Decimal(0)
        )
        goods = max(self._get_totals().goods, Decimal(0))
        if spent <= goods:
            return
        amount = self.currency_id.format(float(goods))
        if topups:
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
            total -= sum(line._get_topup_amount() for line in order._get_topup_lines())
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

    # === BUSINESS METHODS - AFTER === #
    def _settle_membership(self):
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
        purchase = self._record_purchase()
        self.membership_receipt = self._prepare_membership_receipt(topups, purchase)

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

    def _record_purchase(self):
        """Record what was bought, without top-ups: nothing is sold by them."""
        Purchase = self.env["membership.purchase"]
        totals = self._get_totals()
        if not totals.goods or not self.membership_member_id:
            return Purchase
        return Purchase._record([self._prepare_purchase_vals(totals)])

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
        rate = Decimal(repr(self.currency_rate or 1.0))
        grid = Decimal(1).scaleb(-company.currency_id.decimal_places)
        return {
            "member_id": self.membership_member_id.id,
            "card_id": self.membership_card_id.id,
            "outlet_id": self.membership_outlet_id.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "date": min(self.date_order, fields.Datetime.now()),
            "amount_total": (totals.goods / rate).quantize(grid),
            "amount_untaxed": (totals.untaxed / rate).quantize(grid),
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
        money, points = self._read_balances(purchase)
        return {
            "member": member.partner_id.name,
            "card": self.membership_card_id._get_masked_number(),
            "topup": sum(topups.mapped("amount")),
            "bonus": sum(topups.mapped("bonus_amount")),
            "earned": points and points[1],
            "wallet": money and money[0],
            "points": points and points[0],
        }

    # === HELPERS === #
    def _to_exact(self, amount):
        """``amount`` as a Decimal in the currency of the till."""
        return Decimal(float_repr(amount, self.currency_id.decimal_places))

    def _get_totals(self):
        """Totals of this order, computed from its lines as the closing entry does.

        The till sends totals too; nobody but the till vouches for them.

        :returns: :class:`Totals`, signed like the order
        """
        self.ensure_one()
        AccountTax = self.env["account.tax"]
        base_lines = [line._prepare_totals_line() for line in self.lines]
        AccountTax._add_tax_details_in_base_lines(base_lines, self.company_id)
        AccountTax._round_base_lines_tax_details(base_lines, self.company_id)
        summary = AccountTax._get_tax_totals_summary(
            base_lines, self.currency_id, self.company_id
        )
        topups = sum(
            (line._get_topup_amount() for line in self._get_topup_lines()), Decimal(0)
        )
        total = self._to_exact(summary["total_amount_currency"])
        untaxed = self._to_exact(summary["base_amount_currency"])
        return Totals(
            goods=total - topups,
            untaxed=untaxed - topups,
            topups=topups,
            base_lines=base_lines,
        )

    def _get_purchase_lines(self):
        """What was bought, as the hook of the purchase wants it: signed, with taxes."""
        self.ensure_one()
        totals = self._get_totals()
        lines = []
        for base_line in totals.base_lines:
            details = base_line["tax_details"]
            if not base_line["product_id"].is_membership_topup:
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

    def _get_refundable_entries(self):
        """(entry, what is left of it) of the stored value that the refunded order paid."""
        self.ensure_one()
        paid = self.env["membership.entry"].search(
            [
                ("origin_model", "=", self._name),
                ("origin_id", "in", self.refunded_order_id.ids),
                ("kind", "=", "spend"),
            ]
        )
        return [
            (
                entry,
                self._to_exact(-entry.amount - sum(entry.reversal_ids.mapped("amount"))),
            )
            for entry in paid
        ]

    def _read_balances(self, purchase):
        """What the member has now and what ``purchase`` changed, by one query.

        :returns: (money, points), each (balance, change) as floats, None if there is
            no such account
        """
        self.env["membership.account"]._flush_ledger()
        self.env.cr.execute(
            SQL(
                """
                SELECT unit.kind, account.balance::float, COALESCE((
                    SELECT SUM(entry.amount)::float FROM membership_entry entry
                    WHERE entry.account_id = account.id
                        AND entry.origin_model = %(model)s
                        AND entry.origin_id = %(purchase)s
                ), 0)
                FROM membership_account account
                JOIN membership_unit unit ON unit.id = account.unit_id
                WHERE account.member_id = %(member)s AND (unit.kind = 'points'
                    OR unit.currency_id = %(currency)s)
                """,
                model=purchase._name,
                purchase=purchase.id or 0,
                member=self.membership_member_id.id,
                currency=self.currency_id.id,
            )
        )
        found = {kind: (balance, change) for kind, balance, change in self.env.cr.fetchall()}
        return found.get("money"), found.get("points")

    def _add_membership_warning(self, text):
        """Note what a manager should look at."""
        self.membership_warning = " ".join(filter(None, [self.membership_warning, text]))
