from odoo import api, models


class MembershipDealer(models.Model):
    """Who may know of what is for dealers only."""

    _inherit = "membership.dealer"

    @api.model
    def _sees_dealer_products(self):
        """Whether the user may see products and categories that are for dealers.

        Staff and entitled dealers may.
        """
        user = self.env.user
        if not user.share:
            return True
        return bool(self._get_pricelist_of_user(self.env.company))

    @api.model
    def _get_pricelist_of_user(self, company):
        """The list that the user gets as a dealer, as the system; empty if none."""
        _dealer_id, list_id = self._get_entitled_ids_of_user(company)
        return self.env["product.pricelist"].sudo().browse(list_id)

    @api.model
    def _get_entitled_of_user(self, company):
        """The dealer that the user buys for, as the system; empty if not entitled."""
        dealer_id, _list_id = self._get_entitled_ids_of_user(company)
        return self.sudo().browse(dealer_id)

    @api.model
    def _get_entitled_ids_of_user(self, company):
        """Ids of dealer and list of the two above.

        Asked for every access to a product and several times for a page, so it is
        remembered until something is written about dealers or contacts in this
        transaction, and never longer: the next request looks at the file again.
        """
        user = self.env.user
        if user._is_public():
            return None, None
        known = self.env.cr.cache.setdefault("membership_dealer_lists", {})
        key = user.id, company.id
        if key not in known:
            partner_id = user.sudo().partner_id.id
            found = self._get_entitled_ids([partner_id], company)
            known[key] = found.get(partner_id, (None, None))
        return known[key]

    def _forget_prices(self):
        self.env.cr.cache.pop("membership_dealer_lists", None)
        return super()._forget_prices()
