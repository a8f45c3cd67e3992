from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_membership_many_programs = fields.Boolean(
        "Several Programmes",
        implied_group="membership_card.group_many_programs",
        help="More than one ladder in a company, for private and business customers "
        "say.",
    )
