from odoo import fields, models


class ProductTemplate(models.Model):
    """Some products are money in another form; they must not earn points twice."""

    _inherit = "product.template"

    membership_no_points = fields.Boolean(
        string="Earns No Points",
        help="Buying this product earns no points: top-ups and gift cards, whose value "
        "earns when it is spent.",
    )
