from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MembershipSeen(models.AbstractModel):
    """What a user sees because of where it happened, or of whose it is.

    Record rules ask for ``is_seen``, which reads as "here, or a member of ours". Each
    half has an index, yet an OR over a subquery uses none: a list would read the rows
    of all outlets. So the condition is said twice for who sees few members: once as a
    set, and once in the form that both indexes answer. Who sees many finds a page by
    looking at one row after the other.
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
        user = self.env.user
        if user.membership_sees_all:
            return Domain.TRUE
        joined, said, again = zip(*self._get_seen_ways(), strict=True)
        if not user._sees_few_members():
            return Domain.OR(joined)
        if len(said) == 1:
            return Domain.OR(said)
        return Domain.OR(said) & Domain.OR(again)

    # === HOOKS === #
    @api.model
    def _get_seen_ways(self):
        """Hook: the reasons to see a record, any of which will do.

        :returns: list of the same ``Domain`` in three forms: row by row, by a set that
            is made once, and as an index answers it
        """
        return [self._see_through(path) for path in self._seen_by]

    # === HELPERS === #
    @api.model
    def _see_through(self, path):
        """What the user sees by ``path``, in the three forms of the hook above.

        :param str path: one of ``_seen_by``
        """
        name, _dot, rest = path.partition(".")
        model = self.env[self._fields[name].comodel_name]
        if model._name == "membership.outlet":
            here = Domain(name, "in", self.env.user._get_seen_outlet_ids())
            return here, here, here
        ends = (
            model.sudo()
            .with_context(active_test=False)
            ._search(Domain(f"{rest}.is_seen" if rest else "is_seen", "=", True))
        )
        # An array is made once, before the search: then it is an index's condition.
        by_index = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s = ANY(ARRAY%s)",
                model._field_to_sql(alias, name, query),
                ends.subselect(),
            ),
            predicate=lambda record: record.is_seen,
        )
        joined = Domain(f"{path}.is_seen", "=", True)
        return joined, Domain(name, "any", ends), by_index
