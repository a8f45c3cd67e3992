from odoo import api, models, tools

# Where a request keeps what it has admitted; gone with it, and out of reach of RPC.
ADMITTED = "membership.naming"


class MembershipNaming(models.AbstractModel):
    """Nobody makes a record name somebody whom he may not see.

    Core tells what a many2one is called to whoever sees the record that points there.
    So whoever could point one at any id would read the names of members, and numbers of
    cards, of other outlets and companies. What may be pointed at is asked here: when a
    client writes, and when a form is filled. What a record named before stays readable
    to those who see the record: a member who bought here is told apart ever after.

    Inherit it where clients write a reference to a model that says ``_names_people``.
    """

    _name = "membership.naming"
    _description = "Names Only Whom Its Author May See"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Whom a new record names, its author may read."""
        if not self.env.su:
            self._check_named_by([self._add_named_defaults(vals) for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        """Somebody else may be named only if he may be read."""
        if not self.env.su:
            self._check_named_by([vals])
        return super().write(vals)

    def copy(self, default=None):
        """A copy names whom the original names."""
        self.check_access("read")
        for name in self._get_people_fields():
            self._admit(self.sudo()[name])
        return super().copy(default)

    # === PUBLIC METHODS === #
    def onchange(self, values, field_names, fields_spec):
        """A form shows the name of whoever is chosen, before anything is saved."""
        if not self.env.su:
            self._check_named_by([self._add_named_defaults(values)])
        return super().onchange(values, field_names, fields_spec)

    # === BUSINESS METHODS === #
    @api.model
    def _admit(self, records):
        """Let clients name these records in this transaction: who they are was asked
        by other means, at a till for example."""
        cache = self.env.cr.cache.setdefault(ADMITTED, {})
        key = self.env.uid, records._name
        cache.setdefault(key, set()).update(records.ids)

    # === HELPERS === #
    @api.model
    def _add_named_defaults(self, values):
        """``values`` with what the caller's context would fill in."""
        context = self.env.context
        defaults = {
            name: context[f"default_{name}"]
            for name in self._get_people_fields()
            if f"default_{name}" in context
        }
        return {**defaults, **values} if defaults else values

    def _check_named_by(self, vals_list):
        """Raise if one of ``vals_list`` names what the user may not read."""
        for name in self._get_people_fields():
            given = [vals[name] for vals in vals_list if vals.get(name)]
            if not given:
                continue
            field = self._fields[name]
            cache = self.env.cr.cache.get(ADMITTED, {})
            admitted = cache.get((self.env.uid, field.comodel_name), ())
            named = self._read_named(field, given).difference(admitted)
            if named and self:
                named.difference_update(self.sudo()[name].ids)
            if named:
                self.env[field.comodel_name].browse(named).check_access("read")

    def _read_named(self, field, given):
        """The ids of what was sent for a reference: an id, or commands."""
        empty, named = self.new(), set()
        for value in given:
            ids = field.convert_to_cache(value, empty, validate=False)
            ids = (ids,) if isinstance(ids, int) else ids or ()
            named.update(id_ for id_ in ids if isinstance(id_, int))
        return named

    @api.model
    @tools.ormcache()
    def _get_people_fields(self):
        """Names of the references to models whose names tell of people."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.type in ("many2one", "many2many")
            and field.store
            and not field.related
            and getattr(self.env.get(field.comodel_name), "_names_people", False)
        )
