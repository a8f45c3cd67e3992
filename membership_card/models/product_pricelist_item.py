from odoo import fields, models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    membership_level_id = fields.Many2one(
        "membership.level",
        string="Excluded By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The level that takes these goods out of its member price.",
    )
