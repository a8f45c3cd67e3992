from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class MembershipLevel(models.Model):
    """A rung of the ladder: what it gives and what it takes to get there."""

    _name = "membership.level"
    _description = "Membership Level"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="The ladder from bottom to top: the higher, the better."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    color = fields.Char(default="#8f8f8f", help="Colour of the printed card.")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        ondelete="restrict",
        check_company=True,
        help="What members of this level pay, unless a price list was agreed with the "
        "contact. Empty: the usual prices.",
    )
    points_multiplier = fields.Float(
        default=1, help="Members of this level earn so many times the usual points."
    )
    threshold = fields.Float(
        string="From",
        help="Reached by who has earned so much within the window. Levels follow what "
        "was earned, never what is left.",
    )
    window_months = fields.Integer(
        string="Within Months",
        default=6,
        help="Length of the rolling window in which earning counts.",
    )
    benefits = fields.Html(
        translate=True, help="Services of this level, as members read them."
    )
    aliases = fields.Char(
        string="Other Names",
        help="How old registers write this level, separated by commas.",
    )
    active = fields.Boolean(default=True)
    member_count = fields.Integer(compute="_compute_member_count")

    _threshold_positive = models.Constraint(
        "CHECK (threshold >= 0)", "What it takes to reach a level is never negative."
    )
    _multiplier_positive = models.Constraint(
        "CHECK (points_multiplier >= 0)", "A points multiplier is never negative."
    )
    _window_positive = models.Constraint(
        "CHECK (window_months BETWEEN 1 AND 120)", "A window has 1 to 120 months."
    )

    # === COMPUTE METHODS === #
    def _compute_member_count(self):
        groups = self.env["membership.member"]._read_group(
            [("level_id", "in", self.ids)], ["level_id"], ["__count"]
        )
        counts = {level.id: count for level, count in groups}
        for level in self:
            level.member_count = counts.get(level.id, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Levels belong to the main company, not to the branch %(company)s.",
                    company=branch.name,
                )
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A new price list must reach the partners at once."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Partners remember price lists: forget them when a level's changes."""
        if {"pricelist_id", "active"} & vals.keys():
            self.env.registry.clear_cache()
            self.env["res.partner"].invalidate_model(["property_product_pricelist"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("member_count")[:1]:
            raise ValidationError(
                self.env._(
                    "Members are on level %(level)s: archive it instead.",
                    level=used.name,
                )
            )

    # === ACTION METHODS === #
    def action_view_members(self):
        """Open the members of these levels."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "view_mode": "list,kanban,form",
            "domain": [("level_id", "in", self.ids)],
            "name": self.env._("Members"),
        }

    # === BUSINESS METHODS === #
    @api.model
    def _get_ladder(self, company):
        """The levels of the company that ``company`` belongs to, bottom first."""
        return self.sudo().search([("company_id", "=", company.root_id.id)])

    @api.model
    @tools.ormcache()
    def _has_pricelists(self):
        """Whether any level has a price list: without one, partners cost no query."""
        return bool(self.sudo().search_count([("pricelist_id", "!=", False)], limit=1))
