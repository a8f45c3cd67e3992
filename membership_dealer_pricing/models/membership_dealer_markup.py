from odoo import api, fields, models
from odoo.fields import Command


class MembershipDealerMarkup(models.Model):
    """What a sub-dealer pays on top of what its upline pays.

    A markup on a price list is a price list: it is made when first needed, and every
    channel of Odoo understands it. Nobody can calculate back from it: the lists, and
    prices struck through, are closed to dealers.
    """

    _name = "membership.dealer.markup"
    _description = "Dealer Markup"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    percent = fields.Float(
        string="Markup %",
        digits=(16, 2),
        required=True,
        help="On the upline's cost, for all that has no line of its own below.",
    )
    rounding = fields.Float(
        digits="Product Price",
        help="Prices become multiples of this, for example 0.10. Zero: not rounded.",
    )
    line_ids = fields.One2many("membership.dealer.markup.line", "markup_id", copy=True)
    active = fields.Boolean(default=True)
    pricelist_ids = fields.One2many(
        "product.pricelist", "dealer_markup_id", string="Price Lists Made"
    )
    dealer_ids = fields.One2many("membership.dealer", "markup_id")

    _percent_sane = models.Constraint(
        "CHECK (percent > -100 AND percent <= 1000)",
        "A markup lies between -100 and 1000 percent.",
    )
    _rounding_positive = models.Constraint(
        "CHECK (rounding >= 0)", "Prices cannot be rounded to a negative multiple."
    )

    # === CRUD METHODS === #
    def write(self, vals):
        """The lists made of this markup follow it at once."""
        result = super().write(vals)
        if {"percent", "rounding"} & vals.keys():
            self._refresh_pricelists()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_lists(self):
        """Lists made of a markup go with it."""
        self.sudo().with_context(active_test=False).pricelist_ids.unlink()

    # === BUSINESS METHODS === #
    def _refresh_pricelists(self):
        """Write the rules of the lists that were made of these markups anew."""
        for markup in self.sudo().with_context(active_test=False):
            for made in markup.pricelist_ids:
                items = markup._prepare_items(made.dealer_base_id)
                made.item_ids = [Command.clear(), *items]

    def _get_pricelist(self, base):
        """The list of who pays ``base`` plus this markup, made when first asked for.

        :param base: ``product.pricelist`` that the upline pays
        :returns: ``product.pricelist``, empty without a base
        """
        self.ensure_one()
        Pricelist = self.env["product.pricelist"].sudo()
        if not base:
            return Pricelist
        found = Pricelist.with_context(active_test=False).search(
            [("dealer_base_id", "=", base.id), ("dealer_markup_id", "=", self.id)]
        )
        return found or self._make_pricelist(base)

    def _make_pricelist(self, base):
        """As :meth:`_get_pricelist`; its name follows in every language."""
        Pricelist = self.env["product.pricelist"].sudo()
        pricelist = Pricelist.create(self.sudo()._prepare_pricelist_vals(base))
        names = {
            code: self.with_context(lang=code)._get_pricelist_name(base)
            for code, _name in self.env["res.lang"].get_installed()
        }
        pricelist.update_field_translations("name", names)
        return pricelist

    def _get_pricelist_name(self, base):
        base = base.sudo().with_env(self.env(su=True))
        return f"{base.name} + {self.sudo().name}"

    # === HOOKS === #
    def _prepare_pricelist_vals(self, base):
        """Hook: values of the list that stands for this markup on ``base``."""
        self.ensure_one()
        base = base.sudo()
        return {
            "name": self._get_pricelist_name(base),
            "dealer_only": True,
            "dealer_base_id": base.id,
            "dealer_markup_id": self.id,
            "company_id": base.company_id.id or self.company_id.id,
            "currency_id": base.currency_id.id,
            "sequence": 900,
            "item_ids": self._prepare_items(base),
        }

    def _prepare_items(self, base):
        """Hook: commands that create the rules of the list on ``base``."""
        self.ensure_one()
        rows = [{"applied_on": "3_global", "percent": self.percent}]
        rows += [line._prepare_item_vals() for line in self.line_ids]
        return [
            Command.create(
                {
                    "applied_on": row["applied_on"],
                    "categ_id": row.get("categ_id"),
                    "product_tmpl_id": row.get("product_tmpl_id"),
                    "compute_price": "formula",
                    "base": "pricelist",
                    "base_pricelist_id": base.id,
                    "price_discount": -row["percent"],
                    "price_round": self.rounding,
                }
            )
            for row in rows
        ]
