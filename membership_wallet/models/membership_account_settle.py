from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..const import BONUS, PRINCIPAL


class MembershipAccount(models.Model):
    """Emptying a wallet whose member leaves, with its journal entries."""

    _inherit = "membership.account"

    # === BUSINESS METHODS === #
    def _settle_money(self, choice, method, reason):
        """Empty a wallet whose member leaves, and book it.

        :param choice: pay_out (principal is paid out, bonus forfeited) or forfeit
        :param method: ``membership.topup.method`` that pays out
        :raises UserError: nothing chosen, a debt, or a payment in progress
        """
        self.ensure_one()
        balance, held = self._get_exact("balance", "held")
        self._check_can_settle_money(balance, held, choice, method)
        reason = reason or self.env._("Membership closed")
        bonus = self._get_bonus_left()
        parts = {PRINCIPAL: balance - bonus, BONUS: bonus}
        company = self.company_id
        promotion = company._get_membership_account("promotion")
        # In the order of drawing, so that each entry draws the lots it is about.
        for bucket in self._get_bucket_order():
            amount = parts[bucket]
            if not amount:
                continue
            is_paid = bucket == PRINCIPAL and choice == "pay_out"
            key = f"settle:{bucket}:{self.last_number}"
            entry = self._post(-amount, "settle", key, reason=reason)
            if entry.move_id:
                continue
            self._book_settlement(entry, amount, method if is_paid else None, promotion)

    def _book_settlement(self, entry, amount, method, promotion):
        """Dr customer stored value; Cr where the money goes out, or promotion cost."""
        Booking = self.env["membership.wallet.booking"].sudo()
        partner = self.member_id.partner_id.commercial_partner_id
        if not method:
            Booking._post_counterpart(
                entry, promotion.sudo(), entry.reason, partner=partner
            )
        else:
            company = method.sudo().company_id
            liability = company._get_membership_account("liability")
            paid_from = method._get_receiving_account()
            currency = self.unit_id.currency_id
            lines = Booking._prepare_pair(
                liability, paid_from, amount, currency, partner
            )
            move = Booking._post_move(
                company, method.sudo().journal_id, lines, entry.reason
            )
            Booking._link(entry, move)
        entry.invalidate_recordset(["move_id"], flush=False)

    def _check_can_settle_money(self, balance, held, choice, method):
        values = {
            "member": self.member_id.display_name,
            "money": self.unit_id._format(balance),
        }
        if held:
            raise UserError(
                self.env._(
                    "A payment of %(member)s is in progress: let it end first.",
                    **values,
                )
            )
        if balance < 0:
            raise UserError(
                self.env._(
                    "%(member)s owes %(money)s: let the debt be paid first.", **values
                )
            )
        if choice not in ("pay_out", "forfeit"):
            raise UserError(
                self.env._(
                    "%(member)s still has %(money)s of stored value: choose whether it "
                    "is paid out or forfeited.",
                    **values,
                )
            )
        if choice == "pay_out" and not method:
            raise UserError(
                self.env._("Choose how the %(money)s are paid out.", **values)
            )

    def _get_bonus_left(self):
        """Bonus on this account, exactly."""
        self.ensure_one()
        lots = self.lot_ids.filtered(lambda lot: lot.bucket == BONUS)
        exact = (self.unit_id._to_decimal(f"{lot.remaining:.6f}") for lot in lots)
        return sum(exact, Decimal(0))
