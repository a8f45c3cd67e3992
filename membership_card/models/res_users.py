from odoo import api, fields, models, tools
from odoo.fields import Domain

# Who sees up to so many members opens a list by collecting what he sees; for more, rows
# are looked at until a page is full (``membership.seen``). Among a million members with
# ten entries each, both take as long at 3,000.
FEW_MEMBERS = 3000


class ResUsers(models.Model):
    """Where a user works, and so what he sees: record rules read it from here."""

    _inherit = "res.users"

    membership_outlet_id = fields.Many2one(
        "membership.outlet",
        string="Outlet",
        help="Where this user works: what he does for members is filed there, and he "
        "sees the members and the business of this outlet and of those below it. "
        "Head office, or none: everything.",
    )
    membership_sees_all = fields.Boolean(
        string="Sees All Outlets", compute="_compute_membership_scope"
    )
    membership_scope_ids = fields.Many2many(
        "membership.outlet",
        string="Outlets Seen",
        compute="_compute_membership_scope",
        help="With those below them; of no importance to who sees all.",
    )
    membership_member_scope = fields.Json(
        string="Members Seen",
        compute="_compute_membership_scope",
        help="Domain on members; empty for who sees all.",
    )

    # === COMPUTE METHODS === #
    @api.depends("membership_outlet_id", "company_ids")
    def _compute_membership_scope(self):
        """Head office sees all, a region its stores, a store itself.

        Without an outlet, who works for a main company sees all of it; who works for a
        branch only (a franchise), the outlets that keep this branch's books.
        """
        Outlet = self.env["membership.outlet"].sudo().with_context(active_test=False)
        for user in self.sudo():
            house = user.membership_outlet_id._get_house()
            if house:
                user.membership_sees_all = house._is_top()
            else:
                companies = user.company_ids
                user.membership_sees_all = companies.root_id <= companies
                if not user.membership_sees_all:
                    house = Outlet.search([("company_id", "in", companies.ids)])
            user.membership_scope_ids = house
            user.membership_member_scope = (
                [] if user.membership_sees_all else [["is_seen", "=", True]]
            )

    @tools.ormcache("self.id")
    def _get_seen_outlet_ids(self):
        """Ids of the outlets where this user works and of all below, for conditions.

        Closed ones count below a region; who works for a closed one sees nothing.
        """
        scope = self.with_context(active_test=True).membership_scope_ids
        Outlet = self.env["membership.outlet"].sudo().with_context(active_test=False)
        return tuple(Outlet.search(Domain("id", "child_of", scope.ids)).ids)

    def _sees_few_members(self):
        """Whether to collect what his members did is cheaper than to look for it."""
        outlets, today = self._get_seen_outlet_ids(), fields.Date.today()
        return self._are_homes_of_few(outlets, today)

    @api.model
    @tools.ormcache("outlets", "day")
    def _are_homes_of_few(self, outlets, day):
        """Asked once a day: it decides how lists are read, not what they show."""
        Member = self.env["membership.member"].sudo().with_context(active_test=False)
        domain = Domain("outlet_id", "in", outlets)
        return Member.search_count(domain, limit=FEW_MEMBERS + 1) <= FEW_MEMBERS

    # === CRUD METHODS === #
    def write(self, vals):
        """Who works elsewhere sees other members at once."""
        result = super().write(vals)
        if {"membership_outlet_id", "company_ids"} & vals.keys():
            self.env.invalidate_all()
        return result

    def _get_invalidation_fields(self):
        """Record rules are cached per user: a new outlet takes effect at once."""
        return super()._get_invalidation_fields() | {"membership_outlet_id"}
