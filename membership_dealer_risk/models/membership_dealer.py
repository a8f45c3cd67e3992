from odoo import models


class MembershipDealer(models.Model):
    """The risk that the credit department watches, asked before an order is placed."""

    _inherit = "membership.dealer"

    def _object_to_credit(self, order):
        """Adds the verdict on open orders, deliveries and invoices with this one.

        Without it a dealer would place an order on account that nobody can confirm.
        A company that confirms such orders anyway is not asked, as in the back office.
        """
        objection = super()._object_to_credit(order)
        if objection or order.company_id.allow_overrisk_sale_confirmation:
            return objection
        payer = order.partner_invoice_id.commercial_partner_id
        payer = payer.with_company(order.company_id)
        # An order that is placed is in the figures already.
        is_open = order.state in ("draft", "sent")
        if order.evaluate_risk_message(payer) if is_open else payer.risk_exception:
            return self.env._(
                "Your account with us does not bear this order: pay at once, or settle "
                "open invoices first."
            )
        return None
