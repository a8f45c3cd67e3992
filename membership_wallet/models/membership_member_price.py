from odoo import models


class MembershipMember(models.Model):
    """The price that a member earns by paying from stored value."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _get_stored_pricelist(self):
        """The price list that holds for what is paid from stored value; may be empty.

        Empty for who has prices that hold however they are paid: agreed with the
        contact, given as a gift, of a member day.
        """
        self.ensure_one()
        member = self.sudo()
        Pricelist = self.env["product.pricelist"].sudo()
        if not member.level_id:
            return Pricelist
        today = self._get_level_day()
        pricelist_id = self.env["membership.level"]._get_stored_price_of(
            member.level_id.id, today
        )
        if not pricelist_id or not member._has_benefits() or member._get_pricelist():
            return Pricelist
        return Pricelist.browse(pricelist_id)

    # === HOOKS === #
    def _get_till_data(self):
        """Add the price list that stored value earns."""
        data = super()._get_till_data()
        data["stored_pricelist_id"] = self._get_stored_pricelist().id
        return data
