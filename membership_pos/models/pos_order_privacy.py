from odoo import api, models

from odoo.addons.membership_card.privacy import mask_emails


class PosOrder(models.Model):
    """Receipts reach members whose address the cashier sees masked."""

    _inherit = "pos.order"

    # === COMPUTE METHODS === #
    @api.depends("membership_member_id")
    def _compute_contact_details(self):
        """No second copy of a member's phone and e-mail on each of his orders."""
        private = self.filtered("membership_member_id")
        private.email = private.mobile = False
        return super(PosOrder, self - private)._compute_contact_details()

    # === ACTION METHODS === #
    def action_send_receipt(self, email, ticket_image, basic_image):
        """Whoever leaves the masked address of the member means the one behind it."""
        partner = self.partner_id.sudo()
        for address in (partner.invoice_emails, partner.email):
            if address and email == mask_emails(address):
                result = super().action_send_receipt(address, ticket_image, basic_image)
                self.email = False
                return result
        return super().action_send_receipt(email, ticket_image, basic_image)
