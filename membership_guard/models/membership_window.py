from odoo import api, models

# Models whose records say something that not everybody who opens a window may know.
PRIVATE = ("membership.", "account.move")


class MembershipWindow(models.AbstractModel):
    """A window shows only what its user may see, whatever records a call names.

    What a window computes and relates is read in sudo. Without this, whoever counts
    through ids would read the balances of members of other outlets and companies.
    """

    _name = "membership.window"
    _description = "Window on What Its User May See"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is kept of a window on what its user may not see."""
        windows = super().create(vals_list)
        windows._check_shown()
        return windows

    def write(self, vals):
        """Whatever is chosen afterwards, too."""
        result = super().write(vals)
        self._check_shown()
        return result

    # === PUBLIC METHODS === #
    def onchange(self, values, field_names, fields_spec):
        """What a form sends, and what its context fills in, before it is saved."""
        if not self.env.su:
            for name, field in self._get_naming_fields():
                given = values.get(name) or self.env.context.get(f"default_{name}")
                ids = field.convert_to_cache(given or False, self.new(), validate=False)
                ids = (ids,) if isinstance(ids, int) else ids or ()
                self._check_named(field, [id_ for id_ in ids if isinstance(id_, int)])
        return super().onchange(values, field_names, fields_spec)

    # === HELPERS === #
    def _check_shown(self):
        if self.env.su:
            return
        for name, field in self._get_naming_fields():
            self._check_named(field, self.sudo().mapped(name).ids)

    def _check_named(self, field, ids):
        self.env[field.comodel_name].browse(ids).exists().check_access("read")

    @api.model
    def _get_naming_fields(self):
        """Fields by which a window says whose data it shows."""
        return [
            (name, field)
            for name, field in self._fields.items()
            if field.type in ("many2one", "many2many")
            and field.comodel_name.startswith(PRIVATE)
            and field.store
            and not field.related
        ]
