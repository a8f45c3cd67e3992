from odoo import models


class ResCountryGroup(models.Model):
    _inherit = "res.country.group"

    # === CRUD METHODS === #
    def write(self, vals):
        """What a visitor pays is remembered and may follow from here."""
        result = super().write(vals)
        if "pricelist_ids" in vals:
            self.env.registry.clear_cache()
        return result
