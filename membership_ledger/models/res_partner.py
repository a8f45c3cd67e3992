from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # === HOOKS === #
    def _is_dealer(self):
        """Hook: whether this contact buys for a dealer; the dealers' addon answers.

        It is here because cards ask (who may hold one) and dealers answer, and
        neither of the two needs the other.
        """
        self.ensure_one()
        return False

    def _filter_dealer_prices(self):
        """Hook: those of these contacts who buy at a dealer's prices now.

        Price lists of a member's level leave them alone.
        """
        return self.browse()
