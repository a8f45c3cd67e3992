from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipDealerLevel(models.Model):
    """What dealers of a kind pay, and what their sub-dealers pay."""

    _name = "membership.dealer.level"
    _description = "Dealer Level"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('dealer_only', '=', True)]",
        context={"default_dealer_only": True},
        help="What dealers of this level pay. Nobody else can ever get this list.",
    )
    other_pricelist_ids = fields.Many2many(
        "product.pricelist",
        "membership_dealer_level_other_pricelist_rel",
        string="In Other Currencies",
        check_company=True,
        domain="[('dealer_only', '=', True)]",
        context={"default_dealer_only": True},
        help="For dealers whose agreement is in another currency; one list each.",
    )
    sub_level_id = fields.Many2one(
        "membership.dealer.level",
        string="Level of Sub-dealers",
        ondelete="restrict",
        check_company=True,
        help="Sub-dealers of these dealers buy at this level, unless something else "
        "was agreed with them or with their upline.",
    )
    sub_markup_id = fields.Many2one(
        "membership.dealer.markup",
        string="Markup for Sub-dealers",
        ondelete="restrict",
        check_company=True,
        help="Without a level of their own, sub-dealers pay their upline's cost plus "
        "this markup.",
    )
    note = fields.Html(translate=True, help="Terms of this level, as staff read them.")
    active = fields.Boolean(default=True)
    dealer_count = fields.Integer(compute="_compute_dealer_count")

    _name_unique = models.UniqueIndex(
        "(company_id, (name->>'en_US')) WHERE active",
        "Another level of the company has this name.",
    )

    # === COMPUTE METHODS === #
    def _compute_dealer_count(self):
        groups = self.env["membership.dealer"]._read_group(
            [("effective_level_id", "in", self.ids)],
            ["effective_level_id"],
            ["__count"],
        )
        counts = {level.id: count for level, count in groups}
        for level in self:
            level.dealer_count = counts.get(level.id, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Dealer levels belong to the main company, not to the branch "
                    "%(company)s.",
                    company=branch.name,
                )
            )

    @api.constrains("pricelist_id", "other_pricelist_ids")
    def _check_pricelists(self):
        for level in self.sudo():
            lists = level.pricelist_id | level.other_pricelist_ids
            if open_list := lists.filtered(lambda found: not found.dealer_only)[:1]:
                raise ValidationError(
                    self.env._(
                        "The price list %(pricelist)s is not for dealers only: tick "
                        "it there first, or visitors could get it.",
                        pricelist=open_list.name,
                    )
                )
            if len(lists.currency_id) < len(lists):
                raise ValidationError(
                    self.env._(
                        "Level %(level)s has two price lists in one currency: keep "
                        "one per currency.",
                        level=level.name,
                    )
                )

    # === ACTION METHODS === #
    def action_view_dealers(self):
        """Open the dealers who buy at these levels."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.dealer",
            "view_mode": "list,form",
            "domain": [("effective_level_id", "in", self.ids)],
            "name": self.env._("Dealers"),
        }

    # === BUSINESS METHODS === #
    def _get_pricelist(self, currency):
        """The list of this level in a currency, else its main one.

        :param currency: ``res.currency`` of the agreement, or empty
        """
        lists = self.pricelist_id | self.other_pricelist_ids
        return lists.filtered(lambda found: found.currency_id == currency)[:1] or (
            self.pricelist_id
        )
