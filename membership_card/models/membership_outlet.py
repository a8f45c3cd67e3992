from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("head_office", "Head Office"),
    ("region", "Region"),
    ("store", "Store"),
    ("franchise", "Franchise"),
    ("counter", "Counter"),
    ("recharge", "Recharge Point"),
    ("online", "Online"),
]
# What decides who sees what.
SCOPE_FIELDS = frozenset({"active", "kind", "parent_id", "company_id"})


class MembershipOutlet(models.Model):
    """Where things happen: a tree of its own; companies cannot be re-parented."""

    _name = "membership.outlet"
    _description = "Membership Outlet"
    _parent_store = True
    _order = "complete_name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(string="Outlet", required=True, translate=True)
    code = fields.Char(required=True, help="Short name, unique within the company.")
    complete_name = fields.Char(
        compute="_compute_complete_name",
        store=True,
        recursive=True,
        help="For sorting; people read the name in their language.",
    )
    display_name = fields.Char(recursive=True)
    kind = fields.Selection(KINDS, required=True, default="store")
    parent_id = fields.Many2one(
        "membership.outlet",
        string="Belongs To",
        index=True,
        ondelete="restrict",
        help="The region or head office above this outlet.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        "membership.outlet", "parent_id", string="Outlets Below"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="Whose books this outlet's money goes to.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Address", ondelete="restrict", check_company=True
    )
    aliases = fields.Char(
        string="Other Names",
        help="How old registers write this outlet, separated by commas.",
    )
    active = fields.Boolean(default=True)
    member_count = fields.Integer(
        compute="_compute_member_count", help="Of this outlet and of those below it."
    )

    is_seen = fields.Boolean(
        string="Seen by This User",
        compute="_compute_is_seen",
        search="_search_is_seen",
        exportable=False,
        help="Where the user works or below that.",
    )

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another outlet of this company has this code."
    )

    # === COMPUTE METHODS === #
    @api.depends("name", "parent_id.complete_name", "parent_id.kind")
    def _compute_complete_name(self):
        for outlet in self:
            above = outlet._get_named_above().complete_name
            outlet.complete_name = f"{above} / {outlet.name}" if above else outlet.name

    @api.depends("name", "parent_id.display_name", "parent_id.kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for outlet in self:
            above = outlet._get_named_above().display_name
            outlet.display_name = f"{above} / {outlet.name}" if above else outlet.name

    def _get_named_above(self):
        """What stands above in the name: naming head office everywhere says nothing."""
        return self.parent_id.filtered(lambda outlet: outlet.kind != "head_office")

    def _compute_member_count(self):
        groups = self.env["membership.member"]._read_group(
            [("outlet_id", "child_of", self.ids)], ["outlet_id"], ["__count"]
        )
        counts = Counter()
        for home, count in groups:
            for outlet_id in home.sudo().parent_path.split("/")[:-1]:
                counts[int(outlet_id)] += count
        for outlet in self:
            outlet.member_count = counts[outlet.id]

    @api.depends_context("uid")
    def _compute_is_seen(self):
        seen = set(self.env.user._get_seen_outlet_ids())
        for outlet in self:
            outlet.is_seen = outlet.id in seen or self.env.user.membership_sees_all

    @api.model
    def _search_is_seen(self, operator, _value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        return (
            Domain.TRUE
            if user.membership_sees_all
            else Domain("id", "in", user._get_seen_outlet_ids())
        )

    # === CONSTRAINT METHODS === #
    @api.constrains("parent_id", "company_id")
    def _check_company_below(self):
        """Books may narrow on the way down the tree, never change house."""
        for outlet in self | self.child_ids:
            above = outlet.parent_id.company_id
            if above and above not in outlet.company_id.sudo().parent_ids:
                raise ValidationError(
                    self.env._(
                        "%(outlet)s keeps the books of %(company)s, which is not "
                        "%(above)s nor a branch of it: choose another outlet above it.",
                        outlet=outlet.name,
                        company=outlet.company_id.name,
                        above=above.name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """What users see is cached per user: a new outlet may belong to it."""
        outlets = super().create(vals_list)
        self.env.registry.clear_cache()
        return outlets

    def write(self, vals):
        """Who sees what follows the tree at once."""
        result = super().write(vals)
        if SCOPE_FIELDS & vals.keys():
            self.env.registry.clear_cache()
            self.env.invalidate_all()
        return result

    def copy_data(self, default=None):
        """The code is unique: a copy gets one of its own."""
        return [
            {**vals, "code": self.env._("%(code)s (copy)", code=outlet.code)}
            for outlet, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("member_count")[:1]:
            raise ValidationError(
                self.env._(
                    "%(outlet)s is the home of members: archive it instead.",
                    outlet=used.name,
                )
            )

    # === ACTION METHODS === #
    def action_view_members(self):
        """Open the members of this outlet and of those below it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "view_mode": "list,kanban,form",
            "domain": [("outlet_id", "child_of", self.ids)],
            "context": {"default_outlet_id": self.id},
            "name": self.env._("Members"),
        }

    # === BUSINESS METHODS === #
    def _get_house(self):
        """The outlet itself; of a counter or recharge point, the one it stands in."""
        if self.kind in ("counter", "recharge") and self.parent_id:
            return self.parent_id
        return self

    def _is_top(self):
        """Whether this is the head office of a main company, which sees all."""
        return (
            self.kind == "head_office"
            and not self.parent_id
            and not self.company_id.parent_id
        )

    def _check_in_scope(self):
        """Raise unless the user works for these outlets or above them."""
        user = self.env.user
        if self.env.su or user.membership_sees_all:
            return
        seen = user.membership_scope_ids.mapped("parent_path")
        for outlet in self.sudo():
            if not outlet.parent_path.startswith(tuple(seen)):
                raise AccessError(
                    self.env._(
                        "You do not work for %(outlet)s: choose your own outlet.",
                        outlet=outlet.display_name,
                    )
                )

    @api.model
    def _get_default(self, company=None):
        """The outlet a user works for: his own, else the head office of ``company``."""
        company = company or self.env.company
        own = self.env.user.membership_outlet_id
        if own and company.root_id == own.company_id.root_id:
            return own
        companies = company | company.root_id
        offices = self.sudo().search(
            [("company_id", "in", companies.ids), ("kind", "=", "head_office")]
        )
        offices = offices.sorted(lambda outlet: outlet.company_id != company)
        return offices[:1].sudo(self.env.su)
