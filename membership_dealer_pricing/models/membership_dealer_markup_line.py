from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipDealerMarkupLine(models.Model):
    """Another markup for a category or a product."""

    _name = "membership.dealer.markup.line"
    _description = "Dealer Markup Line"
    _order = "markup_id, product_tmpl_id, categ_id, id"

    markup_id = fields.Many2one(
        "membership.dealer.markup", required=True, index=True, ondelete="cascade"
    )
    categ_id = fields.Many2one(
        "product.category", string="Category", ondelete="cascade"
    )
    product_tmpl_id = fields.Many2one(
        "product.template", string="Product", ondelete="cascade"
    )
    percent = fields.Float(string="Markup %", digits=(16, 2), required=True)

    _one_target = models.Constraint(
        "CHECK ((categ_id IS NULL) <> (product_tmpl_id IS NULL))",
        "A line is for a category or for a product.",
    )
    _percent_sane = models.Constraint(
        "CHECK (percent > -100 AND percent <= 1000)",
        "A markup lies between -100 and 1000 percent.",
    )

    @api.constrains("categ_id", "product_tmpl_id", "markup_id")
    def _check_once(self):
        for line in self:
            others = line.markup_id.line_ids - line
            if others.filtered(
                lambda other, line=line: (
                    (other.categ_id, other.product_tmpl_id)
                    == (line.categ_id, line.product_tmpl_id)
                )
            ):
                raise ValidationError(
                    self.env._(
                        "%(markup)s has two lines for %(target)s.",
                        markup=line.markup_id.name,
                        target=(line.categ_id or line.product_tmpl_id).display_name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """The lists made of the markup follow it at once."""
        lines = super().create(vals_list)
        lines.markup_id._refresh_pricelists()
        return lines

    def write(self, vals):
        """The lists made of the markup follow it at once."""
        markups = self.markup_id
        result = super().write(vals)
        (markups | self.markup_id)._refresh_pricelists()
        return result

    def unlink(self):
        """The lists made of the markup follow it at once."""
        markups = self.markup_id
        result = super().unlink()
        markups.exists()._refresh_pricelists()
        return result

    # === HOOKS === #
    def _prepare_item_vals(self):
        """Hook: which products the rule made of this line is for, and its percent."""
        self.ensure_one()
        if self.product_tmpl_id:
            return {
                "applied_on": "1_product",
                "product_tmpl_id": self.product_tmpl_id.id,
                "percent": self.percent,
            }
        return {
            "applied_on": "2_product_category",
            "categ_id": self.categ_id.id,
            "percent": self.percent,
        }
