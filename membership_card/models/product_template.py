from odoo import api, fields, models, tools


class ProductTemplate(models.Model):
    """A level that is sold: at the till, in an order, on the website."""

    _inherit = "product.template"

    membership_level_id = fields.Many2one(
        "membership.level",
        string="Gives Level",
        ondelete="restrict",
        index="btree_not_null",
        help="Members who buy this are on the level from the moment they paid.",
    )
    membership_level_months = fields.Integer(
        string="Months", default=12, help="So long each piece gives the level."
    )

    _membership_level_months_positive = models.Constraint(
        "CHECK (membership_level_id IS NULL OR membership_level_months BETWEEN 1 AND "
        "120)",
        "A level is sold for 1 to 120 months.",
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Purchases remember whether levels are sold: forget it."""
        products = super().create(vals_list)
        if products.membership_level_id:
            self.env.registry.clear_cache()
        return products

    def write(self, vals):
        """Purchases remember whether levels are sold: forget it."""
        result = super().write(vals)
        if "membership_level_id" in vals:
            self.env.registry.clear_cache()
        return result

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache()
    def _sells_levels(self):
        """Whether any product gives a level: without one, purchases cost no query."""
        self = self.sudo().with_context(active_test=False)
        return bool(self.search_count([("membership_level_id", "!=", False)], limit=1))
