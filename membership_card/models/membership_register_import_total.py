from odoo import fields, models


class MembershipRegisterImportTotal(models.Model):
    """Proof of one column of an import: file, posted, ledger."""

    _name = "membership.register.import.total"
    _description = "Register Import Total"

    import_id = fields.Many2one(
        "membership.register.import", required=True, index=True, ondelete="cascade"
    )
