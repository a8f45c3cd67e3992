from odoo import api, fields, models


class ProductPricelist(models.Model):
    """Price lists that special cards bring, one for each discount."""

    _inherit = "product.pricelist"

    membership_rate = fields.Float(
        string="Special Cards (%)",
        digits=(5, 2),
        readonly=True,
        copy=False,
        help="Made for special cards that were approved with this discount.",
    )

    _membership_rate_unique = models.UniqueIndex(
        "(company_id, membership_rate) WHERE membership_rate > 0 AND active",
        "There is a price list for this discount already.",
    )

    # === BUSINESS METHODS === #
    @api.model
    def _get_of_rate(self, company, rate):
        """The price list of a company for special cards; made when first needed.

        :param float rate: percent off what everybody pays; 0: none
        :returns: ``product.pricelist`` in sudo
        """
        Pricelist = self.sudo()
        if not rate:
            return Pricelist
        domain = [("company_id", "=", company.id), ("membership_rate", "=", rate)]
        if made := Pricelist.search(domain, limit=1):
            return made
        made = Pricelist.create(
            {
                "name": self.env._("Special cards: %(rate)g %% off", rate=rate),
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "membership_rate": rate,
                "item_ids": [
                    fields.Command.create(
                        {"compute_price": "percentage", "percent_price": rate}
                    )
                ],
            }
        )
        # Levels remember which lists are nobody's default.
        self.env.registry.clear_cache()
        return made

    @api.model
    def _get_of_rates(self):
        """All price lists that special cards bring."""
        return self.search([("membership_rate", ">", 0)])
