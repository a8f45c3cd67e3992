from odoo import models
from odoo.exceptions import AccessError

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


class MembershipMasked(models.AbstractModel):
    """Records that say how to reach people: whom members are, is masked on its way out.

    What the server itself does (send, print, compare) uses the values as they are: they
    are masked where a client gets them, in what is read, exported and grouped. Whoever
    may not see them may still look for somebody by his phone, and write a new one.
    """

    _name = "membership.masked"
    _description = "Phone and E-mail Are Masked"

    # === CRUD METHODS === #
    def _read_format(self, fnames, load="_classic_read"):
        """What clients read."""
        rows = super()._read_format(fnames, load)
        if not MASKS.keys().isdisjoint(fnames):
            self._mask_rows(rows)
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """What exports contain, of other models' records as well."""
        columns = {
            index: MASKS[path[0]]
            for index, path in enumerate(fields)
            if path and path[0] in MASKS
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

    # === BUSINESS METHODS === #
    def _sees_full_contacts(self):
        """Whether this user sees everything; visitors see their own data only."""
        user = self.env.user
        return not user._is_internal() or user.has_group(FULL_CONTACT)

    def _get_masked(self):
        """Those of these records that are masked for this user."""
        if self.env.su or self._sees_full_contacts():
            return self.browse()
        return self._filter_members()

    def _mask_rows(self, rows):
        """Mask rows (dicts with ``id``) of this model that go to a client."""
        ids = [row["id"] for row in rows if row.get("id")]
        masked = set(self.browse(ids)._get_masked()._ids)
        for row in rows:
            if row.get("id") in masked:
                for name in MASKS.keys() & row.keys():
                    row[name] = row[name] and MASKS[name](row[name])

    # === HOOKS === #
    def _filter_members(self):
        """Hook: those of these records that belong to members or their card holders."""
        return self.browse()

    # === HELPERS === #
    def _check_groups_by(self, spec):
        is_masked = spec.split(":")[0] in MASKS and not self.env.su
        if is_masked and not self._sees_full_contacts():
            raise AccessError(
                self.env._(
                    "Phones and e-mail addresses of members are masked for you: group "
                    "by something else."
                )
            )
