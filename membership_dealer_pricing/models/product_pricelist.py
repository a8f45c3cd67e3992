from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ProductPricelist(models.Model):
    """Lists for dealers only: no default, no choice, no code ever leads to one."""

    _inherit = "product.pricelist"

    dealer_only = fields.Boolean(
        string="For Dealers Only",
        index=True,
        tracking=True,
        help="Only dealers who are entitled to this list get it, on every website of "
        "its company and in sales orders. It is never a default, cannot be chosen or "
        "opened by a code, and its rules cannot be read from outside.",
    )
    dealer_base_id = fields.Many2one(
        "product.pricelist",
        string="Made From",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
    )
    dealer_markup_id = fields.Many2one(
        "membership.dealer.markup",
        string="Made by Markup",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
    )

    _dealer_made_once = models.UniqueIndex(
        "(dealer_base_id, dealer_markup_id) WHERE dealer_markup_id IS NOT NULL",
        "This price list is just being made by somebody else: try again.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("dealer_only", "code", "selectable", "country_group_ids")
    def _check_dealer_only(self):
        for pricelist in self.sudo():
            if pricelist.dealer_only and (
                pricelist.code or pricelist.selectable or pricelist.country_group_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(pricelist)s is for dealers only: it cannot have a "
                        "promotional code, be selectable or belong to a country group.",
                        pricelist=pricelist.name,
                    )
                )

    @api.constrains("dealer_only")
    def _check_dealer_only_used(self):
        """A list that dealers get stays closed."""
        opened = self.filtered(lambda found: not found.dealer_only)
        if not opened:
            return
        lists = Domain("pricelist_id", "in", opened.ids)
        more = Domain("other_pricelist_ids", "in", opened.ids)
        level = self.env["membership.dealer.level"].sudo().search(lists | more, limit=1)
        dealer = self.env["membership.dealer"].sudo().search(lists, limit=1)
        if level or dealer:
            raise ValidationError(
                self.env._(
                    "Dealers get this price list (%(name)s): it has to stay for "
                    "dealers only.",
                    name=(level or dealer).display_name,
                )
            )

    # === BUSINESS METHODS === #
    def _is_available_on_website(self, website):
        """A dealer list counts on every website of its company, for who is entitled.

        Who that is, is decided before: nobody else gets here with a dealer list.
        """
        self.ensure_one()
        pricelist = self.sudo()
        if not pricelist.dealer_only:
            return super()._is_available_on_website(website)
        company = pricelist.company_id
        return pricelist.active and company.id in (False, website.company_id.root_id.id)

    def _get_website_pricelists_domain(self, website):
        """The lists of a website are those that a visitor could get."""
        return [
            *super()._get_website_pricelists_domain(website),
            ("dealer_only", "=", False),
        ]

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A dealer list counts on every website of its company."""
        for vals in vals_list:
            if vals.get("dealer_only"):
                vals["website_id"] = False
        return super().create(vals_list)

    def write(self, vals):
        """A dealer list counts on every website of its company."""
        if vals.get("dealer_only"):
            vals = vals | {"website_id": False}
        result = super().write(vals)
        if "active" in vals:
            self.env["membership.dealer"]._forget_prices()
        return result
