from odoo import api, models
from odoo.exceptions import UserError

# No remote caller can put this object into a context.
GATE = object()


def without_defaults(records, names):
    """``records`` without what a caller's context would give these fields."""
    unwanted = {f"default_{name}" for name in names}
    kept = {k: v for k, v in records.env.context.items() if k not in unwanted}
    return records.with_env(records.env(context=kept))


class MembershipGuarded(models.AbstractModel):
    """What changes by its acts, not by whoever may write it.

    The one method of a model through which its state changes writes with
    :meth:`_through_gate`; everything else is put before :meth:`_check_can_edit`.
    Inherit it first, so that nothing is written before it was asked.

    A model whose acts work in sudo names in ``_by_acts`` the fields that are theirs: no
    client gives them a value, neither in a record it makes nor as a default of it.
    """

    _name = "membership.guarded"
    _description = "Changed by Its Acts"

    _by_acts = frozenset()

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A client makes records that nothing was done to yet.

        What its context would fill in is left out in sudo, too: that is how windows and
        tills make records for people, with the context of the call.
        """
        if self._is_through_gate():
            return super().create(vals_list)
        if not self.env.su:
            self._check_by_acts({name for vals in vals_list for name in vals})
        clean = without_defaults(self, self._get_undefaulted())
        return super(MembershipGuarded, clean).create(vals_list)

    def write(self, vals):
        """Whoever did not come through the gate is looked at."""
        if not self._is_through_gate():
            self._check_can_edit(vals)
        return super().write(vals)

    # === BUSINESS METHODS === #
    def _through_gate(self, is_open=True):
        """These records, open to any change; the gates of other models stay shut.

        :param is_open: False shuts the gate again, for what only follows from an act
        """
        return self.with_context(**{self._get_gate_key(): is_open and GATE})

    @api.model
    def _is_through_gate(self):
        return self.env.context.get(self._get_gate_key()) is GATE

    @api.model
    def _get_gate_key(self):
        return f"{self._name}.gate"

    # === HOOKS === #
    def _check_can_edit(self, vals):
        """Hook: raise if this change is for an act to make. Asked of sudo, too."""
        if not self.env.su:
            self._check_by_acts(vals)

    # === HELPERS === #
    @api.model
    def _get_undefaulted(self):
        """Fields that nobody fills in by hand, hence no context either."""
        readonly = {name for name, field in self._fields.items() if field.readonly}
        return (readonly - {"company_id"}) | self._by_acts

    @api.model
    def _check_by_acts(self, names):
        if forged := self._by_acts.intersection(names):
            labels = self.fields_get(list(forged), ["string"]).values()
            raise UserError(
                self.env._(
                    "%(fields)s: what only the buttons change is not written.",
                    fields=", ".join(sorted(label["string"] for label in labels)),
                )
            )
