from odoo import fields, models


class MembershipDealerTerritory(models.Model):
    """Where a dealer sells: a name, and the countries and states it stands for."""

    _name = "membership.dealer.territory"
    _description = "Dealer Territory"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    country_id = fields.Many2one("res.country")
    state_ids = fields.Many2many(
        "res.country.state", domain="[('country_id', '=?', country_id)]"
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company.root_id,
        help="Empty: for every company.",
    )
    active = fields.Boolean(default=True)
    dealer_count = fields.Integer(compute="_compute_dealer_count")

    _code_unique = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL",
        "Another territory of the company has this code.",
    )

    # === COMPUTE METHODS === #
    def _compute_dealer_count(self):
        groups = self.env["membership.dealer"]._read_group(
            [("territory_id", "in", self.ids)], ["territory_id"], ["__count"]
        )
        counts = {territory.id: count for territory, count in groups}
        for territory in self:
            territory.dealer_count = counts.get(territory.id, 0)
