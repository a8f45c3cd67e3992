from odoo import api, fields, models, tools


class MembershipLevel(models.Model):
    """Prices that are earned by paying from stored value only."""

    _inherit = "membership.level"

    price_basis = fields.Selection(
        [
            ("always", "However it is paid"),
            ("stored_value", "For the part paid from stored value"),
        ],
        string="Price Holds",
        required=True,
        default="always",
        help="For the part paid from stored value: who pays all of it from stored "
        "value pays the price list of the level, who pays half of it so saves half of "
        "the difference. Member days and gifts hold however they are paid.",
    )

    # === CRUD METHODS === #
    def write(self, vals):
        """Contacts show the price list that holds however it is paid."""
        result = super().write(vals)
        if "price_basis" in vals:
            self.env["res.partner"].invalidate_model(["property_product_pricelist"])
        return result

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache("level_id", "today")
    def _get_price_of(self, level_id, today):
        """No price list for all where it has to be earned."""
        if self._get_stored_price_of(level_id, today):
            return False
        return super()._get_price_of(level_id, today)

    @api.model
    @tools.ormcache("level_id", "today")
    def _get_stored_price_of(self, level_id, today):
        """Id of the price list that stored value earns on a day, False without one.

        On a member day its own prices hold, for everybody on the level.
        """
        level = self.sudo().browse(level_id)
        if level.price_basis != "stored_value":
            return False
        if any(day._falls_on(today) for day in level.day_ids):
            return False
        return level.pricelist_id.active and level.pricelist_id.id
