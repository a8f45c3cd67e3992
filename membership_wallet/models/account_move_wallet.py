from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Invoices paid from stored value, credit notes that give it back."""

    _inherit = "account.move"

    # === ACTION METHODS === #
    def action_pay_from_wallet(self):
        """Open the window to pay this invoice, or to return this credit note."""
        self.ensure_one()
        refund = self.move_type == "out_refund"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return to stored value")
            if refund
            else self.env._("Pay from stored value"),
            "res_model": "membership.invoice.pay",
            "view_mode": "form",
            "target": "new",
            "context": {"default_invoice_id": self.id},
        }

    # === BUSINESS METHODS === #
    def _pay_from_wallet(self, wallet, amount, key, card=None):
        """Pay ``amount`` of this customer invoice from ``wallet``, once.

        :param amount: Decimal, int or text; at most what is due
        :returns: the ledger entry
        :raises UserError: more than due, not enough, a card that may not pay or whose
            limits are below it
        """
        self.ensure_one()
        wallet = wallet.with_env(self.env).sudo()
        amount = wallet.unit_id._to_decimal(amount)
        if card:
            card._check_usable("wallet")
        if entry := self._find_wallet_entry(wallet, key):
            return entry
        wallet.member_id._check_active()
        self._check_can_settle(wallet, amount, "out_invoice")
        card = card or self.env["membership.card"]
        extra = {"card_id": card.id} if card else {}
        hold = wallet._hold_by_card(card, amount, key, origin=self)
        entry = hold._capture(extra=extra)
        self._settle(entry)
        return entry

    def _return_to_wallet(self, wallet, amount, key):
        """Give ``amount`` of this credit note back to the wallet that paid, once.

        Undoes the payments of the invoice that this note corrects, last one first.

        :returns: the ledger entries
        :raises UserError: more than is due, or than that wallet paid
        """
        self.ensure_one()
        wallet = wallet.with_env(self.env).sudo()
        amount = wallet.unit_id._to_decimal(amount)
        first = self._find_wallet_entry(wallet, f"{key}:1")
        if first:
            return first
        self._check_can_settle(wallet, amount, "out_refund")
        entries, rest = first, amount
        for number, (payment, left) in enumerate(self._get_wallet_payments(wallet), 1):
            part = min(rest, left)
            if part > 0:
                entries |= payment._reverse(part, f"{key}:{number}", origin=self)
                rest -= part
        if rest:
            raise UserError(
                self.env._(
                    "Only %(paid)s of the invoice were paid from stored value: pay the "
                    "rest back another way.",
                    paid=self.currency_id.format(float(amount - rest)),
                )
            )
        self._settle(entries)
        return entries

    def _get_wallet(self):
        """The wallet of the member whom this invoice is for; may be empty."""
        self.ensure_one()
        member = self._get_membership_members().get(self.id)
        Account = self.env["membership.account"].sudo()
        return member._get_wallet(create=False) if member else Account

    def _get_wallet_due(self, wallet):
        """The most that can be settled now: (Decimal) due, and paid before or held."""
        self.ensure_one()
        due = Decimal(f"{self.amount_residual:.{self.currency_id.decimal_places}f}")
        if self.move_type == "out_refund":
            paid = (left for _payment, left in self._get_wallet_payments(wallet))
            return min(due, sum(paid, Decimal(0)))
        return max(min(due, wallet._get_exact("available")), Decimal(0))

    def _settle(self, entries):
        """Book ``entries`` against this invoice's receivable and reconcile."""
        lines = self.sudo().line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        receivable = lines.account_id[:1]
        move = self.env["membership.wallet.booking"]._post_counterpart(
            entries,
            receivable,
            self.env._("%(invoice)s by stored value", invoice=self.name),
            partner=self.commercial_partner_id,
            company=self.company_id,
        )
        lines |= move.line_ids
        lines.filtered(lambda line: line.account_id == receivable).reconcile()

    # === HELPERS === #
    def _check_can_settle(self, wallet, amount, move_type):
        if self.state != "posted" or self.move_type != move_type:
            raise UserError(
                self.env._(
                    "Only a posted customer invoice or credit note can be settled with "
                    "stored value."
                )
            )
        if self.currency_id != wallet.unit_id.currency_id:
            raise UserError(
                self.env._(
                    "%(invoice)s is not in the currency of the wallet.",
                    invoice=self.name,
                )
            )
        due = Decimal(f"{self.amount_residual:.{self.currency_id.decimal_places}f}")
        if not 0 < amount <= due:
            raise UserError(
                self.env._(
                    "Of %(invoice)s %(due)s are due: choose an amount up to that.",
                    invoice=self.name,
                    due=self.currency_id.format(self.amount_residual),
                )
            )

    def _find_wallet_entry(self, wallet, key):
        Entry = self.env["membership.entry"].sudo()
        domain = [("account_id", "=", wallet.id), ("key", "=", key)]
        return Entry.search([*domain, *self._get_wallet_origin_domain()], limit=1)

    def _get_wallet_origin_domain(self):
        return [("origin_model", "=", self._name), ("origin_id", "in", self.ids)]

    def _get_wallet_payments(self, wallet):
        """[(entry, exact amount not yet returned)] that paid the corrected invoice."""
        invoice = self.reversed_entry_id
        entries = (
            self.env["membership.entry"]
            .sudo()
            .search(
                [
                    ("account_id", "=", wallet.id),
                    ("kind", "=", "spend"),
                    *invoice._get_wallet_origin_domain(),
                ]
            )
        )
        unit = wallet.unit_id
        payments = []
        for entry in entries:
            left = -entry.amount - sum(entry.reversal_ids.mapped("amount"))
            payments.append((entry, unit._to_decimal(f"{left:.{unit.decimals}f}")))
        return payments
