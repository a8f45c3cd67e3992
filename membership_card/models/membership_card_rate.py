from odoo import api, fields, models, tools
from odoo.exceptions import UserError

RATE = {"discount_rate", "pricelist_id"}


class MembershipCard(models.Model):
    """Cards that bring a price of their own: special cards at an approved discount."""

    _inherit = "membership.card"

    discount_rate = fields.Float(
        string="Discount (%)",
        digits=(5, 2),
        readonly=True,
        copy=False,
        help="What was approved for this card. It holds while the card works.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="What the member pays with this card, instead of the price of the level.",
    )

    _priced_index = models.Index("(member_id) WHERE pricelist_id IS NOT NULL")

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Discounts are approved, not typed."""
        for vals in vals_list:
            self._check_no_rate(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Discounts are approved, not typed."""
        self._check_no_rate(vals)
        return super().write(vals)

    # === BUSINESS METHODS === #
    def _set_discount_rate(self, rate):
        """Give these cards what was approved for them.

        :param float rate: percent; 0 takes it away
        """
        for company, cards in self.sudo().grouped("company_id").items():
            pricelist = self.env["product.pricelist"]._get_of_rate(company, rate)
            cards.write({"discount_rate": rate, "pricelist_id": pricelist.id})
        self.env.registry.clear_cache()
        members = self.member_id
        members.partner_id.invalidate_recordset(["property_product_pricelist"])

    @api.model
    @tools.ormcache()
    def _has_prices(self):
        """Whether any card brings a price: without one, members cost no query."""
        return bool(self.sudo().search_count([("pricelist_id", "!=", False)], limit=1))

    @api.model
    def _get_prices_of(self, members):
        """{member id: id of a price list} by their cards that work; the best one."""
        if not members or not self._has_prices():
            return {}
        today = fields.Date.context_today(self)
        cards = self.sudo().search(
            [
                ("member_id", "in", members.ids),
                ("pricelist_id", "!=", False),
                ("state", "=", "active"),
            ],
            order="discount_rate, id",
        )
        return {
            card.member_id.id: card.pricelist_id.id
            for card in cards
            if "discount" in card.type_id._get_capabilities()
            and card.pricelist_id.active
            and not (card.valid_until and card.valid_until < today)
        }

    # === HELPERS === #
    def _check_no_rate(self, vals):
        if RATE & vals.keys() and not self.env.su:
            raise UserError(
                self.env._(
                    "The discount of a special card is what was approved for it."
                )
            )
