from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

UNLIMITED = 2**31

# Three to six months is what shops find works best.
WINDOW_MONTHS = 6


class MembershipLevel(models.Model):
    """A rung of the ladder: what it gives and what it takes to get there."""

    _name = "membership.level"
    _description = "Membership Level"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Level", required=True, translate=True)
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
    program_id = fields.Many2one(
        "membership.program",
        string="Programme",
        compute="_compute_program_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="The ladder that this level is a rung of.",
    )
    rule_ids = fields.One2many(
        "membership.level.rule",
        "level_id",
        string="Rules",
        domain=lambda self: self._get_rule_domain(),
        help="One of them suffices.",
    )
    rule_version_ids = fields.One2many(
        "membership.level.rule", "level_id", string="All Rules", readonly=True
    )
    rule_summary = fields.Char(string="Reached By", compute="_compute_rule_summary")
    threshold = fields.Float(
        string="At Least",
        compute="_compute_threshold",
        inverse="_inverse_threshold",
        help="What the first rule asks for: reached by who has earned so much within "
        "the window. Levels follow what was earned, never what is left.",
    )
    window_months = fields.Integer(
        string="Within Months",
        compute="_compute_window_months",
        inverse="_inverse_window_months",
        help="Length of the window in which earning counts, in the first rule.",
    )
    member_cap = fields.Integer(
        string="Most Members",
        help="No more members than this are on the level at any time; 0: no limit.",
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

    _member_cap_positive = models.Constraint(
        "CHECK (member_cap >= 0)", "The most members of a level are 0 or more."
    )
    _multiplier_positive = models.Constraint(
        "CHECK (points_multiplier >= 0)", "A points multiplier is never negative."
    )

    # === DEFAULT METHODS === #
    @api.model
    def _get_rule_domain(self):
        """Rules of today and later; the others are history."""
        today = self.env["membership.member"]._get_level_day()
        return ["|", ("date_to", "=", False), ("date_to", ">=", today)]

    # === COMPUTE METHODS === #
    @api.depends("company_id")
    def _compute_program_id(self):
        Program = self.env["membership.program"]
        for level in self:
            if level.program_id.company_id != level.company_id:
                level.program_id = Program._get_default(level.company_id)

    @api.depends("rule_ids.summary", "rule_ids.purpose")
    @api.depends_context("lang")
    def _compute_rule_summary(self):
        or_ = self.env._(" or ")
        for level in self:
            rules = level.rule_ids.filtered(lambda rule: rule.purpose == "reach")
            level.rule_summary = or_.join(rules.mapped("summary"))
            if not rules and level == level._get_ladder(*level._get_home())[:1]:
                level.rule_summary = self.env._("Everybody starts here")

    @api.depends("rule_ids.threshold", "rule_ids.purpose", "rule_ids.window")
    def _compute_threshold(self):
        for level in self:
            level.threshold = level._get_first_rule().threshold

    def _inverse_threshold(self):
        """Registers, tests and old data speak of one threshold: it is a rule here."""
        for level in self:
            threshold, rule = level.threshold, level._get_first_rule()
            if not threshold:
                rule.unlink()
            elif rule:
                rule.threshold = threshold
            else:
                rule.create({"level_id": level.id, "threshold": threshold})

    @api.depends("rule_ids.window_months", "rule_ids.purpose", "rule_ids.window")
    def _compute_window_months(self):
        for level in self:
            rule = level._get_first_rule()
            level.window_months = rule.window_months or WINDOW_MONTHS

    def _inverse_window_months(self):
        for level in self:
            months = level.window_months
            level._get_first_rule().window_months = months

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
        """Partners and tills remember levels: forget them."""
        levels = super().create(vals_list)
        self.env.registry.clear_cache()
        return levels

    def write(self, vals):
        """Partners and tills remember levels: forget them."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        if {"pricelist_id", "active"} & vals.keys():
            self.env["res.partner"].invalidate_model(["property_product_pricelist"])
        return result

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
    def _get_ladder(self, company, program=None):
        """The ladder of a company that members start in, bottom first.

        :param program: ``membership.program``, where it is another one
        """
        program = program or self.env["membership.program"]._get_default(company)
        return self.sudo().search([("program_id", "=", program.id)])

    def _get_home(self):
        """The company and the programme of this level."""
        return self.company_id, self.program_id

    def _is_above(self, other):
        """Whether this level is a higher rung than ``other``."""
        return (self.sequence, self.id) > (other.sequence, other.id or 0)

    def _get_first_rule(self):
        """The rule that speaks for the level where there is place for one only."""
        self.ensure_one()
        rules = self.rule_ids.filtered(
            lambda rule: rule.purpose == "reach" and rule.window == "rolling"
        )
        return rules[:1]

    # === BUSINESS METHODS - PLACES === #
    def _claim_places(self):
        """How many more members may be put on this level in this transaction.

        Writing the row first makes two transactions that fill the last place meet: the
        second one ends in a serialization error, which Odoo repeats, and counts anew.

        :returns: number of places; a very large one where there is no limit
        """
        self.ensure_one()
        if not self.sudo().member_cap:
            return UNLIMITED
        self.flush_recordset(["member_cap"])
        self.env["membership.member"].flush_model(["level_id", "state"])
        self.env.cr.execute(
            SQL(
                "UPDATE membership_level SET member_cap = member_cap WHERE id = %s",
                self.id,
            )
        )
        self.env.cr.execute(
            SQL(
                "SELECT COUNT(*) FROM membership_member "
                "WHERE level_id = %s AND state <> 'closed'",
                self.id,
            )
        )
        (taken,) = self.env.cr.fetchone()
        return max(self.sudo().member_cap - taken, 0)

    def _check_places(self, count):
        """Refuse to put ``count`` more members on a level that has no place for them.

        :raises UserError: how many members the level may have
        """
        if count and self._claim_places() < count:
            raise UserError(
                self.env._(
                    "%(level)s is full: it has place for %(count)s members. Choose "
                    "another level, or raise its limit.",
                    level=self.sudo().name,
                    count=self.sudo().member_cap,
                )
            )
