from odoo import api, models


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    @api.model
    def _get_level_pricelists(self, partners):
        """Who has not paid his fee in time buys at the price of everybody."""
        found = super()._get_level_pricelists(partners)
        if not found:
            return found
        members = self.env["membership.member"].sudo()
        suspended = members.search(
            [
                ("partner_id", "in", list(found)),
                ("company_id", "=", self.env.company.root_id.id),
                ("is_fee_suspended", "=", True),
            ]
        )
        for partner in suspended.partner_id:
            found.pop(partner.id, None)
        return found
