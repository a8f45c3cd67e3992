from odoo import fields, models


class MembershipHoldRelease(models.TransientModel):
    """Why an operator gives a reserved amount back."""

    _name = "membership.hold.release"
    _description = "Release a Reservation"

    hold_id = fields.Many2one("membership.hold", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_release(self):
        """Give the amount back; the reason is kept with the reservation."""
        self.ensure_one()
        self.hold_id.check_access("read")
        self.hold_id.sudo()._release(reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
