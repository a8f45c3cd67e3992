from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.membership_card.const import OPEN_STATES


class MembershipFee(models.Model):
    """Letting members off: with a reason, a right, and what was invoiced credited."""

    _inherit = "membership.fee"

    # === BUSINESS METHODS === #
    def _waive(self, reason):
        """Let members off what is open of these fees.

        :param str reason: stays on file and is printed on the form
        :raises AccessError: the user has no right to waive
        :raises UserError: no reason, or a fee that is not open any more
        """
        if not self.env.user.has_group("membership_fee.group_waive"):
            raise AccessError(
                self.env._("You may not waive fees: ask a manager for the right.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the fees are waived."))
        closed = self.filtered(lambda fee: fee.state not in OPEN_STATES)
        if closed:
            raise UserError(
                self.env._(
                    "%(fee)s is not open any more: take it out of the list.",
                    fee=closed[0].name,
                )
            )
        fees = self.sudo()
        shares = fees._get_open_shares()
        for fee in fees:
            fee.amount_waived = fee.amount_open
        fees.write(
            {
                "waived_on": fields.Date.context_today(self),
                "waived_by_id": self.env.uid,
                "waive_reason": reason.strip(),
            }
        )
        fees._take_back_invoices(shares)

    def _get_open_shares(self):
        """{line of a posted invoice: part of it that is open, 0 to 1}."""
        shares = {}
        for move in self._get_invoices().filtered(lambda m: m.state == "posted"):
            shares |= move._get_fee_shares()
        return shares

    def _take_back_invoices(self, shares):
        """Free the invoices of these fees from them: drafts lose the line, posted ones
        get a credit note over what is open, which is reconciled with them."""
        for fee in self:
            for line in fee.invoice_line_ids & fee._get_invoices().invoice_line_ids:
                move = line.move_id
                if move.state == "posted":
                    fee._credit(line, shares[line])
                elif move.invoice_line_ids == line:
                    move.button_cancel()
                else:
                    line.unlink()

    def _credit(self, line, share):
        """Credit what is open of a line of a posted invoice, and reconcile both.

        :param float share: the part of the line that is open, 0 to 1
        """
        invoice = line.move_id
        if not share:
            return
        refund = (
            self.env["account.move"]
            .with_company(invoice.company_id)
            .create(self._prepare_credit_vals(line, share))
        )
        invoice._post_credit(refund)

    # === HOOKS === #
    def _prepare_credit_vals(self, line, share):
        """Hook: the credit note for what is open of one invoice line."""
        invoice = line.move_id
        return {
            "move_type": "out_refund",
            "partner_id": invoice.partner_id.id,
            "company_id": invoice.company_id.id,
            "journal_id": invoice.journal_id.id,
            "currency_id": invoice.currency_id.id,
            "reversed_entry_id": invoice.id,
            "ref": self.env._("Waiver of %(fee)s", fee=self.name),
            "invoice_line_ids": [
                Command.create(
                    {
                        **self._prepare_invoice_line_vals(),
                        "price_unit": line.price_unit * share,
                        "tax_ids": [Command.set(line.tax_ids.ids)],
                        "account_id": line.account_id.id,
                    }
                )
            ],
        }
