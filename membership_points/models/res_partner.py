from odoo import models


class ResPartner(models.Model):
    """The time zone of a company's contact is the clock of its points."""

    _inherit = "res.partner"

    def write(self, vals):
        """Tills remember the time zone: forget it when a company's changes."""
        res = super().write(vals)
        if "tz" in vals:
            companies = self.env["res.company"].sudo()
            if companies.search_count([("partner_id", "in", self.ids)], limit=1):
                self.env.registry.clear_cache()
        return res
