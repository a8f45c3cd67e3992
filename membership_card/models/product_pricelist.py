from odoo import api, models
from odoo.tools import SQL


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """A member buys at the price list of his level.

        What was agreed with a contact wins over his level, and a dealer's prices win
        over a member's, whichever addon is loaded last. Nothing is asked, and
        nothing changes for anybody, as long as no level has a price list.
        """
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["membership.level"]._has_pricelists():
            return result
        ids = [partner_id for partner_id in partner_ids if isinstance(partner_id, int)]
        partners = self.env["res.partner"].browse(ids)
        free = partners.filtered(
            lambda partner: not partner.specific_property_product_pricelist.active
        )
        free -= free._filter_dealer_prices()
        for partner_id, pricelist_id in self._get_level_pricelists(free).items():
            result[partner_id] = self.browse(pricelist_id)
        return result

    @api.model
    def _get_level_pricelists(self, partners):
        """Ids of price lists by id of partner, for the members among them."""
        if not partners:
            return {}
        self.env["membership.member"].flush_model(["partner_id", "level_id", "state"])
        self.env["membership.level"].flush_model(["pricelist_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT member.partner_id, level.pricelist_id
                FROM membership_member member
                JOIN membership_level level ON level.id = member.level_id
                JOIN product_pricelist list ON list.id = level.pricelist_id
                WHERE member.partner_id = ANY(%s) AND member.company_id = %s
                    AND member.state = 'active' AND list.active
                """,
                partners.ids,
                self.env.company.root_id.id,
            )
        )
        return dict(self.env.cr.fetchall())
