from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MembershipSeen(models.AbstractModel):
    """What a user sees because of where it happened, or of whose it is.

    Record rules ask for ``is_seen``, which reads as "here, or a member of ours". Each
    half has an index, yet an OR of both uses none: it is answered by looking at one row
    after the other. That finds the first page of a list soonest, for who sees many
    rows. All else (counts, groups, lists of who sees few) asks each way by itself and
    unites what they find: it costs what this user sees, not what all outlets do.
    """

    _name = "membership.seen"
    _description = "Seen by Outlet or Member"

    # Fields that lead to an outlet, a member, or something else that is seen.
    _seen_by = ("outlet_id", "member_id")

    is_seen = fields.Boolean(
        string="Seen by This User",
        compute="_compute_is_seen",
        search="_search_is_seen",
        exportable=False,
        help="Of the outlets where the user works, or of a member whom he sees.",
    )

    # === COMPUTE METHODS === #
    @api.depends(lambda self: [f"{path}.is_seen" for path in self._seen_by])
    @api.depends_context("uid")
    def _compute_is_seen(self):
        sees_all = self.env.user.membership_sees_all
        for record in self:
            record.is_seen = sees_all or any(
                any(record.sudo().mapped(f"{path}.is_seen")) for path in self._seen_by
            )

    @api.model
    def _search_is_seen(self, operator, _value):
        if operator != "in":
            return NotImplemented
        if self.env.user.membership_sees_all:
            return Domain.TRUE
        return Domain.OR(self._get_seen_ways(by_row=True))

    # === CRUD METHODS === #
    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **how):
        rule = self._get_seen_rule(how.get("bypass_access"))
        is_page = limit and order
        if not rule or (is_page and not self.env.user._sees_few_members()):
            return super()._search(domain, offset, limit, order, **how)
        self.browse().check_access("read")
        # A count asks each way for as many as are counted. A page asks for all: to
        # begin with the latest, PostgreSQL would look for them among everybody's.
        most = None if order else limit and limit + (offset or 0)
        domain = Domain(domain).optimize_full(self)
        found = []
        for way in self._get_seen_ways():
            query = super()._search(domain, limit=most, **how | {"bypass_access": True})
            self._restrict(query, rule, way)
            found.append(query.subselect())
        united = Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), SQL(" UNION ").join(found)
            )
        )
        how = {"active_test": False, "bypass_access": True}
        return super()._search(united, offset, limit, order, **how)

    # === HOOKS === #
    @api.model
    def _get_seen_ways(self, by_row=False):
        """Hook: the reasons to see a record, any of which will do.

        :param bool by_row: how they are asked: of one row after the other, or each by
            itself, as an index answers it
        :returns: list of ``Domain``
        """
        return [
            way
            for path in self._seen_by
            for way in self._see_through(self, path, by_row)
        ]

    # === HELPERS === #
    @api.model
    def _see_through(self, model, path, by_row):
        """The ways to see records of ``model`` by what ``path`` leads to.

        :param str path: one of ``_seen_by``, or the rest of one
        """
        name, _dot, rest = path.partition(".")
        target = self.env[model._fields[name].comodel_name].sudo()
        if target._name == "membership.outlet":
            return [Domain(name, "in", self.env.user._get_seen_outlet_ids())]
        if by_row:
            return [Domain(f"{path}.is_seen", "=", True)]
        if rest:
            ways = self._see_through(target, rest, by_row)
        elif target._name == "membership.member":
            ways = [Domain("is_seen", "=", True)]
        else:
            ways = target._get_seen_ways()
        target = target.with_context(active_test=False)
        return [Domain(name, "any", target._search(way)) for way in ways]

    @api.model
    def _get_seen_rule(self, bypass_access):
        """The record rules for reading, if they ask whether this user sees a record."""
        if self.env.su or bypass_access:
            return None
        rule = self.env["ir.rule"]._compute_domain(self._name, "read")
        asks = any(leaf.field_expr == "is_seen" for leaf in rule.iter_conditions())
        return rule if asks else None

    @api.model
    def _restrict(self, query, rule, way):
        """Let ``query`` find what ``rule`` shows because of ``way`` alone."""
        if query.is_empty():
            return
        model = self.sudo().with_context(active_test=False)
        rule = rule.map_conditions(
            lambda leaf: way if leaf.field_expr == "is_seen" else leaf
        )
        shown = rule.optimize_full(model)._to_sql(model, self._table, query)
        query.add_where(shown)
