from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..quantities import Terms


class MembershipDealerQuantity(models.Model):
    """From how many on, and in which cases, dealers may order something."""

    _name = "membership.dealer.quantity"
    _description = "Dealer Order Quantity"
    _order = "company_id, product_tmpl_id, categ_id, level_id, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    level_id = fields.Many2one(
        "membership.dealer.level",
        string="Dealer Level",
        ondelete="cascade",
        check_company=True,
        help="Empty: dealers of every level.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Category",
        ondelete="cascade",
        help="Empty, like the product: everything.",
    )
    minimum = fields.Float(
        digits="Product Unit",
        help="The least that is sold at once, in the product's unit of measure.",
    )
    multiple = fields.Float(
        string="Case Of",
        digits="Product Unit",
        help="Only full cases are sold: 12 means 12, 24, 36 … 0: single pieces.",
    )

    _minimum_positive = models.Constraint(
        "CHECK (minimum >= 0)", "The smallest quantity is not below zero."
    )
    _multiple_positive = models.Constraint(
        "CHECK (multiple >= 0)", "A case holds more than nothing."
    )
    _one_target = models.Constraint(
        "CHECK (product_tmpl_id IS NULL OR categ_id IS NULL)",
        "Choose a product or a category, not both.",
    )
    _target_unique = models.UniqueIndex(
        "(company_id, COALESCE(level_id, 0), COALESCE(product_tmpl_id, 0), "
        "COALESCE(categ_id, 0))",
        "There is a rule for this product or category and level already.",
    )

    # === COMPUTE METHODS === #
    @api.depends("product_tmpl_id", "categ_id", "level_id")
    def _compute_display_name(self):
        for rule in self:
            target = rule.product_tmpl_id or rule.categ_id
            name = target.display_name or self.env._("Everything")
            level = rule.level_id.name
            rule.display_name = f"{name} ({level})" if level else name

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """The first rule ends what is remembered: that there is none."""
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache()
    def _has_rules(self):
        """Whether there is any rule: without one, products cost no query."""
        return bool(self.sudo().search_count([], limit=1))

    @api.model
    def _get_terms(self, products, company, level):
        """What these products are sold in to dealers of a level, in one query.

        The rule of the product wins over that of its category, a nearer category over
        one above it, and a rule for the level over one for every level.

        :param products: ``product.product``
        :returns: dict of product id to :class:`..quantities.Terms`
        """
        products = products.sudo()
        categories = {
            int(part)
            for product in products
            for part in (product.categ_id.parent_path or "").split("/")[:-1]
        }
        rules = self.sudo().search_fetch(
            Domain("company_id", "=", company.root_id.id)
            & Domain("level_id", "in", [False, level.id])
            & Domain("product_tmpl_id", "in", [False, *products.product_tmpl_id.ids])
            & Domain("categ_id", "in", [False, *categories]),
            ["level_id", "product_tmpl_id", "categ_id", "minimum", "multiple"],
        )
        by_target = {
            (rule.product_tmpl_id.id, rule.categ_id.id, rule.level_id.id): rule
            for rule in rules
        }
        return {
            product.id: self._pick_terms(by_target, product, level)
            for product in products
        }

    @api.model
    def _pick_terms(self, by_target, product, level):
        path = (product.categ_id.parent_path or "").split("/")[:-1]
        targets = [(product.product_tmpl_id.id, False)]
        targets += [(False, int(part)) for part in reversed(path)]
        for template_id, categ_id in (*targets, (False, False)):
            for level_id in (level.id, False):
                if rule := by_target.get((template_id, categ_id, level_id)):
                    return Terms(
                        Decimal(repr(rule.minimum)), Decimal(repr(rule.multiple))
                    )
        return Terms()
