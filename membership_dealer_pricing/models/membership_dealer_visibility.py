from odoo import api, models


class MembershipDealer(models.Model):
    """Who may know of what is for dealers only."""

    _inherit = "membership.dealer"

    @api.model
    def _sees_dealer_products(self):
        """Whether the user may see products and categories that are for dealers.

        Staff and entitled dealers may. Asked for every access to a product, so it
        is remembered until something is written about dealers or contacts in this
        transaction, and never longer than that.
        """
        user = self.env.user
        if not user.share:
            return True
        if user._is_public():
            return False
        seen = self.env.cr.cache.setdefault("membership_dealer_sees", {})
        key = user.id, self.env.company.id
        if key not in seen:
            partner = user.sudo().partner_id
            seen[key] = partner.id in self._get_pricelists(
                partner.ids, self.env.company
            )
        return seen[key]

    def _forget_prices(self):
        self.env.cr.cache.pop("membership_dealer_sees", None)
        return super()._forget_prices()
