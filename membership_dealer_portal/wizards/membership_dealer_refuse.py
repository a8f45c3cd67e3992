from odoo import fields, models


class MembershipDealerRefuse(models.TransientModel):
    """Why an application is refused, in words that the applicant reads."""

    _name = "membership.dealer.refuse"
    _description = "Refuse Dealer Application"

    application_id = fields.Many2one(
        "membership.dealer.application", required=True, readonly=True
    )
    email = fields.Char(related="application_id.email")
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse; the applicant is told by e-mail."""
        self.ensure_one()
        self.application_id._check_manager()
        self.application_id._change_state("refuse", self.reason)
        return {"type": "ir.actions.act_window_close"}
