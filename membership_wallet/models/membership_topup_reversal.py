from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..takeback import TopUp, bonus_due, is_possible, largest_refund


class MembershipTopup(models.Model):
    """Paying a top-up back, as far as it is unspent."""

    _inherit = "membership.topup"

    # === BUSINESS METHODS === #
    def _pay_back(self, amount, key, reason, method=None):
        """Pay ``amount`` of this top-up back and take its share of the bonus, once.

        :param amount: Decimal, int or text; at most :meth:`_get_largest_refund`
        :param str key: made by the caller; the same key again changes nothing
        :param method: how the money is paid back; default: how it was paid in
        :raises UserError: if more was spent, naming the largest possible amount
        """
        self.ensure_one()
        topup = self.sudo()
        method = (method or topup.method_id).sudo()
        paid, bonus = topup._get_entries()
        amount = topup.account_id.unit_id._to_decimal(amount)
        if topup._find_reversal(key):
            # The ledger compares: the same content does nothing, other content raises.
            paid._reverse(amount, key, origin=topup, reason=reason)
            return
        state = topup._get_takeback_state(paid, bonus)
        topup._check_can_pay_back(state, amount, reason, method)
        due = bonus_due(state, amount, topup.currency_id.decimal_places)
        extra = {
            "card_id": topup.card_id.id or None,
            "outlet_id": topup.outlet_id.id or None,
        }
        common = {"origin": topup, "reason": reason, "extra": extra}
        entries = paid._reverse(amount, key, **common)
        if due:
            entries |= bonus._reverse(due, f"{key}:bonus", **common)
        topup._post_reversal_move(entries, amount, due, method)
        refunded = state.refunded + amount
        topup.write(
            {
                "reversed_amount": refunded,
                "reversed_bonus": state.taken_back + due,
                "state": "reversed" if refunded == state.amount else "posted",
            }
        )

    def _get_largest_refund(self):
        """The most that can be paid back now, as a Decimal."""
        topup = self.sudo()
        state = topup._get_takeback_state(*topup._get_entries())
        return largest_refund(state, topup.currency_id.decimal_places)

    def _get_bonus_due(self, amount):
        """Bonus that would be taken back together with ``amount``."""
        topup = self.sudo()
        state = topup._get_takeback_state(*topup._get_entries())
        return bonus_due(state, amount, topup.currency_id.decimal_places)

    def _post_reversal_move(self, entries, amount, bonus, method):
        """Dr customer stored value; Cr where the money goes out, Cr promotion cost."""
        Booking = self.env["membership.wallet.booking"]
        company = self.company_id
        liability = company._get_membership_account("liability")
        receiving = method._get_receiving_account()
        partner = self._get_single_partner()
        lines = Booking._prepare_pair(
            liability, receiving, amount, self.currency_id, partner
        )
        if bonus:
            promotion = company._get_membership_account("promotion")
            lines += Booking._prepare_pair(
                liability, promotion, bonus, self.currency_id, partner
            )
        ref = self.env._("%(topup)s paid back", topup=self.name)
        move = Booking._post_move(company, method.journal_id, lines, ref)
        Booking._link(entries, move)

    # === HOOKS === #
    def _check_can_pay_back(self, state, amount, reason, method):
        """Hook: raise if ``amount`` may not be paid back.

        :param state: what is left of the top-up, see ``takeback.py``
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the top-up is paid back."))
        if not self.move_id:
            raise UserError(
                self.env._(
                    "%(topup)s was taken at a till whose session is still open: pay it "
                    "back there, or here after the session is closed.",
                    topup=self.name,
                )
            )
        if not method or method.company_id not in self.company_id.parent_ids:
            raise UserError(self.env._("Choose how the money is paid back."))
        if amount <= 0:
            raise UserError(self.env._("The amount to pay back is more than zero."))
        decimals = self.currency_id.decimal_places
        if not is_possible(state, amount, decimals):
            largest = largest_refund(state, decimals)
            self._refuse_pay_back(amount, largest)

    # === HELPERS === #
    def _refuse_pay_back(self, amount, largest):
        values = {
            "topup": self.name,
            "amount": self.currency_id.format(float(amount)),
            "largest": self.currency_id.format(float(largest)),
        }
        if largest:
            raise UserError(
                self.env._(
                    "%(amount)s of %(topup)s cannot be paid back, because a part was "
                    "spent, reserved or paid back before. At most %(largest)s can.",
                    **values,
                )
            )
        raise UserError(
            self.env._(
                "Nothing of %(topup)s can be paid back any more: it was spent, "
                "reserved or paid back before.",
                **values,
            )
        )

    def _get_entries(self):
        """The ledger entries of the money and of the bonus (which may be empty)."""
        self.ensure_one()
        entries = self.env["membership.entry"].search(
            [
                ("origin_model", "=", self._name),
                ("origin_id", "=", self.id),
                ("reversed_entry_id", "=", False),
            ]
        )
        bonus = entries.filtered(lambda entry: entry.kind == "bonus")
        return entries - bonus, bonus

    def _find_reversal(self, key):
        return self.env["membership.entry"].search(
            [("account_id", "=", self.account_id.id), ("key", "=", key)], limit=1
        )

    def _get_takeback_state(self, paid, bonus):
        """What is left of this top-up, read exactly from the ledger."""
        self.env["membership.account"]._flush_ledger()
        self.env.cr.execute(
            SQL(
                """
                SELECT lot.entry_id, lot.remaining::text,
                    COALESCE(-SUM(allocation.amount)
                        FILTER (WHERE drawing.kind = 'expire'), 0)::text
                FROM membership_lot lot
                LEFT JOIN membership_allocation allocation
                    ON allocation.lot_id = lot.id
                LEFT JOIN membership_entry drawing ON drawing.id = allocation.entry_id
                WHERE lot.entry_id = ANY(%s) GROUP BY lot.id
                """,
                (paid | bonus).ids,
            )
        )
        lots = {row[0]: tuple(map(Decimal, row[1:])) for row in self.env.cr.fetchall()}
        nothing = Decimal(0), Decimal(0)
        bonus_left, bonus_expired = lots.get(bonus.id, nothing)
        return TopUp(
            amount=self._get_exact("amount"),
            bonus=self._get_exact("bonus_amount"),
            principal_left=lots.get(paid.id, nothing)[0],
            bonus_left=bonus_left,
            bonus_expired=bonus_expired,
            available=self.account_id._get_exact("available"),
            refunded=self._get_exact("reversed_amount"),
            taken_back=self._get_exact("reversed_bonus"),
        )
