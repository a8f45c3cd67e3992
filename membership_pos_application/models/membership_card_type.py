from odoo import api, models


class MembershipCardType(models.Model):
    _inherit = "membership.card.type"

    @api.model
    def _get_till_kinds(self):
        """Cards that need an approval are asked for at the till, too."""
        return [*super()._get_till_kinds(), "group", "special"]
