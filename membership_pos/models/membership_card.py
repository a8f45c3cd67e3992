from odoo import api, models


class MembershipCard(models.Model):
    _name = "membership.card"
    _inherit = ["membership.card", "pos.load.mixin"]

    # === POS === #
    @api.model
    def _load_pos_data_domain(self, data, config):
        """No card is preloaded: tills learn of one when it is scanned."""
        return False

    @api.model
    def _load_pos_data_fields(self, config):
        return ["number", "state"]

    # === HELPERS === #
    def _get_masked_number(self):
        """Enough of the number to recognise the card; False for no card."""
        number = self.number or ""
        return f"****{number[-4:]}" if number else False
