from odoo import api, models


class MembershipRemembered(models.AbstractModel):
    """Masters that are read through a cache: every change of them counts at once."""

    _name = "membership.remembered"
    _description = "Masters Read Through a Cache"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Tell every worker to forget what it remembers."""
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Tell every worker to forget what it remembers."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Tell every worker to forget what it remembers."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
