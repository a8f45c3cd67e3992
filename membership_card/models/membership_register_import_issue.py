from odoo import fields, models


class MembershipRegisterImportIssue(models.Model):
    """A row that came back, or went in with a remark, and why."""

    _name = "membership.register.import.issue"
    _description = "Register Import Issue"
    _order = "is_refused desc, row"
    _rec_name = "explanation"

    import_id = fields.Many2one(
        "membership.register.import", required=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(required=True, help="As the spreadsheet counts.")
    card_number = fields.Char()
    member_name = fields.Char(string="Name")
    is_refused = fields.Boolean(
        string="Returned", help="Not set: the row went in, with a remark."
    )
    explanation = fields.Char(string="Reason", required=True)
