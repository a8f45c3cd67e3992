from odoo import fields, models

from ..const import BOOK


class MembershipAccount(models.Model):
    _inherit = "membership.account"

    book = fields.Selection(
        selection_add=[(BOOK, "Dealers")], ondelete={BOOK: "cascade"}
    )
    dealer_id = fields.Many2one("membership.dealer", readonly=True, ondelete="restrict")

    _dealer_unit_unique = models.UniqueIndex(
        "(dealer_id, unit_id) WHERE dealer_id IS NOT NULL",
        "A dealer has one account per currency.",
    )
