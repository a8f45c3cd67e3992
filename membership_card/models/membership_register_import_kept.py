from odoo import fields, models


class MembershipRegisterImportKept(models.Model):
    """A member who stayed as he is when his import was taken back, and why."""

    _name = "membership.register.import.kept"
    _description = "Register Import Kept"
    _order = "id"
    _rec_name = "member_id"

    import_id = fields.Many2one(
        "membership.register.import", required=True, index=True, ondelete="cascade"
    )
    member_id = fields.Many2one(
        "membership.member", required=True, index=True, ondelete="cascade"
    )
    number = fields.Char(related="member_id.number")
    explanation = fields.Char(string="Reason", required=True)
