from odoo import fields, models


class MembershipProofLine(models.Model):
    """One difference, or one thing to know, that a proof found."""

    _name = "membership.proof.line"
    _description = "Membership Proof Line"
    _order = "severity, id"

    proof_id = fields.Many2one(
        "membership.proof", required=True, index=True, ondelete="cascade"
    )
    check = fields.Char(required=True, readonly=True)
    severity = fields.Selection(
        [("error", "Difference"), ("note", "Note")],
        required=True,
        readonly=True,
        default="error",
    )
    account_id = fields.Many2one(
        "membership.account", readonly=True, ondelete="cascade"
    )
    message = fields.Char(required=True, readonly=True)
    expected = fields.Char(readonly=True)
    found = fields.Char(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)

    def action_open(self):
        """Open what the line is about: the document, else the account."""
        self.ensure_one()
        model, res_id = self.res_model, self.res_id
        if not res_id or model not in self.env:
            model, res_id = "membership.account", self.account_id.id
        if not res_id:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "view_mode": "form",
        }
