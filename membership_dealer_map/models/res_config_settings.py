from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membership_dealer_tile_url = fields.Char(
        related="company_id.membership_dealer_tile_url", readonly=False
    )
    membership_dealer_tile_source = fields.Char(
        related="company_id.membership_dealer_tile_source", readonly=False
    )
