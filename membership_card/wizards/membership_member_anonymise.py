from odoo import fields, models


class MembershipMemberAnonymise(models.TransientModel):
    """Asks why, and says what stays and what goes."""

    _name = "membership.member.anonymise"
    _inherit = ["membership.naming"]
    _description = "Anonymise Members"

    member_ids = fields.Many2many("membership.member", string="Members", required=True)
    reason = fields.Char(required=True)
    is_certain = fields.Boolean(string="I know that this cannot be undone")

    # === ACTION METHODS === #
    def action_anonymise(self):
        """Wipe the data for good."""
        self.ensure_one()
        self.member_ids.check_access("write")
        self.member_ids._anonymise(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
