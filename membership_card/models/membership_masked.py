from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..privacy import mask_emails, mask_phone

# Who sees phones and e-mail addresses of members on their contacts.
FULL_CONTACT = "membership_card.group_full_contact"
# What says how to reach a person: field of a contact or a user, and its mask.
MASKS = {
    "phone": mask_phone,
    "phone_sanitized": mask_phone,
    "email": mask_emails,
    "email_normalized": mask_emails,
    "email_formatted": mask_emails,
    "invoice_emails": mask_emails,
    "login": mask_emails,
}
COUNTS = frozenset({"count", "count_distinct"})
LIKE = frozenset({"like", "ilike", "=like", "=ilike"})
# Whole phones and addresses that one search may ask for.
EXACT_MAX = 20


class MembershipMasked(models.AbstractModel):
    """Records that say how to reach people: whom members are, is masked on its way out.

    What the server itself does (send, print, compare) uses the values as they are: they
    are masked where a client gets them, in what is read, exported and grouped. Whoever
    may not see them may still look for somebody by his phone, and write a new one.
    """

    _name = "membership.masked"
    _description = "Phone and E-mail Are Masked"

    # {field: its mask}
    _masks = MASKS

    # === CRUD METHODS === #
    def _read_format(self, fnames, load="_classic_read"):
        """What clients read."""
        rows = super()._read_format(fnames, load)
        if not self._masks.keys().isdisjoint(fnames):
            self._mask_rows(rows)
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """What exports contain, of other models' records as well."""
        columns = {
            index: self._masks[path[0]]
            for index, path in enumerate(fields)
            if path and path[0] in self._masks
        }
        masked = self._get_masked() if columns else self.browse()
        if not masked:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        lines = []
        # One by one: a record may take several lines, and they do not say whose.
        for record in self:
            part = super(MembershipMasked, record)._export_rows(
                fields, _is_toplevel_call=_is_toplevel_call
            )
            if record in masked:
                for line in part:
                    for index, mask in columns.items():
                        line[index] = mask(line[index])
            lines += part
        return lines

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_groups_by(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec.rpartition(":")[2] not in COUNTS:
            self._check_groups_by(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def copy_data(self, default=None):
        """A copy of somebody's contact begins without what is masked of his."""
        rows = super().copy_data(default)
        masked = set(self._get_masked()._ids)
        for record, row in zip(self, rows, strict=True):
            if record.id in masked:
                for name in self._masks.keys() - (default or {}).keys():
                    row.pop(name, None)
        return rows

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su and not self._sees_unmasked():
            # What is inherited is gone, and what is computed is there, when optimized.
            inherited = {name for name in self._masks if self._is_inherited(name)}
            domain = self._hide_in_domain(Domain(domain), inherited)
            domain = domain.optimize_full(self)
            domain = self._hide_in_domain(domain, self._masks.keys())
        return super()._search(domain, *args, **kwargs)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name not in self._masks or self.env.su or self._sees_unmasked():
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        order = SQL(
            "CASE WHEN %s THEN NULL ELSE %s END",
            self._get_masked_sql(alias),
            self._field_to_sql(alias, field_name, query),
        )
        query._order_groupby.append(order)
        return SQL("%s %s %s", order, direction, nulls)

    # === BUSINESS METHODS - SEARCHING === #
    @api.model
    def _is_inherited(self, name):
        field = self._fields.get(name)
        return bool(field and field.related and not field.store)

    @api.model
    def _hide_in_domain(self, domain, names):
        """``domain`` without the conditions that tell masked values bit by bit."""
        return domain.map_conditions(
            lambda condition: (
                self._hide_in_condition(condition)
                if condition.field_expr in names
                else condition
            )
        )

    @api.model
    def _hide_in_condition(self, condition):
        is_list = condition.operator in ("in", "not in")
        is_short = is_list and len(condition.value) <= EXACT_MAX
        if is_short or condition.operator in ("=", "!="):
            return condition
        hidden = condition & self._get_shown_domain()
        if condition.operator in LIKE and isinstance(condition.value, str):
            return hidden | self._get_exact_domain(condition.value.strip("% "))
        return hidden

    @api.model
    def _get_shown_domain(self):
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "NOT %s", model._get_masked_sql(alias)
            )
        )

    # === BUSINESS METHODS === #
    def _sees_unmasked(self):
        """Whether this user sees everything; visitors see their own data only."""
        user = self.env.user
        return not user._is_internal() or user.has_group(FULL_CONTACT)

    def _get_masked(self):
        """Those of these records that are masked for this user."""
        if self.env.su or self._sees_unmasked():
            return self.browse()
        return self._filter_members()

    def _mask_rows(self, rows):
        """Mask rows (dicts with ``id``) of this model that go to a client."""
        ids = [row["id"] for row in rows if row.get("id")]
        masked = set(self.browse(ids)._get_masked()._ids)
        for row in rows:
            if row.get("id") in masked:
                for name in self._masks.keys() & row.keys():
                    row[name] = row[name] and self._masks[name](row[name])

    # === HOOKS === #
    def _filter_members(self):
        """Hook: those of these records that belong to members or their card holders."""
        return self.browse()

    @api.model
    def _get_masked_sql(self, _alias):
        """Hook: whether the row with this alias is one of those, as a condition."""
        return SQL("FALSE")

    @api.model
    def _get_exact_domain(self, _term):
        """Hook: whom a term means if it is somebody's whole phone or address."""
        return Domain.FALSE

    # === HELPERS === #
    def _check_groups_by(self, spec):
        is_masked = spec.split(":")[0] in self._masks and not self.env.su
        if is_masked and not self._sees_unmasked():
            raise AccessError(
                self.env._("This is masked for you: group by something else.")
            )
