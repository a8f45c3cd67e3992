from openpyxl.utils.cell import get_column_letter

from odoo import api, fields, models


class MembershipRegisterImportColumn(models.Model):
    """A column of the file, and what it holds."""

    _name = "membership.register.import.column"
    _description = "Register Import Column"
    _order = "position"
    _rec_name = "heading"

    import_id = fields.Many2one(
        "membership.register.import", required=True, index=True, ondelete="cascade"
    )
    position = fields.Integer(required=True, readonly=True, help="From 0.")
    letter = fields.Char(string="Column", compute="_compute_letter")
    heading = fields.Char(string="In the File", readonly=True)
    sample = fields.Char(string="For Example", readonly=True)
    key = fields.Selection(
        selection=lambda self: list(
            self.env["membership.register.import"]._get_titles().items()
        ),
        string="Becomes",
        help="Empty: this column is left out.",
    )

    # === COMPUTE METHODS === #
    @api.depends("position")
    def _compute_letter(self):
        for column in self:
            column.letter = get_column_letter(column.position + 1)
