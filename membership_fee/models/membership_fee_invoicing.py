from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import DOCUMENT_CHUNK


class MembershipFee(models.Model):
    """Ordinary customer invoices for fees, and what is open of them."""

    _inherit = "membership.fee"

    # === BUSINESS METHODS === #
    def _create_invoices(self):
        """One invoice per member for those of these fees that are due.

        The company says whether it stays a draft. A fee that is on an invoice already
        is left out: pressing twice invoices once.

        :returns: the new ``account.move``
        """
        due = self.sudo().filtered(lambda fee: fee.state == "due")
        moves = self.env["account.move"]
        for (company, _member), fees in due.grouped(
            lambda fee: (fee.company_id, fee.member_id)
        ).items():
            Move = moves.sudo().with_company(company)
            move = Move.create(fees._prepare_invoice_vals())
            if company.membership_fee_invoicing == "posted":
                move.action_post()
            moves |= move.sudo(False)
        return moves

    @api.model
    def _run_invoicing(self):
        """Nightly: invoice what is due, in companies that want it."""
        companies = self.env["res.company"].search(
            [("membership_fee_invoicing", "!=", "manual")]
        )
        domain = [("state", "=", "due"), ("company_id", "in", companies.ids)]
        while members := self.search(domain, limit=DOCUMENT_CHUNK).member_id:
            fees = self.search([*domain, ("member_id", "in", members.ids)])
            fees._create_invoices()
            if not self.env["ir.cron"]._commit_progress(len(fees)):
                return False
        return True

    # === HOOKS === #
    def _prepare_invoice_vals(self):
        """Hook: the invoice for these fees of one member."""
        partner = self.member_id.partner_id
        if not partner:
            raise UserError(self.env._("These fees belong to nobody."))
        return {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date_due": min(self.mapped("due_on")),
            "invoice_payment_term_id": False,
            "invoice_origin": ", ".join(self.mapped("name")),
            "invoice_line_ids": [
                Command.create(fee._prepare_invoice_line_vals()) for fee in self
            ],
        }

    def _prepare_invoice_line_vals(self):
        """Hook: the invoice line of one fee."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "name": self._get_label(),
            "quantity": 1,
            "price_unit": self.amount,
            "membership_fee_id": self.id,
        }

    # === HELPERS === #
    def _get_open(self):
        """What of this open fee is not paid yet, before taxes."""
        line = self.sudo().invoice_line_ids.filtered(
            lambda line: line.move_id in self.sudo()._get_invoices()
        )[-1:]
        if not line or line.move_id.state != "posted":
            return self.amount
        share = line.move_id._get_fee_shares()[line]
        return self.currency_id.round(self.amount * share)

    def _get_label(self):
        """What documents call this fee, in the member's language."""
        self.ensure_one()
        fee = self.with_context(lang=self.member_id.partner_id.lang or self.env.lang)
        kind = dict(fee._fields["kind"]._description_selection(fee.env))[fee.kind]
        label = f"{fee.product_id.name}: {kind}, {fee.name}"
        if fee.period_start:
            label += f" ({fee.period_start} – {fee.period_end})"
        return label
