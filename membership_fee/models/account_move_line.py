from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    membership_fee_id = fields.Many2one(
        "membership.fee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The fee that this line charges or credits.",
    )
