from odoo import fields, models


class MembershipRegisterImportIssue(models.Model):
    """A row that did not go in, or went in with a remark, and why."""

    _name = "membership.register.import.issue"
    _description = "Register Import Issue"

    import_id = fields.Many2one(
        "membership.register.import", required=True, index=True, ondelete="cascade"
    )
