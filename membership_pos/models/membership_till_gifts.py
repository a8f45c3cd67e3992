from odoo import api, models
from odoo.exceptions import UserError


class MembershipTill(models.AbstractModel):
    """Gifts that wait for the member at the counter."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def hand_over(self, session_id, member_id, gift_id):
        """Note that a gift that waits for the member was handed over here, once."""
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        gift = member._get_open_gifts().filtered(
            lambda line: line.id == self._to_id(gift_id)
        )
        if not gift:
            raise UserError(
                self.env._("This gift is not waiting for the member any more.")
            )
        gift._hand_over(session.config_id.membership_outlet_id)
        return self._prepare_till_data(session, member)
