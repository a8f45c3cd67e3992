from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _load_pos_data_fields(self, config):
        """The till says whom a rule offers membership to."""
        return [*super()._load_pos_data_fields(config), "membership_is_offered"]
