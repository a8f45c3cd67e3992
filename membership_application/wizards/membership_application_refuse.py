from odoo import fields, models


class MembershipApplicationRefuse(models.TransientModel):
    """Why an application is refused, in words that the applicant reads."""

    _name = "membership.application.refuse"
    _inherit = ["membership.naming"]
    _description = "Refuse Application"

    application_id = fields.Many2one(
        "membership.application", required=True, readonly=True
    )
    email = fields.Char(related="application_id.email")
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse; the applicant is told by e-mail if we have an address."""
        self.ensure_one()
        self.application_id._check_right("refuse")
        self.application_id._change_state("refuse", self.reason)
        return {"type": "ir.actions.act_window_close"}
