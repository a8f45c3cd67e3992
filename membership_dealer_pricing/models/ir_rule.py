from odoo import api, models
from odoo.fields import Domain

HIDDEN_MODELS = ("product.template", "product.public.category")


class IrRule(models.Model):
    """What only dealers may see, decided anew each time.

    A record rule would be remembered per user, and a dealer who was suspended would
    go on to see what he saw; core's own cache stays in use for all the rest.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        if self.env.context.get("dealer_rules_alone"):
            return super()._compute_domain(model_name, mode)
        # Core remembers the rules of a variant together with those of its template,
        # which it asks for here: they must be core's alone.
        core = self.with_context(dealer_rules_alone=True)
        domain = super(IrRule, core)._compute_domain(model_name, mode)
        if model_name in HIDDEN_MODELS:
            return domain & self._get_hidden_domain()
        hidden = self._get_hidden_domain() if model_name == "product.product" else None
        if hidden and not hidden.is_true():
            return domain & Domain("product_tmpl_id", "any", hidden)
        return domain

    @api.model
    def _get_hidden_domain(self):
        """Hook: what the user may know of: everything, or all but dealers' goods."""
        if self.env.su or self.env["membership.dealer"]._sees_dealer_products():
            return Domain.TRUE
        return Domain("is_dealer_only", "=", False)
