from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _get_available_pricelists(self):
        """Dealer lists reach every till, whatever lists it offers to the cashier.

        Core's till takes the list of the customer's contact if it knows the list; who
        is entitled was decided when the contact was read.
        """
        return super()._get_available_pricelists() | self._get_dealer_pricelists()

    def _get_dealer_pricelists(self):
        """Lists in force for a dealer in our currency, and those they stand on."""
        self.ensure_one()
        company = self.company_id.root_id
        groups = (
            self.env["membership.dealer"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", ("approved", "suspended")),
                    ("pricelist_id.currency_id", "=", self.currency_id.id),
                    ("pricelist_id.active", "=", True),
                ],
                ["pricelist_id"],
            )
        )
        lists = self.env["product.pricelist"].union(*(found for (found,) in groups))
        return lists._get_chain().with_env(self.env)
