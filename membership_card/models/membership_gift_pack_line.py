from odoo import api, fields, models


class MembershipGiftPackLine(models.Model):
    """One thing in a gift pack; addons above add points and bonus money."""

    _name = "membership.gift.pack.line"
    _inherit = ["membership.remembered"]
    _description = "Line of a Gift Pack"
    _order = "pack_id, sequence, id"

    pack_id = fields.Many2one(
        "membership.gift.pack", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="pack_id.company_id")
    currency_id = fields.Many2one(related="pack_id.currency_id")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("item", "Gift"), ("coupon", "Coupon"), ("price", "Special Price")],
        required=True,
        default="item",
        help="A gift or coupon is handed over at the counter. A special price holds "
        "for the first purchase while the gift is good.",
    )
    name = fields.Char(
        string="Description",
        compute="_compute_name",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        translate=True,
    )
    product_id = fields.Many2one("product.product", ondelete="restrict")
    quantity = fields.Float(default=1)
    amount = fields.Float(digits=(16, 2), help="Points, or money of the bonus.")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        ondelete="restrict",
        help="What the member pays instead of the price of the level.",
    )

    _contents_complete = models.Constraint(
        "CHECK (kind <> 'price' OR pricelist_id IS NOT NULL)",
        "A special price needs a price list.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (quantity > 0 AND amount >= 0)", "A gift gives something."
    )

    # === COMPUTE METHODS === #
    @api.depends("kind", "product_id", "pricelist_id", "amount", "quantity")
    def _compute_name(self):
        for line in self:
            line.name = line._describe() or line.name

    # === CRUD METHODS === #
    def unlink(self):
        """What was given out of a line keeps it."""
        Line = self.env["membership.gift.line"].sudo()
        used = Line.search([("pack_line_id", "in", self.ids)]).pack_line_id
        used.active = False
        return super(MembershipGiftPackLine, self - used).unlink()

    # === HOOKS === #
    def _describe(self):
        """Hook: what members read of this line; empty: they read what is written."""
        self.ensure_one()
        if self.kind == "item" and self.product_id:
            count = f"{self.quantity:g} × " if self.quantity != 1 else ""
            return f"{count}{self.product_id.name}"
        if self.kind == "price":
            return self.pricelist_id.name
        return False

    def _get_unit_cost(self):
        """Hook: what one of these costs the company that is known of, a float."""
        self.ensure_one()
        if self.kind == "item" and self.product_id:
            return self.product_id.standard_price * self.quantity
        return 0.0

    def _get_unit_count(self):
        """Hook: how much of its kind one of these gives, where no cost is known of."""
        self.ensure_one()
        return 0.0 if self._get_unit_cost() else self.quantity
