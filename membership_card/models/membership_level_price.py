from odoo import api, fields, models, tools
from odoo.fields import Command, Domain


class MembershipLevel(models.Model):
    """What members of a level pay, for what, and when."""

    _inherit = "membership.level"

    day_ids = fields.One2many("membership.level.day", "level_id", string="Member Days")
    excluded_categ_ids = fields.Many2many(
        "product.category",
        string="Categories Without Member Price",
        help="Everybody pays the same for these, and for what is below them.",
    )
    excluded_product_ids = fields.Many2many(
        "product.template",
        string="Products Without Member Price",
        help="Everybody pays the same for these.",
    )

    combines_with_discounts = fields.Boolean(
        string="With Discounts of the Cashier",
        default=True,
        help="Whether a cashier may take something off the member price. Otherwise it "
        "is one or the other.",
    )
    combines_with_promotions = fields.Boolean(
        string="With Promotions",
        default=True,
        help="Whether promotions and coupons come on top of the member price. "
        "Otherwise it is one or the other.",
    )
    service_ids = fields.Many2many(
        "membership.level.service",
        "membership_level_service_rel",
        "level_id",
        "service_id",
        string="Services",
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Exclusions are rules of the price lists."""
        levels = super().create(vals_list)
        levels._write_exclusions()
        return levels

    def write(self, vals):
        """Exclusions are rules of the price lists."""
        result = super().write(vals)
        if {"pricelist_id", "excluded_categ_ids", "excluded_product_ids"} & vals.keys():
            self._write_exclusions()
        return result

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache("level_id", "today")
    def _get_price_of(self, level_id, today):
        """Id of the price list of a level on a day, False for the usual prices.

        Cached for all workers: a sale asks without a query.
        """
        level = self.sudo().browse(level_id)
        days = level.day_ids.filtered(lambda day: day._falls_on(today))
        pricelist = days[0].pricelist_id if days else level.pricelist_id
        return pricelist.active and pricelist.id

    @api.model
    @tools.ormcache()
    def _has_pricelists(self):
        """Whether any level has a price list: without one, partners cost no query."""
        return self._finds_pricelists()

    @api.model
    def _finds_pricelists(self):
        """Hook: whether anything gives members prices of their own."""
        if self.sudo().search_count([("pricelist_id", "!=", False)], limit=1):
            return True
        Day = self.env["membership.level.day"].sudo()
        return bool(
            Day.search_count([("pricelist_id", "!=", False)], limit=1)
            or self._has_price_gifts()
            or self.env["membership.card"]._has_prices()
        )

    @api.model
    @tools.ormcache()
    def _has_price_gifts(self):
        """Whether a gift pack holds a special price."""
        Line = self.env["membership.gift.pack.line"].sudo()
        Line = Line.with_context(active_test=False)
        return bool(Line.search_count([("kind", "=", "price")], limit=1))

    def _get_stacking_refusal(self, product, what):
        """What a cashier or a salesman is told who puts ``what`` on a member price.

        :param str what: a discount or a promotion, in words
        :returns: a sentence
        """
        return self.env._(
            "%(product)s has the member price of %(level)s, which does not go together "
            "with %(what)s. Take that away, or sell at the usual prices.",
            product=product.display_name,
            level=self.name,
            what=what,
        )

    def _get_all_pricelists(self):
        """Every price list that members of these levels may pay by."""
        lists = self.pricelist_id | self.day_ids.pricelist_id
        if self._has_price_gifts():
            lines = self.env["membership.gift.pack.line"].search(
                [("kind", "=", "price"), ("company_id", "in", self.company_id.ids)]
            )
            lists |= lines.pricelist_id
        if self.env["membership.card"]._has_prices():
            lists |= lists.search(
                [
                    ("membership_rate", ">", 0),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        return lists

    @api.model
    @tools.ormcache()
    def _get_reserved_pricelist_ids(self):
        """Ids of the price lists that have to be earned: nobody else's default.

        Where members start is where everybody is: the list of the lowest level may be
        the one that all customers pay by.
        """
        levels = self.sudo().with_context(active_test=False)
        levels = levels.search([("company_id", "!=", False)])
        lowest = self.browse()
        for company in levels.company_id:
            lowest |= self._get_ladder(company)[:1]
        reserved = self.env["product.pricelist"].sudo()._get_of_rates()
        reserved |= (levels - lowest).pricelist_id | levels.day_ids.pricelist_id
        return tuple((reserved - lowest.pricelist_id).ids)

    def _prices_changed(self):
        """Forget remembered prices, and exclude from the lists what is excluded."""
        self.env.registry.clear_cache()
        self.env["res.partner"].invalidate_model(["property_product_pricelist"])
        self._write_exclusions()

    def _write_exclusions(self):
        """Let the price lists say that excluded goods cost what everybody pays.

        As rules of the lists themselves, so that every channel knows them: tills,
        orders and the website compute prices from lists.
        """
        Item = self.env["product.pricelist.item"].sudo()
        for level in self.sudo():
            lists = level.pricelist_id | level.day_ids.pricelist_id
            wanted = [
                {"applied_on": "2_product_category", "categ_id": categ.id}
                for categ in level.excluded_categ_ids
            ] + [
                {"applied_on": "1_product", "product_tmpl_id": product.id}
                for product in level.excluded_product_ids
            ]
            Item.search(Domain("membership_level_id", "=", level.id)).unlink()
            lists.write(
                {
                    "item_ids": [
                        Command.create(
                            {
                                **vals,
                                "compute_price": "formula",
                                "base": "list_price",
                                "price_discount": 0,
                                "membership_level_id": level.id,
                            }
                        )
                        for vals in wanted
                    ]
                }
            )
