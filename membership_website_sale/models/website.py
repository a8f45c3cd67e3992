from odoo import models


class Website(models.Model):
    """Which price lists a web shop has for whom."""

    _inherit = "website"

    def _get_pl_partner_order(
        self,
        country_code,
        show_visible,
        current_pl_id,
        website_pricelist_ids,
        partner_pl_id=False,
    ):
        """What members have to earn is for who has earned it.

        Core offers every list of the website, and gives the first of them to whoever
        has none of his own, visitors included.
        """
        found = super()._get_pl_partner_order(
            country_code,
            show_visible,
            current_pl_id,
            website_pricelist_ids,
            partner_pl_id,
        )
        reserved = self.env["membership.level"]._get_reserved_pricelist_ids()
        return [
            pricelist_id
            for pricelist_id in found
            if pricelist_id not in reserved or pricelist_id == partner_pl_id
        ]
