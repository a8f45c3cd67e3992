from odoo import models


class AccountPayment(models.Model):
    """Who pays in ahead may become a member by that."""

    _inherit = "account.payment"

    def action_post(self):
        """Rules that enrol hear of money without an invoice."""
        result = super().action_post()
        for payment in self:
            if payment.partner_type == "customer" and not payment.invoice_ids:
                self.env["membership.enrol.rule"]._notice_sale(
                    payment.company_id,
                    payment.partner_id,
                    payment.amount_company_currency_signed,
                    kind="topup",
                )
        return result
