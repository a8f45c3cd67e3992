from odoo import api, models
from odoo.tools import SQL


class MembershipWalletBooking(models.Model):
    _inherit = "membership.wallet.booking"

    @api.model
    def _get_unposted_queries(self):
        """What was paid at a till is booked when its session is closed."""
        return [
            *super()._get_unposted_queries(),
            SQL(
                """
                SELECT entry.id FROM pos_session session
                JOIN pos_order ON pos_order.session_id = session.id
                JOIN membership_entry entry ON entry.origin_model = 'pos.order'
                    AND entry.origin_id = pos_order.id
                WHERE session.state <> 'closed'
                """
            ),
        ]
