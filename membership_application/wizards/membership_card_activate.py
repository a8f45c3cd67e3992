from odoo import fields, models
from odoo.exceptions import AccessError


class MembershipCardActivate(models.TransientModel):
    """The code that a customer says, at the counter or on the phone."""

    _name = "membership.card.activate"
    _inherit = ["membership.naming"]
    _description = "Activate Card by Code"

    card_id = fields.Many2one("membership.card", required=True, readonly=True)
    code = fields.Char()
    message = fields.Char(readonly=True)

    def action_activate(self):
        """Try the code; a wrong one counts, and the window stays open."""
        self.ensure_one()
        if not self.env.user.has_group("membership_ledger.group_till"):
            raise AccessError(self.env._("Cards are activated by staff."))
        self.card_id.check_access("read")
        outlet = self.env["membership.outlet"]._get_default()
        if self.card_id._activate_by_code(self.code, outlet):
            return {"type": "ir.actions.act_window_close"}
        # No error: raising would forget the try.
        self.write({"code": False, "message": self._get_wrong_sentence()})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activate by Code"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_wrong_sentence(self):
        return self.env._("This is not the code: ask for it once more.")
