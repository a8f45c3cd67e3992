from odoo import fields, models


class MembershipDealerLevel(models.Model):
    _inherit = "membership.dealer.level"

    currency_id = fields.Many2one(related="pricelist_id.currency_id")
    minimum_order = fields.Monetary(
        string="Smallest Order",
        help="What an order of a dealer of this level is worth at least, without taxes "
        "and delivery, in the currency of the level's price list; 0: nothing.",
    )
    quantity_ids = fields.One2many(
        "membership.dealer.quantity", "level_id", string="Order Quantities"
    )

    _minimum_order_positive = models.Constraint(
        "CHECK (minimum_order >= 0)", "The smallest order is not below zero."
    )
