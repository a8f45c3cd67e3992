from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Occasions that come round every year, as membership.occasion calls them.
YEARLY = ("birthday", "joining")


class MembershipGiftPack(models.Model):
    """What members get on an occasion: welcome, upgrade, birthday, joining day."""

    _name = "membership.gift.pack"
    _inherit = ["membership.remembered"]
    _description = "Gift Pack"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Gift Pack", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    occasion = fields.Selection(
        [
            ("welcome", "Welcome"),
            ("upgrade", "Upgrade"),
            ("birthday", "Birthday"),
            ("joining", "Joining Day"),
        ],
        required=True,
        default="welcome",
        help="Welcome and upgrade come once; birthday and joining day once a year.",
    )
    level_ids = fields.Many2many(
        "membership.level",
        string="Levels",
        check_company=True,
        help="For an upgrade the level that is reached. Empty: all levels.",
    )
    days_before = fields.Integer(
        help="A birthday gift is there so many days before the day."
    )
    good_days = fields.Integer(
        string="Days to Collect",
        default=30,
        help="So many days, counted from the day itself, a gift is kept and a special "
        "price is given; 0: on the day only.",
    )
    date_from = fields.Date(string="From", help="First day on which it is given.")
    date_to = fields.Date(string="Until", help="Last day on which it is given.")
    line_ids = fields.One2many("membership.gift.pack.line", "pack_id", copy=True)
    contents = fields.Char(compute="_compute_contents")
    gift_count = fields.Integer(string="Given", compute="_compute_gift_count")

    _days_positive = models.Constraint(
        "CHECK (good_days BETWEEN 0 AND 366 AND days_before BETWEEN 0 AND 60)",
        "A gift comes at most 60 days before the day and waits at most a year.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A gift pack ends after it began.",
    )

    # === COMPUTE METHODS === #
    @api.depends("line_ids.name")
    def _compute_contents(self):
        for pack in self:
            pack.contents = ", ".join(filter(None, pack.line_ids.mapped("name")))

    def _compute_gift_count(self):
        groups = self.env["membership.gift"]._read_group(
            [("pack_id", "in", self.ids)], ["pack_id"], ["__count"]
        )
        counts = {pack.id: count for pack, count in groups}
        for pack in self:
            pack.gift_count = counts.get(pack.id, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("company_id")
    def _check_root_company(self):
        if self.company_id.filtered("parent_id"):
            raise ValidationError(
                self.env._("Gift packs belong to the main company, not to a branch.")
            )

    # === ACTION METHODS === #
    def action_view_gifts(self):
        """Open what was given out of these packs."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_gift_line_action"
        )
        return action | {"domain": [("pack_id", "in", self.ids)], "context": {}}

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache("company_id", "occasion")
    def _has_packs(self, company_id, occasion):
        """Whether there are packs for an occasion: without, it costs no query."""
        domain = [("company_id", "=", company_id), ("occasion", "=", occasion)]
        return bool(self.sudo().search_count(domain, limit=1))

    @api.model
    def _get_packs(self, company, occasion, day):
        """Packs of a company that are given on ``day``, in sudo."""
        if not self._has_packs(company.id, occasion):
            return self.sudo().browse()
        return self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("occasion", "=", occasion)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    def _is_for(self, level):
        """Whether members of ``level`` get this pack."""
        self.ensure_one()
        return not self.level_ids or level in self.level_ids

    def _is_given_on(self, day):
        """Whether ``day`` is one of those on which this pack is given."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )
