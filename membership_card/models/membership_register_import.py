from odoo import api, fields, models


class MembershipRegisterImport(models.Model):
    """An old register on its way in: file, result per row, proof per column."""

    _name = "membership.register.import"
    _description = "Register Import"
    _order = "id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )

    @api.model
    def _cron_import(self):
        """Import what is waiting."""
