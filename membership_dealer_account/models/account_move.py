from decimal import ROUND_HALF_UP, Decimal

from odoo import models


class AccountMove(models.Model):
    """Sub-dealers' paid invoices credit their upline; credit notes take it back."""

    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Credit the upline of the dealer whose invoice was paid."""
        result = super()._invoice_paid_hook()
        for move in self.sudo():
            if move.move_type == "out_invoice":
                move._credit_upline()
            elif move.move_type == "out_refund":
                move._take_back_from_upline()
        return result

    def _get_sub_dealer(self):
        """The dealer this invoice is for, if its upline gets a commission."""
        self.ensure_one()
        dealer = self.partner_id._get_dealer(self.company_id)
        return dealer if dealer.upline_id.sub_commission else dealer.browse()

    def _credit_upline(self):
        """The upline's part of this invoice, without taxes, once."""
        dealer = self._get_sub_dealer()
        if not dealer:
            return
        upline = dealer.upline_id
        amount = self._get_commission(
            upline.sub_commission, abs(self.amount_untaxed_signed)
        )
        if amount > 0:
            upline._credit_prepaid(
                amount,
                "commission",
                f"commission:{self.id}",
                self,
                upline.company_id._get_membership_account("dealer_rebate"),
                self.env._("Commission on %(invoice)s", invoice=self.name),
            )

    def _take_back_from_upline(self):
        """A credit note takes its share of the commission back, once.

        What the upline has spent already leaves the balance below zero, flagged: the
        next credit repays it.
        """
        invoice = self.reversed_entry_id
        dealer = invoice and invoice._get_sub_dealer()
        if not dealer:
            return
        account = dealer.upline_id._get_prepaid_account(create=False)
        entry = (
            self.env["membership.entry"]
            .sudo()
            .search(
                [
                    ("account_id", "=", account.id),
                    ("key", "=", f"commission:{invoice.id}"),
                ]
            )
        )
        if not entry:
            return
        amount = self._get_share_of(entry)
        key = f"commission_back:{self.id}"
        if amount <= 0 or entry.reversal_ids.filtered(lambda back: back.key == key):
            return
        back = entry._reverse(amount, key, origin=self, force=True)
        self.env["membership.wallet.booking"].sudo()._post_counterpart(
            back,
            dealer.company_id._get_membership_account("dealer_rebate").sudo(),
            self.env._("Commission taken back: %(note)s", note=self.name),
            partner=dealer.upline_id.partner_id,
        )

    def _get_share_of(self, entry):
        """What this credit note takes back of a commission, at most what is left."""
        total = Decimal(str(abs(self.reversed_entry_id.amount_untaxed_signed)))
        share = Decimal(str(abs(self.amount_untaxed_signed))) / total
        posted = Decimal(str(entry.amount))
        grid = Decimal(1).scaleb(-entry.account_id.unit_id.decimals)
        taken = sum(Decimal(str(back.amount)) for back in entry.reversal_ids)
        wanted = (posted * share).quantize(grid, ROUND_HALF_UP)
        return min(wanted, posted + taken)

    def _get_commission(self, percent, amount):
        decimals = self.company_id.currency_id.decimal_places
        grid = Decimal(1).scaleb(-decimals)
        part = Decimal(str(percent)) * Decimal(f"{amount:.{decimals}f}") / 100
        return part.quantize(grid, ROUND_HALF_UP)
