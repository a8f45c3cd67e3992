from odoo import fields, models

from ..const import BOOK


class MembershipAccount(models.Model):
    _inherit = "membership.account"

    book = fields.Selection(
        selection_add=[(BOOK, "Gift Cards")], ondelete={BOOK: "cascade"}
    )
