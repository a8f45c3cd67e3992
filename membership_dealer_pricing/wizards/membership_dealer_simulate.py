from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError


class MembershipDealerSimulate(models.TransientModel):
    """What does X pay for Y at quantity Q, and why."""

    _name = "membership.dealer.simulate"
    _description = "Price Simulator"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    product_id = fields.Many2one("product.product", required=True)
    quantity = fields.Float(required=True, default=1, digits="Product Unit")
    pricelist_id = fields.Many2one("product.pricelist", compute="_compute_price")
    currency_id = fields.Many2one("res.currency", compute="_compute_price")
    price = fields.Monetary(compute="_compute_price")
    retail_price = fields.Monetary(compute="_compute_price")
    margin_percent = fields.Float(
        string="Below Retail %", compute="_compute_price", digits=(16, 2)
    )
    explanation = fields.Html(compute="_compute_price", sanitize=False)

    # === COMPUTE METHODS === #
    @api.depends("partner_id", "product_id", "quantity", "company_id")
    def _compute_price(self):
        for asked in self:
            asked._check_asks_own()
            # As the system: branches sell by price lists that only the company reads.
            asked = asked.sudo().with_company(asked.company_id or self.env.company)
            partner, product = asked.partner_id, asked.product_id
            pricelist = partner.property_product_pricelist
            asked.pricelist_id = pricelist
            currency = pricelist.currency_id or asked.company_id.currency_id
            asked.currency_id = currency
            if not (partner and product):
                asked.price = asked.retail_price = asked.margin_percent = 0
                asked.explanation = False
                continue
            retail = self.env["product.pricelist"]._get_dealer_retail()
            asked.price = pricelist._get_product_price(product, asked.quantity)
            asked.retail_price = retail._get_product_price(
                product, asked.quantity, currency=currency
            )
            below = asked.retail_price - asked.price
            asked.margin_percent = (
                asked.retail_price and below / asked.retail_price * 100
            )
            asked.explanation = asked._explain()

    # === HELPERS === #
    def _check_asks_own(self):
        """Refuse questions about contacts, goods or companies that are not the user's.

        :raises AccessError: if they are not
        """
        self.partner_id.check_access("read")
        self.product_id.check_access("read")
        company = self.sudo().company_id
        if company and company.root_id not in self.env.companies.sudo().root_id:
            raise AccessError(
                self.env._("%(company)s is not your company.", company=company.name)
            )

    def _explain(self):
        """The answer as a list of sentences, from the contact to the last rule."""
        lines = self._explain_right() + self._explain_rules()
        return Markup("<ol>%s</ol>") % Markup().join(
            Markup("<li>%s</li>") % line for line in lines
        )

    def _explain_right(self):
        """Why this contact gets its list."""
        dealer = self.partner_id._get_dealer(self.company_id)
        if not dealer:
            return [
                self.env._(
                    "%(name)s buys for no dealer: the usual prices.",
                    name=self.partner_id.display_name,
                )
            ]
        lines = [
            self.env._(
                "%(name)s buys for the dealer %(dealer)s.",
                name=self.partner_id.display_name,
                dealer=dealer.display_name,
            )
        ]
        if refusal := dealer._get_refusal():
            return [*lines, self.env._("No dealer prices now: %(why)s", why=refusal)]
        sources = dict(dealer._fields["price_source"]._description_selection(self.env))
        lines.append(
            self.env._(
                "Price list %(pricelist)s: %(why)s.",
                pricelist=dealer.pricelist_id.display_name,
                why=sources[dealer.price_source],
            )
        )
        return lines

    def _explain_rules(self):
        """Which rule of which list makes the price."""
        return [
            self.env._(
                "%(pricelist)s: %(rule)s = %(price)s",
                pricelist=step["pricelist"].display_name,
                rule=self._say_rule(step["rule"]),
                price=step["pricelist"].currency_id.format(step["price"]),
            )
            for step in self.pricelist_id._explain_price(self.product_id, self.quantity)
        ]

    def _say_rule(self, rule):
        """What a rule of a price list does, in words."""
        if not rule:
            return self.env._("no rule, the sales price")
        # Core calls a markup a negative discount.
        is_markup = rule.compute_price == "formula" and rule.price_discount < 0
        if is_markup and rule.base == "pricelist" and not rule.price_surcharge:
            return self.env._(
                "%(percent)s %% on top of %(base)s",
                percent=f"{-rule.price_discount:g}",
                base=rule.base_pricelist_id.display_name,
            )
        return rule.price
