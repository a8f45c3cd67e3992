from odoo import api, models


class MembershipLevel(models.Model):
    """Tills remember the ladder: forget it whenever it changes."""

    _inherit = "membership.level"

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        self.env.registry.clear_cache()
        return levels

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res
