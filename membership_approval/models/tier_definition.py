from odoo import api, models


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_approval_models(self):
        """Names of what is approved by chains that only their buttons move on."""
        names = self.env.registry.descendants(["membership.approval"], "_inherit")
        return [name for name in names if not self.env[name]._abstract]

    @api.model
    def _get_tier_validation_model_names(self):
        names = super()._get_tier_validation_model_names()
        return [*names, *self._get_approval_models()]
